"""Does low satisfaction go with leaving in the period after? A hazard regression on account-periods."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.retention.covariates import Covariates
from csat.insight.verdict import TooLittle

MIN_EVENTS = 20


@dataclass(frozen=True)
class Term:
    """One covariate: the hazard is multiplied by `ratio` for one `unit` more (interval `low` to `high`).

    `name`: satisfaction, unheard, silent, tenure, log_revenue. `unit` is in the covariate's own unit (10 points of
    satisfaction unless told otherwise, 12 months of tenure, 1 of the rest).
    """

    name: str
    unit: float
    ratio: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Hazard:
    """The fitted hazard per period, ready to be shown and to forecast with.

    `verdict` is about satisfaction: "lower_leave_more" (interval of its ratio below 1), "higher_leave_more" (above
    1), "no_evidence". `coefficients` (intercept first) and `covariance` belong to covariates that were centred by
    `centres` and divided by `scales`, in the order of `terms`. `losses` and `at_risk` by period.
    """

    verdict: str
    terms: tuple[Term, ...]
    accounts: int
    periods: int
    events: int
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    centres: tuple[float, ...]
    scales: tuple[float, ...]
    shock_sizes: tuple[float, ...]
    shock_weights: tuple[float, ...]


def churn_hazard(
    *,
    is_event: ArrayLike,
    covariates: Covariates,
    unit: float = 10.0,
    min_events: int = MIN_EVENTS,
    confidence: float = 0.95,
) -> Hazard | TooLittle:
    """Complementary log-log regression of leaving (or of contraction) on what was known before.

    `is_event` (accounts, periods): 1 happened in this period, 0 did not, NaN not under watch at its start.
    """
    raise NotImplementedError
