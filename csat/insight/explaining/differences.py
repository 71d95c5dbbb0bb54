"""Did an action change what it was meant to change: accounts it reached against those it did not."""

from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Effect:
    """A difference of differences in the outcome's unit, with its 95 % interval and two-sided p."""

    estimate: float
    error: float
    low: float
    high: float
    p: float
    freedom: float


@dataclass(frozen=True)
class EventPoint:
    """Treated less untreated in one span of months, against the span just before the action (which is 0).

    `first`, `last`: months from the start of the action, -3..-1 is the span before it, 0 its first month.
    """

    first: int
    last: int
    estimate: float
    low: float
    high: float
    is_reference: bool


@dataclass(frozen=True)
class Differences:
    """`verdict`: "better", "worse", "no_evidence", "pre_trend" (groups moved apart before: cannot tell).

    `plain`: two-way effects; `adjusted`: also allowing for where accounts stood before, so that a recovery
    which untreated accounts with the same start had as well is not counted. "better" and "worse" need both.
    `is_regression`: plain says better or worse, adjusted does not: regression to the mean. `pre_trend_p`:
    joint test of the points before. `comparable_share`: of treated accounts with an untreated one near.
    """

    verdict: Literal["better", "worse", "no_evidence", "pre_trend"]
    plain: Effect
    adjusted: Effect
    is_regression: bool
    pre_trend_p: float
    points: tuple[EventPoint, ...]
    treated: int
    untreated: int
    months_before: int
    months_after: int
    readings: int
    comparable_share: float


def difference_in_differences(
    *, outcome: ArrayLike, treated: ArrayLike, start: int, span: int = 3, confidence: float = 0.95
) -> Differences | TooLittle:
    """Whether accounts that an action reached changed otherwise than those it did not reach."""
    raise NotImplementedError
