"""The months a report speaks of. Satisfaction counts to today; money ends with the last closed month."""

from dataclasses import dataclass
from datetime import date

DEFAULT_MONTHS = 3
CHOICES = (3, 6, 12)


def month_of(day: date) -> date:
    return day.replace(day=1)


def shift(month: date, months: int) -> date:
    """The first day of the month so many months later; negative: earlier."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True)
class Period:
    """The last closed months and the open one so far, and as many months before them to compare with."""

    today: date
    months: int = DEFAULT_MONTHS

    @property
    def open_month(self) -> date:
        return month_of(self.today)

    @property
    def first(self) -> date:
        return shift(self.open_month, -self.months)

    @property
    def until(self) -> date:
        """Excluded: the month after the open one."""
        return shift(self.open_month, 1)

    @property
    def before_first(self) -> date:
        return shift(self.first, -self.months)

    @property
    def last_closed(self) -> date:
        return shift(self.open_month, -1)

    @property
    def before_last(self) -> date:
        return shift(self.first, -1)

    @property
    def year_first(self) -> date:
        """The first of the twelve closed months whose revenue is "a year"."""
        return shift(self.open_month, -12)


def months_between(first: date, until: date) -> list[date]:
    """Every month from `first` up to, without, `until`."""
    found = []
    while first < until:
        found.append(first)
        first = shift(first, 1)
    return found


def missing_months(loaded: frozenset[date], first: date, until: date) -> tuple[date, ...]:
    """The months between, after the first loaded one, whose revenue is not loaded."""
    return tuple(m for m in months_between(first, until) if m not in loaded and loaded and m > min(loaded))
