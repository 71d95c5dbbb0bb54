"""How many of the satisfied, the middling and the dissatisfied stay? Bands as of the start of each period."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Band:
    """Account-periods that began with satisfaction in [low, high); None is an open end.

    `kind`: "band", "unheard" (no answer in the 12 months before), or "all". `loss`: chance of being lost in one
    period; `kept_year`: share still there after a year; both 0 to 1 with intervals, n = account-periods.
    """

    kind: str
    low: float | None
    high: float | None
    accounts: int
    periods: int
    losses: int
    loss: Interval
    kept_year: Interval


@dataclass(frozen=True)
class Bands:
    """`bands` from the lowest satisfaction up; `unheard` is None where everybody was heard; `overall` is all.

    `verdict`: "lower_leave_more" (P(lowest band leaves more often than the highest) >= .95), "higher_leave_more"
    (<= .05), "not_told_apart", "one_band" (too few accounts to split). `chance`: that probability, None for one
    band. `shock`: how much whole periods differ beyond chance (see `period_shocks`), for forecasts.
    """

    verdict: str
    bands: tuple[Band, ...]
    unheard: Band | None
    overall: Band
    chance: float | None
    periods_per_year: int
    shock_sizes: tuple[float, ...]
    shock_weights: tuple[float, ...]


def retention_by_band(
    *,
    satisfaction: ArrayLike,
    is_lost: ArrayLike,
    edges: Sequence[float] | None = None,
    periods_per_year: int = 4,
    confidence: float = 0.95,
) -> Bands | TooLittle:
    """Losses by satisfaction at the period's start.

    `satisfaction` (accounts, periods): shrunk score known when the period began, NaN = unheard. `is_lost`
    (accounts, periods): 1 lost in this period, 0 still there at its end, NaN not a client at its start (not yet,
    or no longer). `edges`: one or two inner limits of the bands; thirds of the account-periods by default.
    """
    raise NotImplementedError
