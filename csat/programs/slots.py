"""Rolling slots: which month an account's round falls in, and which day of the month. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """An account without a slot yet, with the stratum whose months shall be evenly filled."""

    account_id: int
    uuid: UUID
    stratum: tuple[object, ...]
    cadence_months: int


def drawn(what: str, below: int) -> int:
    """A number from 0 to below - 1 that `what` always draws again: chance that can be replayed."""
    return int.from_bytes(sha256(what.encode()).digest()[:8]) % below


def offsets(places: Iterable[Place], taken: Counter[tuple[tuple[object, ...], int]]) -> dict[int, int]:
    """Account id -> months' offset: the least filled month of its stratum, ties by the account's own draw.

    `taken` counts the slots given before, by (stratum, offset), so that later accounts fill the gaps.
    """
    filled = taken.copy()
    given: dict[int, int] = {}
    for place in sorted(places, key=lambda place: drawn(str(place.uuid), 2**32)):
        turn = drawn(f"slot {place.stratum}", place.cadence_months)
        months = [(turn + step) % place.cadence_months for step in range(place.cadence_months)]
        offset = min(months, key=lambda month: filled[place.stratum, month])
        filled[place.stratum, offset] += 1
        given[place.account_id] = offset
    return given


def is_due(month: date, offset: int, cadence_months: int) -> bool:
    """Whether the account's slot is in the calendar month of `month`."""
    return (month.year * 12 + month.month - offset) % cadence_months == 0


def day_in(days: Sequence[date], uuid: UUID) -> date:
    """The account's day among a round's business days: spread evenly, another one every round."""
    return days[drawn(f"{days[0]:%Y-%m} {uuid}", len(days))]


def months_after(day: date, months: int) -> date:
    """The first day of the month so many months after (negative: before) that of `day`."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
