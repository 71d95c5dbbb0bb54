"""The coming 30 days: who is asked what on which day, who is put off until when, and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.programs.foresight import looking, pace, simulating
from csat.programs.foresight.pace import MoreToCome
from csat.programs.models import Program, Touchpoint
from csat.reports.programs.ahead import rows
from csat.reports.programs.ahead.days import Calendar, Cell, Reasons, Row, Rule, RuleOfDay, Wish
from surveys.calendar import business_days
from surveys.calendar.holiday_names import holiday_name

DAYS, WEEK = 30, 7
COLOURS = 8  # of static/csat/foreseen.css; a ninth rule has the first one's again
SHOWN = 100


def build(accounts: QuerySet[Account], wish: Wish, *, language: str, now: datetime) -> Calendar:
    """What happens at the given accounts; rules are played through for all, for they share mailboxes.

    A constant number of queries a rule, however many accounts.
    """
    company = customers.company()
    today = now.astimezone(ZoneInfo(company.zone)).date()
    last = today + timedelta(days=DAYS - 1)
    programs = looking.rules_ahead(as_if=wish.as_if)
    looks = looking.looks_ahead(programs, company=company, today=today, last=last, now=now)
    foreseen = simulating.foresee(looks, company=company, last=last, now=now)
    waiting = rows.planned(accounts, today, last, company)
    found = rows.rows(foreseen, waiting, accounts, today)
    ids = list(accounts.order_by().values_list("id", flat=True))
    more = pace.more_to_come(programs, company=company, today=today, last=last, accounts=ids)
    rules = _rules(programs, waiting, found, more)
    chosen = next((rule.program.pk for rule in rules if str(rule.program.uuid) == wish.rule), None)
    shown = [row for row in found if chosen is None or row.program.pk == chosen]
    asked = [row for row in shown if row.is_asked]
    put_off = [row for row in shown if row.until]
    weeks = _weeks(shown, rules, today=today, last=last, country=company.country, language=language)
    cells = [cell for week in weeks for cell in week if cell.total]
    day = wish.day or (cells[0].day if cells else None)
    return Calendar(
        wish=wish,
        day=day,
        weeks=weeks,
        rules=rules,
        asked=len(asked),
        people=len({row.contact_uuid for row in asked}),
        busiest=max(cells, key=lambda cell: cell.total, default=None),
        of_day=tuple(row for row in asked if row.day == day),
        put_off=tuple([row for row in put_off if wish.day in (None, row.day)][:SHOWN]),
        put_off_in_all=len(put_off),
        not_asked=_not_asked(shown),
        first=today,
        last=last,
    )


def _rules(
    programs: Sequence[Program],
    waiting: Sequence[Touchpoint],
    found: Sequence[Row],
    more: Mapping[int, MoreToCome],
) -> tuple[Rule, ...]:
    """The rules by priority, then those that ended and still have mails waiting; each keeps its place."""
    known = {program.pk: program for program in programs}
    for row in waiting:
        known.setdefault(row.program_id, row.program)
    asked = Counter(row.program.pk for row in found if row.is_asked)
    put_off = Counter(row.program.pk for row in found if row.until)
    return tuple(
        Rule(
            program=program,
            colour=place % COLOURS,
            asked=asked[key],
            put_off=put_off[key],
            is_as_if=program.state in looking.AS_IF,
            more=more.get(key),
        )
        for place, (key, program) in enumerate(known.items())
    )


def _weeks(
    found: Sequence[Row], rules: Sequence[Rule], *, today: date, last: date, country: str, language: str
) -> tuple[tuple[Cell, ...], ...]:
    """Whole weeks from Monday on around the span."""
    asked = Counter((row.day, row.program.pk) for row in found if row.is_asked)
    put_off = Counter(row.day for row in found if row.until)
    first = today - timedelta(days=today.weekday())
    days = [first + timedelta(days=n) for n in range(((last - first).days // WEEK + 1) * WEEK)]
    cells = [
        Cell(
            day=day,
            counts=tuple(
                RuleOfDay(rule.program.name, rule.colour, asked[day, rule.program.pk])
                for rule in rules
                if asked[day, rule.program.pk]
            ),
            put_off=put_off[day],
            is_off=not business_days.is_business_day(day, country),
            holiday=holiday_name(day, country, language),
            is_today=day == today,
            is_inside=today <= day <= last,
        )
        for day in days
    ]
    return tuple(tuple(cells[place : place + WEEK]) for place in range(0, len(cells), WEEK))


def _not_asked(found: Sequence[Row]) -> tuple[Reasons, ...]:
    """By reason, the most frequent first. Each person counts once for a reason, however many occasions."""
    by_reason: dict[str, dict[UUID, Row]] = defaultdict(dict)
    for row in found:
        if not row.is_asked and not row.until:
            by_reason[row.reason].setdefault(row.contact_uuid, row)
    reasons = [
        Reasons(reason, len(people), tuple(people.values())[:SHOWN]) for reason, people in by_reason.items()
    ]
    return tuple(sorted(reasons, key=lambda one: (-one.n, one.reason)))
