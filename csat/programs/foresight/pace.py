"""How many more a post-sale rule is likely to ask about orders that nobody knows of yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from csat.customers.models import Company
from csat.insight.counting.expected_count import expected_count
from csat.insight.intervals.interval import Interval
from csat.programs.foresight.looking import as_never_run
from csat.programs.models import Program, ProgramKind
from csat.programs.queries import due
from surveys.calendar import business_days

WEEKS = 13
WORKING_DAYS = 5  # a week
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class MoreToCome:
    """People asked about orders still to come: `n` at the pace of the last `weeks`, with its interval."""

    n: Interval
    weeks: int


def more_to_come(
    programs: Sequence[Program],
    *,
    company: Company,
    today: date,
    last: date,
    accounts: Collection[int] | None = None,
) -> dict[int, MoreToCome]:
    """Rule id -> people whom orders from tomorrow on would bring up to the last day, before any budget.

    Post-sale rules only: rounds are known beforehand, and events come as they like. Counted are the people of
    orders of the last quarter about whom the rule asks: first, large and drawn ones. `accounts` (ids) narrows
    it to some clients.
    """
    return {
        program.pk: _more(program, company, today=today, last=last, accounts=accounts)
        for program in programs
        if program.kind == ProgramKind.POST_SALE
    }


def _more(
    program: Program, company: Company, *, today: date, last: date, accounts: Collection[int] | None
) -> MoreToCome:
    first = today - WEEK * WEEKS
    counts = [0] * WEEKS
    never = as_never_run(program, first)
    for ask in due.asks(never, company=company, today=first, horizon=today, accounts=accounts):
        counted_on = ask.occurred_on
        if ask.is_drawn and counted_on and first <= counted_on < today:
            counts[(counted_on - first).days // WEEK.days] += 1
    ahead = _days_that_still_count(program, company, today, last) / WORKING_DAYS
    return MoreToCome(expected_count(counts, ahead=ahead), WEEKS)


def _days_that_still_count(program: Program, company: Company, today: date, last: date) -> int:
    """Working days from tomorrow on: an order of such a day is asked about up to the last one."""
    days = business_days.between(today + timedelta(days=1), last + timedelta(days=1), company.country)
    return sum(business_days.add(day, program.delay_business_days, company.country) <= last for day in days)
