"""Opens the round that comes next five working days before it begins, and writes down who is to be told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction

from csat.customers import queries as customers
from csat.customers.models import Capacity, Company, Employee
from csat.programs import deciding, slots
from csat.programs.actions import drawing
from csat.programs.deciding import Decided
from csat.programs.models import Announcement, Outcome, Program, ProgramKind, ProgramState, Wave
from csat.programs.queries import foreseen, sampled, standing
from csat.programs.queries.due import rounds
from surveys.actions.running import ticking
from surveys.calendar import business_days, quiet_hours

PURPOSE = "csat.programs.rounds"
AT = time(5)  # before anybody works, so that whom the day concerns finds it in the morning
WORKING_DAYS_BEFORE = 5


def put_schedule(program: Program, *, now: datetime) -> None:
    """A rule with rounds looks ahead once a day; the same again writes nothing."""
    if program.kind == ProgramKind.PERIODIC:
        zone = customers.company().zone
        ticking.put(purpose=PURPOSE, about=str(program.uuid), local_time=AT, zone=zone, now=now)


def look_ahead(program: Program, *, now: datetime) -> int:
    """Open and announce the round that is near enough; returns how many of our people are told of it.

    A round that opened late, because its rule began in the middle of it, is announced late rather than never.
    """
    if program.state != ProgramState.RUNNING or program.kind != ProgramKind.PERIODIC:
        return 0
    company, today = customers.company(), customers.local_day(now)
    told = 0
    for month in (today.replace(day=1), slots.months_after(today, 1)):
        if first := _first_day(program, month, company, today):
            wave = drawing.open_round(program=program, month=month, starts_on=first, company=company, now=now)
            told += announce(wave=wave, company=company, now=now)
    return told


@transaction.atomic
def announce(*, wave: Wave, company: Company, now: datetime) -> int:
    """Write a mail for each who holds a client of the round; 0 where they were told before."""
    locked = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    if locked.announced_at or locked.held_at or locked.ended_at:
        return 0
    whom: dict[Employee, list[Decided]] = defaultdict(list)
    for employee, one in _held(wave, company, now):
        whom[employee].append(one)
    due_at = quiet_hours.next_allowed(
        now,
        zone=company.zone,
        country=company.country,
        opens=company.work_starts_at,
        closes=company.work_ends_at,
    )
    Announcement.objects.bulk_create(
        Announcement(
            wave=wave,
            employee=employee,
            contacts=[one.ask.contact_id for one in sorted(asked, key=lambda one: one.send_at)],
            due_at=due_at,
            created_at=now,
        )
        for employee, asked in whom.items()
    )
    Wave.objects.filter(pk=wave.pk).update(announced_at=now)
    wave.announced_at = now
    return len(whom)


def _first_day(program: Program, month: date, company: Company, today: date) -> date | None:
    """The first day of the month's round, where it is time to tell of it."""
    wave = Wave.objects.filter(program=program, month=month).first()
    if wave and wave.announced_at:
        return None
    starts_on = (wave.starts_on or month) if wave else max(today, month)
    days = rounds.round_days(program, month, company, starts_on=starts_on)
    if not days:
        return None
    first = days[0]
    earliest = business_days.add(first, -WORKING_DAYS_BEFORE, company.country)
    latest = business_days.add(first, WORKING_DAYS_BEFORE, company.country)
    return starts_on if earliest <= today <= latest else None


def _held(wave: Wave, company: Company, now: datetime) -> Iterator[tuple[Employee, Decided]]:
    """Everybody whom the round is to ask, with who holds the client then: manager, else service owner."""
    end = slots.months_after(wave.month, 1)
    for batch in sampled.batches(sampled.asks_of(wave, company=company, now=now)):
        facts = standing.standing(wave.program, batch, standing.contacts_of(batch), now=now)
        facts = foreseen.with_foreseen(wave.program, facts, company=company, now=now)
        decided = [
            one
            for one in deciding.decide_all(wave.program, facts, batch, company=company, now=now)
            if _is_in_round(one, end)
        ]
        holders = customers.holders_on({one.ask.account_id for one in decided}, customers.local_day(now))
        for one in decided:
            account = one.ask.account_id
            employee = holders.get((account, Capacity.MANAGER)) or holders.get((account, Capacity.CARE_OWNER))
            if employee and not _has_left(employee, now):
                yield employee, one


def _is_in_round(one: Decided, end: date) -> bool:
    if one.verdict.is_clear:
        return True
    next_on = one.verdict.next_possible_on
    return one.verdict.outcome == Outcome.DEFERRED and next_on is not None and next_on < end


def _has_left(employee: Employee, now: datetime) -> bool:
    return employee.left_on is not None and employee.left_on <= customers.local_day(now)
