"""Where a score comes from: its method, what was left out, the weights, and the answers one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from csat.customers import queries as customers
from csat.reports.period import Period
from csat.reports.scores import contacts, estimates, report, table, wish
from csat.reports.scores.explaining import leftout, lines
from csat.reports.scores.explaining.leftout import LeftOut
from csat.reports.scores.explaining.lines import Line
from csat.reports.scores.measures import CSI
from csat.reports.scores.report import Scope
from csat.reports.scores.table import Row
from csat.reports.scores.weighing import Ways, weigh
from csat.scores import months
from csat.scores.models import WeightSet


@dataclass(frozen=True)
class Agreed:
    """The weights of a calendar year; None where all attributes weigh alike."""

    year: int
    weights: Mapping[str, float] | None
    agreed_on: date | None = None


@dataclass(frozen=True)
class Explanation:
    """`weighed`: of the whole only. `shows_lines` is False where single answers must not be seen."""

    asked: wish.Wish
    period: Period
    first: date
    last: date
    currency: str
    row: Row
    method: str
    spread: float | None
    noise: float | None
    weighed: Ways | None
    left_out: LeftOut
    agreed: tuple[Agreed, ...]
    lines: tuple[Line, ...]
    next: str
    shows_lines: bool


def build(scope: Scope, asked: wish.Wish, period: Period, *, with_people: bool) -> Explanation | None:
    """The explanation of one group's score, or without a key of the whole; None where there is no such group.

    A constant number of queries.
    """
    found = _whole(scope, asked, period) if not asked.key else _group(scope, asked, period)
    if found is None:
        return None
    row, computed, weighed = found
    first, until = leftout.span(asked, period)
    occasions = leftout.occasions(scope.accounts, asked)
    shows_lines = with_people or not row.is_hidden
    shown = lines.page(occasions, asked, first, until, with_people=with_people) if shows_lines else ((), "")
    return Explanation(
        asked=asked,
        period=period,
        first=first,
        last=min(until - timedelta(days=1), period.today),
        currency=customers.company().base_currency,
        row=row,
        method=computed.method,
        spread=computed.spread,
        noise=computed.noise,
        weighed=weighed,
        left_out=leftout.left_out(occasions, asked.measure, first, until),
        agreed=_agreed(first, until) if asked.measure.key == CSI else (),
        lines=shown[0],
        next=shown[1],
        shows_lines=shows_lines,
    )


Found = tuple[Row, estimates.Estimates, Ways | None]


def _whole(scope: Scope, asked: wish.Wish, period: Period) -> Found:
    of = table.whole(scope.accounts, asked, period)
    year = months.money_by_account(scope.accounts, period.year_first, period.open_month)
    row = report.total(asked, of)
    ways = weigh(asked.measure, row.score, of.sums, year)
    return row, estimates.Estimates({}, estimates.method_of(asked.measure)), ways


def _group(scope: Scope, asked: wish.Wish, period: Period) -> Found | None:
    if asked.by == wish.CONTACT:
        uuid = _uuid(asked.key)
        person = contacts.heard(scope.accounts, asked, period).filter(uuid=uuid) if uuid else []
        rows = contacts.rows(scope.accounts, list(person), asked, period)
        plain = estimates.Estimates({}, estimates.method_of(asked.measure))
        return (rows[0], plain, None) if rows else None
    found = report.groups_of(scope, asked, period, of=table.whole(scope.accounts, asked, period))
    row = next((row for row in found.rows if row.group and row.group.key == asked.key), None)
    return (row, found.found, None) if row else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _agreed(first: date, until: date) -> tuple[Agreed, ...]:
    years = range(first.year, (until - timedelta(days=1)).year + 1)
    sets = {row.year: row for row in WeightSet.objects.filter(year__in=years)}
    return tuple(
        Agreed(year, sets[year].weights, sets[year].agreed_on) if year in sets else Agreed(year, None)
        for year in years
    )
