"""What each invitation was about: slots, rounds, touchpoints with the people of that time, decisions."""

from datetime import date

from config.demo.rows.made import CHUNK, Made, Story, with_ids
from config.demo.story import asking, chance, clients
from csat.programs import words
from csat.programs.models import (
    Decision,
    Outcome,
    Program,
    Slot,
    Touchpoint,
    TouchpointPerson,
    Wave,
)

PERIODIC, POST_SALE = "periodic", "post_sale"


def write(story: Story, made: Made, programs: dict[str, Program], kinds: list[str]) -> None:
    """A touchpoint for every invitation, with its manager and care owner, and why it was sent."""
    _slots(story, made, programs[PERIODIC])
    waves = _waves(story, programs[PERIODIC])
    teams = {m.employee_id: m.team_id for e in made.employees for m in e.memberships.all()}
    rows = []
    for i, kind in enumerate(kinds):
        wave = waves[int(story.asked.month[i])] if kind == PERIODIC else None
        row = _touchpoint(story, made, i, program=programs[kind], wave=wave)
        row.team_id = teams[made.employees[people_of(story, i)["manager"]].id]
        rows.append(row)
    Touchpoint.objects.bulk_create(with_ids(rows, story.seed, "touchpoints"), batch_size=CHUNK)
    TouchpointPerson.objects.bulk_create(
        [
            TouchpointPerson(touchpoint=row, employee=made.employees[person], capacity=capacity)
            for i, row in enumerate(rows)
            for capacity, person in people_of(story, i).items()
        ],
        batch_size=CHUNK,
    )
    _decisions(rows)


def _slots(story: Story, made: Made, program: Program) -> None:
    offsets = asking.slots(story.timeline, story.clients)
    Slot.objects.bulk_create(
        [
            Slot(program=program, account=account, offset=int(offset))
            for account, offset in zip(made.accounts, offsets, strict=True)
        ]
    )


def _waves(story: Story, program: Program) -> dict[int, Wave]:
    waves = {
        month: Wave(uuid=chance.fixed_id(f"wave {month}"), program=program, month=story.timeline.month(month))
        for month in sorted({int(m) for m in story.asked.month if m >= 0})
    }
    Wave.objects.bulk_create(waves.values())
    return waves


def _touchpoint(story: Story, made: Made, i: int, *, program: Program, wave: Wave | None) -> Touchpoint:
    contact, invitation = made.contacts[story.asked.contact[i]], made.invitations[i]
    return Touchpoint(
        program=program,
        survey=program.survey,
        invitation=invitation,
        contact=contact,
        account=contact.account,
        deal=None if wave else made.deals[story.asked.deal[i]],
        wave=wave,
        role=contact.role,
        segment=contact.account.segment,
        is_key=contact.account.is_key,
        occurred_on=occurred_on(story, i),
        created_at=invitation.created_at,
    )


def occurred_on(story: Story, i: int) -> date:
    """The day of the experience: an order's closing, else the sending."""
    deal = story.asked.deal[i]
    day = story.deals.closed_on[deal] if deal >= 0 else story.asked.sent_at[i]
    return day.astype("datetime64[D]").astype(date)


def people_of(story: Story, i: int) -> dict[str, int]:
    """Manager and care owner of the account on the day of the experience, as indexes of the staff."""
    account = int(story.contacts.account[story.asked.contact[i]])
    day = occurred_on(story, i)
    return {
        capacity: clients.holder_on(story.held, account, capacity, day)
        for capacity in ("manager", "care_owner")
    }


def _decisions(touchpoints: list[Touchpoint]) -> None:
    said = words.of("clear", {"quiet": 45})
    Decision.objects.bulk_create(
        [
            Decision(
                program=row.program,
                contact=row.contact,
                deal=row.deal,
                wave=row.wave,
                outcome=Outcome.ASKED,
                reason="clear",
                words=said,
                decided_at=row.created_at,
            )
            for row in touchpoints
        ],
        batch_size=CHUNK,
    )
