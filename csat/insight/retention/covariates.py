"""What is known of an account when a period begins: what its chance of leaving may depend on."""

from dataclasses import dataclass

from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Covariates:
    """All of one shape: (accounts, periods) to learn from the past, (accounts,) to look ahead.

    Everything as known at the *start* of the period, never later: `satisfaction` the shrunk score of the last
    12 months (NaN: nobody answered), `is_silent` (0 or 1; NaN counts as 0), `tenure_months` since the first
    purchase, `log_revenue` of the last 12 months. None where a covariate is not used.
    """

    satisfaction: ArrayLike
    is_silent: ArrayLike | None = None
    tenure_months: ArrayLike | None = None
    log_revenue: ArrayLike | None = None
