"""Satisfaction and revenue month by month: what the chart and its table show."""

from dataclasses import dataclass
from datetime import date

from csat.insight.intervals.interval import Interval
from csat.reports import satisfaction
from csat.reports.period import Period, missing_months, months_between, shift
from csat.scores.months import Answers, Money

MONTHS = 24  # closed ones, before the open month


@dataclass(frozen=True)
class Point:
    """A month: the score of the answers of `months` months that end with it, and its revenue."""

    month: date
    csi: Interval
    fact_minor: int | None
    plan_minor: int | None
    is_open: bool


@dataclass(frozen=True)
class Trend:
    """`missing`: closed months whose revenue nobody has loaded."""

    points: tuple[Point, ...]
    months: int
    missing: tuple[date, ...]

    @property
    def has_answers(self) -> bool:
        return any(point.csi.estimate is not None for point in self.points)

    @property
    def has_revenue(self) -> bool:
        return any(point.fact_minor is not None for point in self.points)


def first_month(period: Period) -> date:
    """The earliest month whose answers are needed."""
    return shift(period.open_month, -MONTHS - period.months)


def build(answers: Answers, money: list[Money], loaded: frozenset[date], period: Period) -> Trend:
    """Closed months look back over as many months as the period has; the open one equals the headline."""
    by_month = {row.month: row for row in money}
    points = []
    for month in months_between(shift(period.open_month, -MONTHS), period.until):
        is_open = month == period.open_month
        since = period.first if is_open else shift(month, 1 - period.months)
        row = by_month.get(month)
        points.append(
            Point(
                month=month,
                csi=satisfaction.score(answers.within(since, shift(month, 1))),
                fact_minor=row.fact_minor if row and row.fact_minor is not None else nothing(month, loaded),
                plan_minor=row.plan_minor if row else None,
                is_open=is_open,
            )
        )
    shown = _without_empty_start(points)
    missing = missing_months(loaded, shown[0].month, period.open_month)
    return Trend(points=shown, months=period.months, missing=missing)


def nothing(month: date, loaded: frozenset[date]) -> int | None:
    """Revenue of a month without a row: none where revenue was loaded for others, else not known."""
    return 0 if month in loaded else None


def _without_empty_start(points: list[Point]) -> tuple[Point, ...]:
    """From the first month with anything in it, but always the last twelve and the open one."""
    filled = (i for i, p in enumerate(points) if p.csi.estimate is not None or p.fact_minor is not None)
    return tuple(points[min(next(filled, len(points)), len(points) - 13) :])
