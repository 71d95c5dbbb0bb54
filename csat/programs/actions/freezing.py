"""Turns a "yes" into a touchpoint, account and people as of the experience, and an invitation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from csat.customers.models import Capacity, Company, Employee
from csat.programs import deciding
from csat.programs.deciding import Decided
from csat.programs.models import Program, ProgramDay, Touchpoint, TouchpointPerson
from csat.programs.queries import experiences
from csat.programs.queries.experiences import Experience
from csat.programs.queries.standing import Standing
from surveys.actions import inviting
from surveys.calendar import quiet_hours
from surveys.jobs import copying
from surveys.models import Batch, Brand, Invitation, SurveyVersion
from surveys.rendering.mails.sender import sender_lines

LONGEST_NAME = 200
DAYS, LARGEST_KEY = 7_302_033, 2**31  # advisory locks: one opener of days a rule
HOURS = (quiet_hours.OPENS, quiet_hours.CLOSES)


@dataclass(frozen=True)
class Ground:
    """What every batch of one planning run stands on."""

    company: Company
    brand: Brand
    version: SurveyVersion


@dataclass(frozen=True)
class Post:
    """What goes out together: on one day, in one name, on one channel."""

    day: date
    sender: Employee | None
    channel: str


def freeze(
    *, program: Program, ground: Ground, facts: Standing, decided: Sequence[Decided], now: datetime
) -> None:
    """Invite everybody who was decided for, each with a touchpoint; one batch a day, sender and channel."""
    clear = [one for one in decided if one.verdict.is_clear]
    if not clear:
        return
    by_post: dict[Post, list[Experience]] = defaultdict(list)
    for experience in experiences.experiences(facts, clear, ground.company, now=now):
        channel = facts.reaches[experience.contact.pk].channel
        day = experience.decided.send_at.date()
        by_post[Post(day, experience.sender(program), channel)].append(experience)
    batches = _batches(program, list(by_post), ground.brand, now=now)
    for post, group in by_post.items():
        invitations = inviting.invite_all(
            batch=batches[post],
            wishes=[wish_of(program, ground, facts, experience) for experience in group],
            now=now,
        )
        _write(program, group, invitations, now=now)


def _batches(program: Program, posts: Sequence[Post], brand: Brand, *, now: datetime) -> Mapping[Post, Batch]:
    """The days' batches; whoever comes first opens what is missing, the others wait for it."""
    found = _open_days(program, posts)
    if len(found) < len(posts):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DAYS, program.pk % LARGEST_KEY])
        found = _open_days(program, posts)
    for post in posts:
        if post not in found:
            batch = open_batch(program, post, brand, now=now)
            # In the place of one that was stopped for good.
            ProgramDay.objects.update_or_create(
                program=program,
                day=post.day,
                sender=post.sender,
                channel=post.channel,
                defaults={"batch": batch},
            )
            found[post] = batch
    return found


def _open_days(program: Program, posts: Sequence[Post]) -> dict[Post, Batch]:
    rows = ProgramDay.objects.select_related("batch", "sender").filter(
        program=program, day__in={post.day for post in posts}, batch__ended_at=None
    )
    known = {Post(row.day, row.sender, row.channel): row.batch for row in rows}
    return {post: known[post] for post in posts if post in known}


def open_batch(
    program: Program,
    post: Post,
    brand: Brand,
    *,
    now: datetime,
    name: str = "",
    hours: tuple[time, time] | None = HOURS,
) -> Batch:
    """A batch in the name of the post's sender, else of the brand; replies go where the rule says.

    `hours` None: at any hour.
    """
    person = post.sender
    lines = sender_lines(person.name if person else "", person.email if person else "", brand)
    return inviting.open_batch(
        name=(name or f"{program.name}, {post.day.isoformat()}")[:LONGEST_NAME],
        sender_name=person.name if person else brand.sender_name,
        sender_title=person.title if person else brand.sender_title,
        sender_address=lines.from_address,
        reply_to_address=program.reply_to_address or lines.reply_to,
        channel=post.channel,
        opens_at=hours[0] if hours else None,
        closes_at=hours[1] if hours else None,
        now=now,
    )


def wish_of(program: Program, ground: Ground, facts: Standing, experience: Experience) -> inviting.Wish:
    """The invitation as the sending floor wants it."""
    contact, decided = experience.contact, experience.decided
    language = experiences.language_of(program, contact, ground.version)
    return inviting.Wish(
        version=ground.version,
        address=facts.reaches[contact.pk].address,
        language=language,
        kind=program.survey.kind,
        facts=experiences.facts_of(
            experience, supplier=ground.brand.name, occasion=program.kind, language=language
        ),
        zone=deciding.zone_of(contact, ground.company),
        not_before_at=decided.send_at,
        expires_at=decided.send_at + timedelta(days=program.expires_after_days),
        remind_after_days=program.remind_after_days,
        most_reminders=max(0, len(decided.mails) - 1),
        country=deciding.country_of(contact, ground.company),
    )


def _write(
    program: Program, experiences: Sequence[Experience], invitations: Sequence[Invitation], *, now: datetime
) -> None:
    touchpoints = copying.insert(
        [
            Touchpoint(
                program=program,
                survey_id=program.survey_id,
                invitation=invitation,
                contact=experience.contact,
                account_id=experience.contact.account_id,
                deal=experience.deal,
                wave_id=experience.decided.ask.wave_id,
                event=experience.event,
                after_days=experience.decided.ask.after_days,
                role=experience.contact.role,
                segment=experience.contact.account.segment,
                is_key=experience.contact.account.is_key,
                team=experience.people.team,
                occurred_on=experience.occurred_on,
                created_at=now,
            )
            for experience, invitation in zip(experiences, invitations, strict=True)
        ]
    )
    copying.copy(
        TouchpointPerson,
        ("touchpoint_id", "employee_id", "capacity", "share"),
        [
            (touchpoint.pk, employee.pk, capacity, 1)
            for experience, touchpoint in zip(experiences, touchpoints, strict=True)
            for capacity, employee in (
                (Capacity.MANAGER, experience.people.manager),
                (Capacity.CARE_OWNER, experience.people.care_owner),
            )
            if employee
        ],
    )
