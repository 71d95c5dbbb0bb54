"""A score that sinks slowly while revenue still holds: the decline that nobody hears."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.change.components import Components
from csat.insight.verdict import Missing, TooLittle


@dataclass(frozen=True)
class RevenueYear:
    """Revenue of the last months over the same months a year before, less 1; `low` bounds it from below (90 %)."""

    change: float
    low: float
    months: int


@dataclass(frozen=True)
class Decline:
    """Verdicts: "quiet_decline" (the score sinks, revenue holds), "decline_with_revenue" (it may not hold),
    "decline_revenue_unknown" (`missing` says what revenue lacks), "no_sign".

    `slope` and its 95 % interval are per wave, `fall` over the window (positive is down), in the unit of the answers;
    `probability`: that the slope is negative.
    """

    verdict: str
    slope: float
    slope_low: float
    slope_high: float
    probability: float
    fall: float
    first_wave: int
    last_wave: int
    waves: int
    n: int
    people: int
    revenue: RevenueYear | None
    missing: tuple[Missing, ...] = ()


def silent_decline(
    *,
    waves: ArrayLike,
    persons: ArrayLike,
    points: ArrayLike,
    components: Components,
    revenue: ArrayLike | None = None,
    window: int = 6,
    least_fall: float = 0.75,
    least_probability: float = 0.95,
    revenue_floor: float = -0.10,
) -> Decline | TooLittle:
    """Whether an account's score has sunk over its last waves, and whether its revenue did.

    `waves`, `persons`, `points` (n,) and `components` as in `change.point.drop_probability`; `revenue` (m,): whole
    consecutive months, the last one the month looked at; NaN where unknown.
    """
    raise NotImplementedError
