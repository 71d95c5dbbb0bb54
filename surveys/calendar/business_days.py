"""Working days of a country: its own weekend, public holidays, and weekend days worked in exchange."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
WEEKEND_FROM = 5  # Saturday, where a country is not known


@lru_cache(maxsize=64)
def _calendar(country: str) -> holidays.HolidayBase | None:
    """The country's holidays; years are filled in on first use. None: no such country."""
    try:
        return holidays.country_holidays(country) if country else None
    except NotImplementedError:
        return None


@lru_cache(maxsize=8192)
def is_business_day(day: date, country: str) -> bool:
    """Whether people in `country` (ISO 3166) work on that day; Monday to Friday where it is unknown."""
    calendar = _calendar(country)
    return day.weekday() < WEEKEND_FROM if calendar is None else bool(calendar.is_working_day(day))


def on_or_after(day: date, country: str) -> date:
    """The first business day that is not before `day`."""
    while not is_business_day(day, country):
        day += ONE_DAY
    return day


def add(day: date, n: int, country: str) -> date:
    """The n-th business day after `day` (n > 0) or before it (n < 0); n = 0 gives `day` or the next one."""
    if n == 0:
        return on_or_after(day, country)
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_business_day(day, country)
    return day


def between(first: date, end: date, country: str) -> list[date]:
    """The business days of the half-open span [first, end), in order."""
    days = (first + ONE_DAY * i for i in range((end - first).days))
    return [day for day in days if is_business_day(day, country)]
