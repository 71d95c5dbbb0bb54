"""Was everything ticked alike without reading? Only where the answer contradicts itself, or came too fast.

A client who is content with everything ticks 10 throughout, and is not told from one who did not read by the
ticks alone: it takes an item that is turned round, or less time than reading needs.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_ITEMS = 5
# Nobody reads an item and answers it in less (Huang et al., J. Bus. Psychol. 27, 2012).
SECONDS_AN_ITEM = 2.0


@dataclass(frozen=True)
class Ticked:
    """A number ticked on a scale from `low` to `high`; a high one is bad where it `is_reversed`."""

    given: int
    low: int
    high: int
    is_reversed: bool


@dataclass(frozen=True)
class Line:
    """So many items on one scale, all ticked alike, in so many seconds; `reversed` of them turned round."""

    items: int
    given: int
    reversed: int
    seconds: int


def line(ticked: Sequence[Ticked], *, seconds: float) -> Line | None:
    """The longest line that says something; None for answers that a reader may well have given."""
    by_scale: dict[tuple[int, int], list[Ticked]] = defaultdict(list)
    for one in ticked:
        by_scale[one.low, one.high].append(one)
    lines = [line for items in by_scale.values() if (line := _line(items, seconds))]
    return max(lines, key=lambda found: found.items, default=None)


def _line(items: Sequence[Ticked], seconds: float) -> Line | None:
    first = items[0]
    if len(items) < LEAST_ITEMS or any(one.given != first.given for one in items):
        return None
    reversed_items = sum(one.is_reversed for one in items)
    is_middle = first.given * 2 == first.low + first.high
    contradicts = 0 < reversed_items < len(items) and not is_middle
    if not contradicts and seconds >= SECONDS_AN_ITEM * len(items):
        return None
    return Line(len(items), first.given, reversed_items, int(seconds))
