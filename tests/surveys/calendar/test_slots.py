"""Each day of a timetable has one slot, whatever its zone's clock does; the oracle walks that clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.calendar import slots

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Asia/Yekaterinburg",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Asia/Jerusalem",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
FIRST, DAYS = date(2027, 1, 1), 731  # with the leap day of 2028
STEP = timedelta(minutes=15)


def first_shown(day: date, clock: time, zone: str) -> datetime:
    """The first quarter of an hour at which the clock on the wall has come to `clock` on `day`."""
    place, wanted = ZoneInfo(zone), datetime.combine(day, clock)
    offset = datetime.combine(day, time(12), place).utcoffset()
    at = (wanted - offset).replace(tzinfo=UTC) - timedelta(hours=3)
    while at.astimezone(place).replace(tzinfo=None) < wanted:
        at += STEP
    return at


def every_slot(first: datetime, count: int, **timetable: object) -> list[datetime]:
    found = [slots.next_slot(first, **timetable)]
    while len(found) < count:
        found.append(slots.next_slot(found[-1], **timetable))
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", [time(2, 15), time(9, 30)])
def test_two_years_of_days_have_one_slot_each(zone: str, clock: time) -> None:
    before = first_shown(FIRST, clock, zone) - timedelta(minutes=1)
    expected = [first_shown(FIRST + timedelta(days=n), clock, zone) for n in range(DAYS)]
    assert every_slot(before, DAYS, local_time=clock, zone=zone) == expected


def test_a_time_that_is_skipped_or_shown_twice_comes_once() -> None:
    berlin = {"local_time": time(2, 30), "zone": "Europe/Berlin"}
    spring = every_slot(datetime(2026, 3, 28, 0, tzinfo=UTC), 3, **berlin)
    assert [str(slot)[:16] for slot in spring] == ["2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"]
    autumn = every_slot(datetime(2026, 10, 24, 0, tzinfo=UTC), 3, **berlin)
    assert [str(slot)[:16] for slot in autumn] == ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]


def test_a_day_that_a_zone_left_out_is_caught_up_at_its_end() -> None:
    samoa = {"local_time": time(9), "zone": "Pacific/Apia"}
    place = ZoneInfo("Pacific/Apia")
    shown = [slot.astimezone(place) for slot in every_slot(datetime(2011, 12, 29, 0, tzinfo=UTC), 4, **samoa)]
    assert [f"{slot:%d %H:%M}" for slot in shown] == ["29 09:00", "31 00:00", "31 09:00", "01 09:00"]


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    monthly = every_slot(datetime(2028, 1, 1, tzinfo=UTC), 6, local_time=time(8), zone="UTC", day_of_month=31)
    assert [f"{slot:%m-%d}" for slot in monthly] == ["01-31", "02-29", "03-31", "04-30", "05-31", "06-30"]


def test_weekdays() -> None:
    weekly = every_slot(
        datetime(2026, 11, 18, tzinfo=UTC), 4, local_time=time(8), zone="UTC", weekdays=[0, 3]
    )
    assert [f"{slot:%a %d}" for slot in weekly] == ["Thu 19", "Mon 23", "Thu 26", "Mon 30"]


@pytest.mark.parametrize(
    "wrong", [{"weekdays": [7]}, {"day_of_month": 32}, {"weekdays": [0], "day_of_month": 1}]
)
def test_a_day_that_no_calendar_has_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="day"):
        slots.next_slot(datetime(2026, 1, 1, tzinfo=UTC), local_time=time(8), zone="UTC", **wrong)


@given(
    st.integers(0, 40 * 365 * 86_400).map(lambda n: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=n)),
    st.times(),
    st.sampled_from(ZONES),
    st.one_of(st.none(), st.integers(1, 31)),
)
def test_the_next_slot_is_later_and_there_is_none_between(
    after: datetime, clock: time, zone: str, day: int | None
) -> None:
    timetable = {"local_time": clock, "zone": zone, "day_of_month": day}
    slot = slots.next_slot(after, **timetable)
    assert after < slot <= after + slots.LONGEST_WAIT
    assert slots.next_slot(slot - timedelta(seconds=1), **timetable) == slot
    assert slots.next_slot(slot, **timetable) > slot
