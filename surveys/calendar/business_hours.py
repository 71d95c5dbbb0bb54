"""Working hours counted on business days only: due times such as "within 4 business hours"."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from surveys.calendar import business_days


def add(moment: datetime, hours: float, *, zone: str, opens: time, closes: time, country: str) -> datetime:
    """The moment (UTC) when `hours` of working time have passed since `moment`, which is aware.

    A day works from `opens` to `closes` by the clock of `zone`. Time outside working hours does not
    count: four hours from Friday 17:00 with a day of 9 to 18 end on Monday at 12:00.
    """
    if opens >= closes:
        raise ValueError("a working day opens before it closes")
    left = timedelta(hours=hours)
    day = moment.astimezone(ZoneInfo(zone)).date()
    at = moment.astimezone(UTC)
    while True:
        day = business_days.on_or_after(day, country)
        start = max(at, _at(day, opens, zone))
        room = _at(day, closes, zone) - start
        if room >= left and room > timedelta(0):
            return start + left
        left -= max(room, timedelta(0))
        day += business_days.ONE_DAY


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
