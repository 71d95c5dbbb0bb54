"""Eight sweeps at once, clocks up to 90 seconds apart, over a day: each slot of each schedule once (D4)."""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection

from surveys.actions.running import ticking
from surveys.models import Tick
from tests.faults.schedules import day
from tests.faults.schedules.day import Scale

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = Scale(hours=4, step=timedelta(seconds=120), schedules=20)
FULL = Scale(hours=24, step=timedelta(seconds=30), schedules=50)


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Scale:
    return FULL if request.config.getoption("--full", default=False) else SMALL


def test_each_slot_is_worked_off_once(size: Scale, capsys: pytest.CaptureFixture[str]) -> None:
    day.set_up(size)
    slots = day.expected(size)
    done = day.simulate(size, look=day.look)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{day.SWEEPS} sweeps, clocks {day.APART.seconds} s apart, {size.hours} h, {size.schedules} "
            f"schedules: {len(slots)} slots, {sum(done.values())} worked off, "
            f"{sum(n > 1 for n in done.values())} twice, {len(slots - set(done))} never\n"
        )
    assert len(slots) >= size.schedules
    assert slots <= set(done)
    assert set(done.values()) == {1}


@pytest.fixture
def no_constraint() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE surveys_tick DROP CONSTRAINT tick_once")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM surveys_tick")
        cursor.execute("ALTER TABLE surveys_tick ADD CONSTRAINT tick_once UNIQUE (schedule_id, slot_at)")


def test_looking_before_inserting_is_seen_to_double(
    no_constraint: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the row that only one sweep can insert, slots are worked off more than once."""
    monkeypatch.setattr(ticking, "_take", look_then_insert)
    day.set_up(SMALL)
    done = day.simulate(SMALL, look=day.look)
    assert max(done.values()) > 1


def look_then_insert(steps: Sequence[ticking._Step], now: datetime) -> list[ticking.Taken]:
    taken = []
    for step in steps:
        if Tick.objects.filter(schedule=step.schedule, slot_at=step.slot_at).exists():
            continue
        time.sleep(0.005)
        tick = Tick.objects.create(
            schedule=step.schedule, slot_at=step.slot_at, taken_at=now, lease_until=now + ticking.LEASE
        )
        taken.append(ticking.Taken(tick.pk, step.schedule.pk, step.schedule.about, step.slot_at, now))
        type(step.schedule).objects.filter(id=step.schedule.pk).update(next_slot_at=step.next_at)
    return taken
