"""Calendar months as rows of a matrix, and the company's days as moments."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from csat.customers import queries as customers

Months = NDArray[np.datetime64]


def month_number(day: date) -> int:
    """Months since the year 0: consecutive months differ by one."""
    return day.year * 12 + day.month - 1


def month_at(number: int) -> date:
    """The first day of a month, from its number."""
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, until: date) -> tuple[date, ...]:
    """The first days of the months from `first`'s up to, without, `until`'s."""
    return tuple(month_at(number) for number in range(month_number(first), month_number(until)))


def zone() -> ZoneInfo:
    """The zone in which the company cuts days and months; one query."""
    return ZoneInfo(customers.company().zone)


def start_of(day: date, where: ZoneInfo) -> datetime:
    """The moment at which a day begins in a zone."""
    return datetime.combine(day, time.min, tzinfo=where)
