"""Puts schedules up, takes the slots that are due, each by exactly one sweep, and ends them (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from surveys.calendar import slots
from surveys.models import Schedule, Tick

TAKE = (Path(__file__).parent / "sql" / "take.sql").read_text()
# Longer than any slot's work and than clocks of two hosts are apart.
LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class Taken:
    """A slot that is ours until its lease ends; `missed` earlier ones went by while nobody looked."""

    id: int
    schedule_id: int
    about: str
    slot_at: datetime
    taken_at: datetime
    missed: int = 0


@dataclass(frozen=True)
class _Step:
    """How a schedule goes on: the latest slot that is due, and the one after it."""

    schedule: Schedule
    slot_at: datetime
    next_at: datetime
    missed: int


@transaction.atomic
def put(
    *,
    purpose: str,
    about: str = "",
    local_time: time,
    zone: str,
    weekdays: Sequence[int] = (),
    day_of_month: int | None = None,
    is_on: bool = True,
    now: datetime,
) -> Schedule:
    """Set up or change the one schedule of a purpose and whom it is about; the same again writes nothing.

    A slot that is due already stays due after a change; a schedule that is switched on again begins with its
    next slot. Raises ValueError for a day that no calendar has, ZoneInfoNotFoundError for an unknown zone.
    """
    next_at = slots.next_slot(
        now, local_time=local_time, zone=zone, weekdays=weekdays, day_of_month=day_of_month
    )
    wanted = {
        "local_time": local_time,
        "zone": zone,
        "weekdays": sorted(weekdays),
        "day_of_month": day_of_month,
        "is_on": is_on,
    }
    same = Schedule.objects.filter(purpose=purpose, about=about)
    if there := same.filter(**wanted).first():
        return there
    row, is_new = same.select_for_update(no_key=True).get_or_create(
        purpose=purpose, about=about, defaults={**wanted, "next_slot_at": next_at, "created_at": now}
    )
    if not is_new:
        is_due = row.is_on and row.next_slot_at <= now
        same.update(**wanted, next_slot_at=row.next_slot_at if is_due else next_at)
        row.refresh_from_db()
    return row


@transaction.atomic
def take_due(*, purpose: str, now: datetime, limit: int = 100) -> list[Taken]:
    """Take the slots of a purpose that are due, committed before their work begins; the longest due first.

    Of several slots that a schedule missed the latest one is taken and says how many went before it. Slots
    whose taker did not come to an end are taken again when its lease is over. What is done in a slot must
    bear being done again; `done` ends it.
    """
    again = _taken_again(purpose, now, limit)
    steps = [_step(row, now) for row in _due(purpose, now)[: limit - len(again)]]
    return again + _take([step for step in steps if step], now)


def due(*, purpose: str, now: datetime) -> int:
    """How many slots of a purpose could be taken now."""
    left = Tick.objects.filter(
        schedule__purpose=purpose, schedule__is_on=True, done_at=None, lease_until__lte=now
    )
    return Schedule.objects.filter(purpose=purpose, is_on=True, next_slot_at__lte=now).count() + left.count()


def done(*, tick: Taken, now: datetime) -> bool:
    """End a slot; False where its lease was over and somebody else has taken it since."""
    ours = Tick.objects.filter(id=tick.id, taken_at=tick.taken_at, done_at=None)
    return bool(ours.update(done_at=now))


def _due(purpose: str, now: datetime) -> list[Schedule]:
    """Those due, and those that a clock far ahead has carried away: no schedule rests that long."""
    is_due = Q(next_slot_at__lte=now) | Q(next_slot_at__gt=now + slots.LONGEST_WAIT)
    found = Schedule.objects.filter(is_due, purpose=purpose, is_on=True)
    return list(found.order_by("next_slot_at", "id"))


def _step(row: Schedule, now: datetime) -> _Step | None:
    if row.next_slot_at > now:
        # The slots it passes over once more are still taken once: their ticks are there.
        Schedule.objects.filter(id=row.pk, next_slot_at=row.next_slot_at).update(
            next_slot_at=_after(row, now)
        )
        return None
    slot_at, missed = row.next_slot_at, 0
    while (next_at := _after(row, slot_at)) <= now:
        slot_at, missed = next_at, missed + 1
    return _Step(row, slot_at, next_at, missed)


def _after(row: Schedule, moment: datetime) -> datetime:
    return slots.next_slot(
        moment,
        local_time=row.local_time,
        zone=row.zone,
        weekdays=row.weekdays,
        day_of_month=row.day_of_month,
    )


def _take(steps: Sequence[_Step], now: datetime) -> list[Taken]:
    if not steps:
        return []
    steps = sorted(steps, key=lambda step: step.schedule.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "schedules": [step.schedule.pk for step in steps],
                "slots": [step.slot_at for step in steps],
                "nexts": [step.next_at for step in steps],
                "now": now,
                "lease_until": now + LEASE,
            },
        )
        rows = cursor.fetchall()
    by_id = {step.schedule.pk: step for step in steps}
    return [
        Taken(id_, schedule, by_id[schedule].schedule.about, slot_at, now, by_id[schedule].missed)
        for id_, schedule, slot_at in rows
    ]


def _taken_again(purpose: str, now: datetime, limit: int) -> list[Taken]:
    """Open ticks whose lease is over, locked so that exactly one sweep gets each."""
    found = Tick.objects.filter(
        schedule__purpose=purpose, schedule__is_on=True, done_at=None, lease_until__lte=now
    )
    ticks = list(
        found.select_related("schedule")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("slot_at", "id")[:limit]
    )
    Tick.objects.filter(id__in=[tick.pk for tick in ticks]).update(taken_at=now, lease_until=now + LEASE)
    return [Taken(t.pk, t.schedule_id, t.schedule.about, t.slot_at, now) for t in ticks]
