"""A simulated day of sweeps with clocks apart, each with a connection of its own; they meet at every step."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Barrier
from zoneinfo import ZoneInfo

from django.db import connection

from surveys.actions.running import ticking
from surveys.models import Schedule

PURPOSE = "faults"
# A day on which clocks are put back in Europe, forward nowhere, and somebody's weekday begins.
BEGIN = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
SWEEPS = 8
APART = timedelta(seconds=90)  # between the slowest clock and the fastest
DIES = 0.1  # so often a sweep ends between taking a slot and doing its work
ZONES = ("Europe/Berlin", "UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Europe/Moscow")

Slot = tuple[str, datetime]


@dataclass(frozen=True)
class Scale:
    """How long, how fine, how many."""

    hours: int
    step: timedelta
    schedules: int


def set_up(scale: Scale) -> None:
    """Daily schedules, their local times spread over what the clocks show in the simulated hours."""
    for number in range(scale.schedules):
        place = ZoneInfo(ZONES[number % len(ZONES)])
        at = BEGIN + timedelta(hours=scale.hours) * (number + 0.5) / scale.schedules
        local = at.astimezone(place).time().replace(second=0, microsecond=0)
        ticking.put(
            purpose=PURPOSE,
            about=str(number),
            local_time=local,
            zone=str(place),
            now=BEGIN - timedelta(minutes=2),
        )


def expected(scale: Scale) -> set[Slot]:
    """Every slot of the simulated hours, found by walking each clock minute by minute."""
    found = set()
    for row in Schedule.objects.filter(purpose=PURPOSE):
        seen: set[date] = set()
        for minute in range(-1, scale.hours * 60 + 1):
            at = BEGIN + timedelta(minutes=minute)
            local = at.astimezone(ZoneInfo(row.zone))
            if local.time() == row.local_time and local.date() not in seen:
                seen.add(local.date())
                found.add((row.about, at))
    return found


def simulate(scale: Scale, *, look: Callable[[datetime], list[ticking.Taken]]) -> Counter[Slot]:
    """Let all sweeps look at every step at once; how often the work of each slot was done."""
    barrier = Barrier(SWEEPS)
    # Slots that a sweep died over are taken again when their lease is over.
    until = timedelta(hours=scale.hours) + 3 * ticking.LEASE
    steps = int(until / scale.step)

    def sweep(number: int) -> Counter[Slot]:
        ahead = APART * number / (SWEEPS - 1) - APART / 2
        dice, done = Random(number), Counter[Slot]()
        try:
            for step in range(steps):
                barrier.wait(timeout=60)
                now = BEGIN + step * scale.step + ahead
                for tick in look(now):
                    if dice.random() >= DIES or now > BEGIN + until - 2 * ticking.LEASE:
                        done[tick.about, tick.slot_at] += ticking.done(tick=tick, now=now)
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(SWEEPS) as pool:
        return sum(pool.map(sweep, range(SWEEPS)), Counter())


def look(now: datetime) -> list[ticking.Taken]:
    return ticking.take_due(purpose=PURPOSE, now=now)
