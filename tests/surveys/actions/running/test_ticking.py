"""Slots are taken once, caught up once, and taken again by one where somebody did not come to the end."""

from datetime import UTC, datetime, time, timedelta

import pytest

from surveys.actions.running import ticking
from surveys.models import Schedule, Tick

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 18, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def put(about: str = "", *, at: time = time(5), now: datetime = NIGHT, **timetable: object) -> Schedule:
    return ticking.put(purpose="tests", about=about, local_time=at, zone="UTC", now=now, **timetable)


def take(now: datetime, limit: int = 100) -> list[ticking.Taken]:
    return ticking.take_due(purpose="tests", now=now, limit=limit)


def test_a_slot_is_taken_once_and_the_next_one_on_the_next_day() -> None:
    put("alfa")
    assert take(NIGHT) == []
    (tick,) = take(NIGHT.replace(hour=5))
    assert (tick.about, tick.slot_at, tick.missed) == ("alfa", NIGHT.replace(hour=5), 0)
    assert take(NIGHT.replace(hour=5)) == []
    assert ticking.done(tick=tick, now=NIGHT.replace(hour=6))
    assert take(NIGHT.replace(hour=23)) == []
    assert [tick.slot_at.day for tick in take(NIGHT.replace(hour=5) + DAY)] == [19]


def test_missed_slots_are_caught_up_once() -> None:
    put()
    (tick,) = take(NIGHT + 5 * DAY)
    assert (tick.slot_at.day, tick.missed) == (22, 4)
    assert take(NIGHT + 5 * DAY) == []
    assert Tick.objects.count() == 1


def test_a_slot_left_open_is_taken_again_by_one_when_its_lease_is_over() -> None:
    put()
    at = NIGHT.replace(hour=5)
    (first,) = take(at)
    assert take(at + ticking.LEASE - timedelta(seconds=1)) == []
    (again,) = take(at + ticking.LEASE)
    assert (again.id, again.slot_at) == (first.id, first.slot_at)
    assert take(at + ticking.LEASE) == []
    assert not ticking.done(tick=first, now=at + ticking.LEASE)
    assert ticking.done(tick=again, now=at + ticking.LEASE)
    assert not ticking.done(tick=again, now=at + ticking.LEASE)


def test_a_clock_put_back_repeats_nothing_and_one_far_ahead_silences_nothing() -> None:
    put()
    at = NIGHT.replace(hour=5)
    (first,) = take(at)
    ticking.done(tick=first, now=at)
    assert take(at - DAY) == take(at - timedelta(hours=1)) == []
    (ahead,) = take(at + 365 * DAY)
    assert ahead.missed == 364
    assert take(at + DAY) == []  # brings the schedule back
    assert [tick.slot_at.day for tick in take(at + 2 * DAY)] == [20]
    seen: list[datetime] = []
    for number in range(3, 400):
        for tick in take(at + number * DAY):
            ticking.done(tick=tick, now=at + number * DAY)
            seen.append(tick.slot_at)
    assert len(seen) == len(set(seen)) and ahead.slot_at in seen  # left open, taken again, no second row
    assert Tick.objects.filter(slot_at=ahead.slot_at).count() == 1


def test_the_same_timetable_again_writes_nothing(django_assert_num_queries) -> None:
    first = put()
    with django_assert_num_queries(3):  # one statement between savepoint and release
        assert put(now=NIGHT + DAY) == first
    assert Schedule.objects.get().next_slot_at == first.next_slot_at


def test_a_changed_timetable_keeps_the_slot_that_is_due() -> None:
    put()
    late = NIGHT.replace(hour=6)
    put(at=time(7), now=late)
    (due,) = take(late)
    assert due.slot_at.hour == 5 and ticking.done(tick=due, now=late)
    assert [tick.slot_at.hour for tick in take(NIGHT.replace(hour=7))] == [7]


def test_what_is_off_is_not_taken_and_begins_anew_when_it_is_on() -> None:
    put()
    put(is_on=False)
    assert take(NIGHT + 3 * DAY) == []
    put(now=NIGHT + 3 * DAY)
    assert take(NIGHT + 3 * DAY) == []
    assert [tick.missed for tick in take(NIGHT + 4 * DAY)] == [0]


def test_no_more_than_asked_for_and_of_no_other_purpose() -> None:
    for number in range(5):
        put(str(number))
    ticking.put(purpose="others", local_time=time(5), zone="UTC", now=NIGHT)
    at = NIGHT.replace(hour=5)
    assert [len(take(at, limit=3)) for _ in range(3)] == [3, 2, 0]
