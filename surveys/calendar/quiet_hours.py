"""When a client may be written to: by day, on business days, by the clock where they live."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from surveys.calendar import business_days

OPENS, CLOSES = time(9), time(18)


def next_allowed(
    moment: datetime, *, zone: str, country: str, opens: time = OPENS, closes: time = CLOSES
) -> datetime:
    """`moment` itself (UTC) where it is within [opens, closes) of a business day, else the next opening."""
    if opens >= closes:
        raise ValueError("quiet hours end before they begin again")
    place = ZoneInfo(zone)
    local = moment.astimezone(place)
    if not business_days.is_business_day(local.date(), country) or local.time() >= closes:
        return _opening(local.date() + business_days.ONE_DAY, opens, place, country)
    if local.time() < opens:
        return _opening(local.date(), opens, place, country)
    return moment.astimezone(UTC)


def _opening(day: date, opens: time, place: ZoneInfo, country: str) -> datetime:
    working = business_days.on_or_after(day, country)
    return datetime.combine(working, opens, place).astimezone(UTC)
