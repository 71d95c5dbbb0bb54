"""Was the last forecast right? It is graded before the next one is shown."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Third:
    """Accounts of like forecast chance: `expected` share lost beside the `observed` one."""

    accounts: int
    expected: float
    observed: Interval


@dataclass(frozen=True)
class Grade:
    """`verdict`: "better" than the same chance for all (smaller Brier score), or "base_rate_only".

    `is_inside`: the outcome lay between `low` and `high`. `brier` and `base_brier`: mean squared error of chances,
    0 is perfect; `gain` = base - own with its interval. `thirds` from the lowest forecast chance up.
    """

    verdict: str
    accounts: int
    losses: int
    expected_losses: float
    lost_amount: float
    expected_amount: float
    low: float
    high: float
    is_inside: bool
    brier: float
    base_brier: float
    gain: Interval
    thirds: tuple[Third, ...]


def forecast_grade(
    *,
    chances: ArrayLike,
    is_lost: ArrayLike,
    lost_amount: ArrayLike,
    expected_amount: float,
    low: float,
    high: float,
    base_rate: float | None = None,
    confidence: float = 0.95,
) -> Grade | TooLittle:
    """Last forecast against what happened.

    `chances`, `is_lost`, `lost_amount` (accounts,): forecast chance (0 to 1), lost since (0 or 1), revenue lost.
    `expected_amount`, `low`, `high`: the forecast's expected loss and 80 % interval. `base_rate`: the chance that
    "the same for all" would have given; the mean of `chances` by default.
    """
    raise NotImplementedError
