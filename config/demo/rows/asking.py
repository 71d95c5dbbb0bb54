"""Programs, and the invitations of three years with their mails, as if sent back then."""

from datetime import date, datetime, timedelta

import numpy as np

from config.demo.rows import company, occasions
from config.demo.rows.made import CHUNK, Made, Story, moment, with_ids
from config.demo.rows.occasions import PERIODIC, POST_SALE
from config.demo.story import asking, chance, staff
from csat.programs.models import Program, ProgramDay, ProgramKind, ProgramState
from surveys.actions import inviting, links, suppressing
from surveys.calendar import quiet_hours
from surveys.models import Batch, Invitation, Message, MessageState, Survey

SURVEYS = {PERIODIC: "periodic-csi", POST_SALE: "post-sale"}
TAKEN_AFTER = timedelta(seconds=2)


def write(story: Story, made: Made) -> None:
    """Two running programs and everything they asked up to the anchor day."""
    surveys = {kind: Survey.objects.get(key=key) for kind, key in SURVEYS.items()}
    made.versions = {kind: survey.versions.latest("number") for kind, survey in surveys.items()}
    programs = _programs(story, surveys)
    kinds = [PERIODIC if deal < 0 else POST_SALE for deal in story.asked.deal]
    batches = _batches(story, programs, kinds)
    made.invitations = [_invitation(story, made, i, batches=batches, kind=k) for i, k in enumerate(kinds)]
    with_ids(made.invitations, story.seed, "invitations")
    Invitation.objects.bulk_create(made.invitations, batch_size=CHUNK)
    messages = [mail for i in range(len(kinds)) for mail in _messages(story, made, i)]
    Message.objects.bulk_create(with_ids(messages, story.seed, "messages"), batch_size=CHUNK)
    occasions.write(story, made, programs, kinds)
    still_open = [row for row in made.invitations if row.expires_at > story.timeline.midnight]
    links.issue_all(invitations=still_open, purposes=inviting.PURPOSES)


def _programs(story: Story, surveys: dict[str, Survey]) -> dict[str, Program]:
    start = story.timeline.start
    periodic = Program(
        uuid=chance.fixed_id("program periodic"),
        name="Quarterly satisfaction",
        kind=ProgramKind.PERIODIC,
        survey=surveys[PERIODIC],
        state=ProgramState.RUNNING,
        starts_on=start,
        contacts_per_account=asking.CONTACTS_PER_ACCOUNT,
        cadence_months=asking.CADENCE_MONTHS,
        key_cadence_months=asking.CADENCE_MONTHS,
    )
    post_sale = Program(
        uuid=chance.fixed_id("program post-sale"),
        name="After delivery",
        kind=ProgramKind.POST_SALE,
        survey=surveys[POST_SALE],
        state=ProgramState.RUNNING,
        starts_on=start,
        large_order_amount=asking.LARGE_ORDER_EUR,
        delay_business_days=asking.DELAY_BUSINESS_DAYS,
    )
    Program.objects.bulk_create([periodic, post_sale])
    return {PERIODIC: periodic, POST_SALE: post_sale}


Batches = dict[tuple[str, date], Batch]


def _batches(story: Story, programs: dict[str, Program], kinds: list[str]) -> Batches:
    """One batch for each program and day of sending."""
    days = story.asked.sent_at.astype("datetime64[D]").astype(date)
    keys = sorted(set(zip(kinds, days, strict=True)))
    rows = [
        Batch(
            name=f"{programs[kind].name}, {day.isoformat()}",
            sender_name=company.SENDER.name,
            sender_title=company.SENDER.title,
            sender_address=company.SENDER.email,
            reply_to_address=f"care@{staff.DOMAIN}",
            opens_at=quiet_hours.OPENS,
            closes_at=quiet_hours.CLOSES,
            created_at=datetime.combine(day, datetime.min.time(), story.timeline.midnight.tzinfo),
        )
        for kind, day in keys
    ]
    Batch.objects.bulk_create(with_ids(rows, story.seed, "batches"))
    ProgramDay.objects.bulk_create(
        [
            ProgramDay(program=programs[kind], day=day, batch=batch)
            for (kind, day), batch in zip(keys, rows, strict=True)
        ]
    )
    return dict(zip(keys, rows, strict=True))


def _invitation(story: Story, made: Made, i: int, *, batches: Batches, kind: str) -> Invitation:
    asked, contact = story.asked, made.contacts[story.asked.contact[i]]
    sent_at, answered = moment(asked.sent_at[i]), asked.answered_at[i]
    return Invitation(
        batch=batches[kind, sent_at.date()],
        version=made.versions[kind],
        address=contact.email,
        address_hmac=suppressing.hmac_of(contact.email),
        language=contact.language,
        kind=kind,
        facts=_facts(story, made, i),
        zone=contact.account.zone,
        not_before_at=sent_at,
        expires_at=sent_at + timedelta(days=asking.EXPIRES_DAYS),
        created_at=sent_at - timedelta(hours=20),
        answered_at=None if np.isnat(answered) else moment(answered),
    )


def _facts(story: Story, made: Made, i: int) -> dict[str, object]:
    contact = made.contacts[story.asked.contact[i]]
    readers = [made.employees[person] for person in occasions.people_of(story, i).values()]
    facts = {
        "supplier": staff.COMPANY,
        "company": contact.account.name,
        "contact_name": contact.name,
        "contact_role": contact.title,
        "manager": readers[0].name,
        "who_reads": ["sender", *(f"{person.name} ({person.title})" for person in readers), "executives"],
    }
    if story.asked.deal[i] >= 0:
        deal = made.deals[story.asked.deal[i]]
        facts |= {"order": deal.reference, "order_on": deal.closed_on.isoformat(), "goods": deal.goods}
    return facts


def _messages(story: Story, made: Made, i: int) -> list[Message]:
    """The mail that invited, and its reminder: sent, waiting, or not needed."""
    row = made.invitations[i]
    sent_at, midnight = row.not_before_at, story.timeline.midnight
    invites = Message(invitation=row, number=0, attempt=1, state=MessageState.ACCEPTED)
    reminds = Message(invitation=row, number=1, state=MessageState.ACCEPTED, attempt=1)
    remind_at = sent_at + timedelta(days=asking.REMIND_DAYS)
    while remind_at.weekday() >= 5:
        remind_at += timedelta(days=1)
    for mail, due_at in ((invites, sent_at), (reminds, remind_at)):
        mail.due_at = mail.dated_at = due_at
        mail.accepted_at = mail.changed_at = due_at + TAKEN_AFTER
    if story.asked.has_bounced[i]:
        invites.state, invites.reason = MessageState.BOUNCED, "550 5.2.2 mailbox full"
    is_needless = story.asked.has_bounced[i] or (row.answered_at and row.answered_at < remind_at)
    if is_needless:
        reminds.state, reminds.changed_at = MessageState.CANCELLED, row.answered_at or sent_at + TAKEN_AFTER
        reminds.reason = "answered" if row.answered_at else "bounced"
    elif remind_at >= midnight:
        reminds.state, reminds.changed_at = MessageState.PLANNED, row.created_at
    if reminds.state != MessageState.ACCEPTED:
        reminds.attempt, reminds.dated_at, reminds.accepted_at = 0, None, None
    return [invites, reminds]
