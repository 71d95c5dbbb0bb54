"""The score of a company or segment in its two named versions: per respondent and by revenue."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import numbers
from csat.insight.intervals.clustered_mean import clustered_mean, effective_number
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.intervals.weightings import Weightings, weightings
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
MIN_ANSWERS, MIN_ACCOUNTS = 5, 2


@dataclass(frozen=True)
class CompanyCsi:
    """The score per respondent and by revenue; effective numbers say how many equal accounts each rests on.

    `left_out`: respondents without a score. `difference`: by revenue less per respondent. verdict: "same",
    "differs" (the two differ by more than chance), "respondents_only" (fewer than 2 accounts with revenue).
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
    account. `revenue` (n,): the account's revenue, the same on each of its answers, one currency; negative
    counts as 0, NaN as not known (0). TooLittle below 5 scored answers or 2 accounts. Raises ValueError for
    arrays of different length.

    Means and intervals as in `clustered_mean`, by revenue with w_r = revenue / n of the account; their
    difference as in `weightings`. Checked against survey::svymean in R.
    """
    score, label = numbers(points), np.asarray(accounts)
    money = np.full(score.shape, np.nan) if revenue is None else numbers(revenue)
    if not score.shape == label.shape == money.shape == (score.size,):
        raise ValueError("points, accounts and revenue describe the same answers")
    is_scored = ~np.isnan(score)
    _, which = np.unique(label[is_scored], return_inverse=True)
    counts = np.bincount(which).astype(float)
    missing = shortages(answers=(which.size, MIN_ANSWERS), accounts=(counts.size, MIN_ACCOUNTS))
    if missing:
        return TooLittle(missing)
    sums = np.bincount(which, weights=score[is_scored]).astype(float)
    worth = np.bincount(which, weights=np.maximum(np.nan_to_num(money[is_scored]), 0.0)) / counts
    left_out = int((~is_scored).sum())
    return _versions(sums, counts, worth, left_out=left_out, bounds=bounds, confidence=confidence)


def _versions(
    sums: Floats,
    counts: Floats,
    worth: Floats,
    *,
    left_out: int,
    bounds: tuple[float, float],
    confidence: float,
) -> CompanyCsi:
    """`worth` (k,): revenue of each account."""
    plain = clustered_mean(sums=sums, counts=counts, bounds=bounds, confidence=confidence)
    by_revenue = difference = n_eff = None
    if (worth > 0).sum() >= MIN_ACCOUNTS:
        weights = worth / counts
        by_revenue = clustered_mean(
            sums=sums, counts=counts, weights=weights, bounds=bounds, confidence=confidence
        )
        n_eff = effective_number(worth)
        difference = _difference(sums, counts, weights, confidence)
    return CompanyCsi(
        by_respondent=plain,
        by_revenue=by_revenue,
        accounts=counts.size,
        respondent_n_eff=effective_number(counts),
        revenue_n_eff=n_eff,
        left_out=left_out,
        difference=difference,
        verdict=_verdict(difference),
    )


def _difference(sums: Floats, counts: Floats, weights: Floats, confidence: float) -> Interval | None:
    found = weightings(
        sums=sums,
        counts=counts,
        accounts=np.arange(counts.size),
        weights=[np.ones_like(counts), weights],
        confidence=confidence,
    )
    return found.ways[1].difference if isinstance(found, Weightings) else None


def _verdict(difference: Interval | None) -> str:
    if difference is None or difference.low is None or difference.high is None:
        return "respondents_only"
    return "differs" if difference.low > 0 or difference.high < 0 else "same"
