"""Working days and hours, and when a client may be written to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.calendar import business_days, business_hours, quiet_hours, zones

COUNTRIES = ("DE", "RU", "AE", "US", "", "ZZ")
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/New_York", "Asia/Yekaterinburg", "Pacific/Auckland", "UTC")
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 1))
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2026, 11, 18), "DE", True),
        (date(2026, 11, 21), "DE", False),  # a Saturday
        (date(2026, 12, 25), "DE", False),
        (date(2026, 11, 4), "RU", False),  # Unity Day
        (date(2024, 4, 27), "RU", True),  # a Saturday worked in exchange for 29 April
        (date(2024, 4, 29), "RU", False),
        (date(2026, 12, 25), "ZZ", True),  # nobody knows the country: Monday to Friday
    ],
)
def test_working_days(day: date, country: str, expected: bool) -> None:
    assert business_days.is_business_day(day, country) is expected


def test_three_business_days_over_a_weekend_and_over_christmas() -> None:
    assert business_days.add(date(2026, 11, 12), 3, "DE") == date(2026, 11, 17)
    assert business_days.add(date(2026, 12, 23), 3, "DE") == date(2026, 12, 29)
    assert business_days.add(date(2026, 11, 15), 0, "DE") == date(2026, 11, 16)
    assert business_days.add(date(2026, 11, 17), -3, "DE") == date(2026, 11, 12)


def test_a_month_of_business_days() -> None:
    november = business_days.between(date(2026, 11, 1), date(2026, 12, 1), "DE")
    assert len(november) == 21 and november[0] == date(2026, 11, 2)


@given(DAYS, st.integers(1, 30), st.sampled_from(COUNTRIES))
def test_adding_counts_exactly_so_many(day: date, n: int, country: str) -> None:
    end = business_days.add(day, n, country)
    after = day + timedelta(days=1)
    assert business_days.is_business_day(end, country)
    assert len(business_days.between(after, end + timedelta(days=1), country)) == n


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


WORK = {"zone": "Europe/Berlin", "opens": time(9), "closes": time(18), "country": "DE"}


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (berlin(18, 10), 4, berlin(18, 14)),
        (berlin(20, 17), 4, berlin(23, 12)),  # Friday evening to Monday noon
        (berlin(21, 12), 4, berlin(23, 13)),
        (berlin(18, 7), 9, berlin(18, 18)),
        (berlin(18, 10), 18, berlin(20, 10)),
    ],
)
def test_business_hours(start: datetime, hours: float, end: datetime) -> None:
    assert business_hours.add(start, hours, **WORK) == end


@given(MOMENTS, st.floats(0.1, 60), st.floats(0.1, 60), st.sampled_from(ZONES), st.sampled_from(COUNTRIES))
@settings(deadline=None)
def test_hours_add_up(moment: datetime, one: float, two: float, zone: str, country: str) -> None:
    work = WORK | {"zone": zone, "country": country}
    halfway = business_hours.add(moment, one, **work)
    at_once = business_hours.add(moment, one + two, **work)
    assert moment < halfway < at_once
    assert abs(business_hours.add(halfway, two, **work) - at_once) < timedelta(seconds=1)
    local = at_once.astimezone(ZoneInfo(zone))
    assert time(9) <= local.time() <= time(18)
    assert business_days.is_business_day(local.date(), country)


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(COUNTRIES))
@settings(deadline=None)
def test_quiet_hours_are_kept_and_nobody_waits_longer_than_needed(
    moment: datetime, zone: str, country: str
) -> None:
    allowed = quiet_hours.next_allowed(moment, zone=zone, country=country)
    local = allowed.astimezone(ZoneInfo(zone))
    assert allowed >= moment and business_days.is_business_day(local.date(), country)
    assert quiet_hours.OPENS <= local.time() < quiet_hours.CLOSES
    assert quiet_hours.next_allowed(allowed, zone=zone, country=country) == allowed
    if allowed != moment:
        assert local.time() == quiet_hours.OPENS
        between = moment.astimezone(ZoneInfo(zone)).date()
        skipped = business_days.between(between, local.date(), country)
        assert all(day == between for day in skipped)


def test_hours_that_do_not_span_are_refused() -> None:
    with pytest.raises(ValueError, match="opens before it closes"):
        business_hours.add(berlin(18, 10), 4, **(WORK | {"closes": time(9)}))
    with pytest.raises(ValueError, match="quiet hours"):
        quiet_hours.next_allowed(berlin(18, 10), zone="UTC", country="DE", opens=time(9), closes=time(9))


def test_zones() -> None:
    assert zones.is_zone("Asia/Yekaterinburg")
    assert not any(zones.is_zone(name) for name in ("Mars/Base", "", "../etc/passwd", "Europe"))


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("GB", "Europe/London"),
        ("DE", "Europe/Berlin"),  # Büsingen's clock is the same
        ("IN", "Asia/Kolkata"),
        ("RU", ""),  # eleven zones: one has to be set
        ("ES", ""),  # the Canary Islands
        ("ZZ", ""),
        ("", ""),
    ],
)
def test_a_country_has_a_zone_where_all_its_clocks_agree(country: str, zone: str) -> None:
    assert zones.of_country(country) == zone


def test_the_first_zone_that_is_known() -> None:
    assert zones.known("", "Asia/Omsk", country="DE") == "Asia/Omsk"
    assert zones.known("Nowhere/Land", country="DE") == "Europe/Berlin"
    assert zones.known("Nowhere/Land", country="RU") == ""
