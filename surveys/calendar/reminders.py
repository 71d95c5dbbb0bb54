"""When an invitation and its reminders are due, and on which days of its window nobody works there."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from surveys.calendar import business_days


def moments(
    first: datetime, *, end: datetime, every_days: int, most: int, zone: str, country: str
) -> list[datetime]:
    """The invitation's moment, then each reminder's `every_days` after the one before it.

    Reminders keep the local time of the invitation, wait for a business day of the country, and none is at
    or after the end.
    """
    place = ZoneInfo(zone)
    local = first.astimezone(place)
    found, day = [first], local.date()
    for _ in range(most if every_days > 0 else 0):
        day = business_days.on_or_after(day + timedelta(days=every_days), country)
        moment = datetime.combine(day, local.time(), place)
        if moment >= end:
            break
        found.append(moment)
    return found


def quiet_days(first: datetime, *, end: datetime, zone: str, country: str) -> list[date]:
    """The days from `first` to `end`, by the clock of the zone, on which people do not work."""
    place = ZoneInfo(zone)
    return _quiet(first.astimezone(place).date(), end.astimezone(place).date(), country)


@lru_cache(maxsize=4096)
def _quiet(first: date, last: date, country: str) -> list[date]:
    """Shared by all who are asked in the same window: nobody may change the list."""
    days = (first + business_days.ONE_DAY * number for number in range((last - first).days + 1))
    return [day for day in days if not business_days.is_business_day(day, country)]
