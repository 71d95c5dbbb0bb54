"""Does satisfaction lead revenue in one pair of monthly series: both whitened, all delays looked at once."""

from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle

LEAST_MONTHS = 36


@dataclass(frozen=True)
class LagCorrelation:
    """`lag` in months, > 0: satisfaction first. `n` pairs of innovations; |r| > `bound` is beyond chance."""

    lag: int
    r: float
    bound: float
    n: int


@dataclass(frozen=True)
class PairLead:
    """`verdict`: "leads" (satisfaction first, positive), "reverse" (revenue first), "both", "negative"
    (satisfaction first, but more of it goes with less revenue), "none_yet".

    `best_lag` and `r`: the strongest delay of 1..lags; `p` after looking at all of them. `reverse_lag`,
    `reverse_r`, `reverse_p`: the same for revenue before satisfaction, lags as negative months. `lags`:
    -L..L with its band. `months`: with both series; `innovations`: pairs left after whitening.
    `satisfaction_order`, `revenue_order` of the autoregressions; `is_deseasoned`: month effects taken out.
    `smallest_r`: the correlation that would be seen in 80 % of cases.
    """

    verdict: Literal["leads", "reverse", "both", "negative", "none_yet"]
    best_lag: int
    r: float
    p: float
    reverse_lag: int
    reverse_r: float
    reverse_p: float
    lags: tuple[LagCorrelation, ...]
    months: int
    innovations: int
    satisfaction_order: int
    revenue_order: int
    is_deseasoned: bool
    smallest_r: float


def pair_lead(*, satisfaction: ArrayLike, revenue: ArrayLike, lags: int = 12) -> PairLead | TooLittle:
    """Whether satisfaction moves before revenue in one company-level pair of monthly series."""
    raise NotImplementedError
