from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.calendar import business_days, reminders

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 1, 1, tzinfo=UTC)


def local(first: datetime, **different: object) -> list[str]:
    arguments: dict[str, object] = {
        "end": first + timedelta(days=30),
        "every_days": 4,
        "most": 3,
        "zone": "Europe/Berlin",
        "country": "DE",
    }
    found = reminders.moments(first, **(arguments | different))  # type: ignore[arg-type]
    return [f"{moment.astimezone(BERLIN):%a %Y-%m-%d %H:%M}" for moment in found]


def test_each_follows_the_one_before_on_a_business_day() -> None:
    first = datetime(2026, 12, 14, 10, 15, tzinfo=BERLIN)
    # The 18th is 4 days on; from there the 22nd; the 26th is Christmas, then a weekend.
    assert local(first) == [
        "Mon 2026-12-14 10:15",
        "Fri 2026-12-18 10:15",
        "Tue 2026-12-22 10:15",
        "Mon 2026-12-28 10:15",
    ]


def test_the_hour_stays_over_a_change_of_clocks() -> None:
    first = datetime(2026, 10, 22, 9, 0, tzinfo=BERLIN)
    assert local(first, most=1) == ["Thu 2026-10-22 09:00", "Mon 2026-10-26 09:00"]


def test_none_at_or_after_the_end_and_none_where_none_is_wished() -> None:
    first = datetime(2026, 11, 16, 9, 0, tzinfo=BERLIN)
    assert len(local(first, end=first + timedelta(days=4))) == 1
    assert len(local(first, end=first + timedelta(days=4, minutes=1))) == 2
    assert len(local(first, every_days=0)) == len(local(first, most=0)) == 1


@pytest.mark.parametrize(
    ("country", "quiet"),
    [("DE", ["2026-12-25", "2026-12-26", "2026-12-27"]), ("SA", ["2026-12-25", "2026-12-26"])],
)
def test_quiet_days_are_the_country_s(country: str, quiet: list[str]) -> None:
    first = datetime(2026, 12, 23, 23, 30, tzinfo=UTC)
    found = reminders.quiet_days(first, end=first + timedelta(days=4), zone="Europe/Berlin", country=country)
    assert found == [date.fromisoformat(day) for day in quiet]


@given(
    first=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    every_days=st.integers(1, 30),
    most=st.integers(0, 5),
    country=st.sampled_from(["", "DE", "RU", "US", "AE", "IL"]),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Yekaterinburg", "America/New_York"]),
)
def test_reminders_keep_distance_order_and_rest(
    first: datetime, every_days: int, most: int, country: str, zone: str
) -> None:
    end = first + timedelta(days=90)
    found = reminders.moments(first, end=end, every_days=every_days, most=most, zone=zone, country=country)
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in found]
    assert len(found) <= most + 1
    assert all(later - earlier >= timedelta(days=every_days) for earlier, later in pairwise(days))
    assert all(business_days.is_business_day(day, country) for day in days[1:])
    assert all(moment < end for moment in found[1:])
