"""The score of a company or segment in its two named versions: per respondent and by revenue."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class CompanyCsi:
    """The score per respondent and by revenue; effective numbers say how many equal accounts each rests on.

    verdict: "same" or "differs" (the two differ by more than chance, p < .05, clustered), "respondents_only"
    where no revenue was given.
    """

    by_respondent: Interval
    by_revenue: Interval | None
    accounts: int
    respondent_n_eff: float
    revenue_n_eff: float | None
    left_out: int
    difference: Interval | None
    verdict: str


def company_csi(
    *,
    points: ArrayLike,
    accounts: ArrayLike,
    revenue: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
) -> CompanyCsi | TooLittle:
    """Mean of all respondents' scores, clustered by account; beside it the mean weighted by revenue.

    `points` (n,): a respondent's score; NaN is left out and counted. `accounts` (n,): integer label of the
    account. `revenue` (n,): the account's revenue, repeated on each of its answers, one currency; negative
    counts as 0, NaN as not known (0).
    """
    raise NotImplementedError
