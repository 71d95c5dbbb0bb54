"""When a timetable comes round again, by the wall clock of a zone, wherever that clock is put."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
DAYS_OF_A_WEEK, LONGEST_MONTH = range(7), 31
# From any moment on, the next slot of any timetable comes within so many days.
LONGEST_WAIT = timedelta(days=34)


def next_slot(
    after: datetime,
    *,
    local_time: time,
    zone: str,
    weekdays: Collection[int] = (),
    day_of_month: int | None = None,
) -> datetime:
    """The first slot later than `after`, in UTC: every day, on some weekdays (0 is Monday), or once a month.

    A time that the clock skips in spring is the first moment after the gap; one that it shows twice in autumn
    is the first of the two; a day that a month does not have is its last one. Each day has one slot at most.
    Raises ValueError where weekdays and a day of the month are both given, or there is no such day.
    """
    if weekdays and day_of_month is not None:
        raise ValueError("either weekdays or a day of the month")
    if not set(weekdays) <= set(DAYS_OF_A_WEEK) or not 1 <= (day_of_month or 1) <= LONGEST_MONTH:
        raise ValueError("there is no such day")
    place = ZoneInfo(zone)
    # A whole day may be skipped where a zone changes sides of the date line: its slot opens the day after.
    first = after.astimezone(place).date() - ONE_DAY
    for day in _days(first, weekdays, day_of_month):
        slot = moment(datetime.combine(day, local_time.replace(microsecond=0)), place)
        if slot > after:
            return slot
    raise AssertionError("days do not end")


def moment(local: datetime, place: ZoneInfo) -> datetime:
    """When the clock of `place` shows `local` (naive, whole seconds): the first time, or the gap's end."""
    before = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    if before.astimezone(place).replace(tzinfo=None) == local:
        return before
    # In a gap the earlier offset points behind it and the later one before it: the change lies between.
    low, high = local.replace(tzinfo=place, fold=1).astimezone(UTC), before
    offset = low.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _days(first: date, weekdays: Collection[int], day_of_month: int | None) -> Iterator[date]:
    day = first
    while True:
        last = monthrange(day.year, day.month)[1]
        is_its_day = day_of_month is None or day.day == min(day_of_month, last)
        if is_its_day and (not weekdays or day.weekday() in weekdays):
            yield day
        day += ONE_DAY
