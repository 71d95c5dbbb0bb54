"""How much revenue may go in the next year, and how sure is that? Expected loss and its spread."""

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.retention.bands import Bands
from csat.insight.retention.covariates import Covariates
from csat.insight.retention.hazard import Hazard
from csat.insight.verdict import TooLittle

DRAWS = 20_000


@dataclass(frozen=True)
class Share:
    """One account's part of the expected loss: `account` is its index in the arrays."""

    account: int
    chance: float
    expected_loss: float


@dataclass(frozen=True)
class RevenueAtRisk:
    """Revenue that may be lost within the horizon, in the unit of `revenue`.

    `verdict`: "skewed" (five accounts carry over half of the expected loss: read the spread, not the mean) or
    "spread". `expected` = sum of revenue x chance; `median`, `low` (P10), `high` (P90) of the scenarios.
    `top` the five largest parts, `top_share` theirs of the expected loss (0 to 1); `skewness` of the scenarios (0 is
    symmetric); `chances` by account, of being lost within the horizon; `basis`: "hazard", "bands" or "base_rate".
    """

    verdict: str
    basis: str
    expected: float
    median: float
    low: float
    high: float
    revenue: float
    accounts: int
    expected_accounts: float
    expected_from_losses: float
    expected_from_contraction: float
    skewness: float
    top: tuple[Share, ...]
    top_share: float
    chances: tuple[float, ...]
    periods: int
    draws: int


def revenue_at_risk(
    *,
    revenue: ArrayLike,
    covariates: Covariates,
    model: Hazard | Bands,
    seed: int,
    contraction: Hazard | Bands | None = None,
    contraction_shares: ArrayLike = (),
    periods: int = 4,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> RevenueAtRisk | TooLittle:
    """Scenarios of the revenue lost within the next `periods`.

    `revenue` (accounts,): of the last 12 months, currency as one likes; `covariates` (accounts,) as of now.
    `contraction`: the same kind of model for falls of over 20 %, `contraction_shares` (any,): what share of revenue
    such falls took in the past (0.2 to 1).
    """
    raise NotImplementedError
