"""Whether what goes together between clients also moves together within them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from csat.insight.given import known, labels, numbers
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import Missing, TooLittle, shortages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_ACCOUNTS, MIN_CHANGES, LEAST_WEIGHT = 10, 20, 0.5


@dataclass(frozen=True)
class WithinAccounts:
    """`slope`: points of overall that go with 1 point of the driver index, from wave to wave of an account.

    `slope.n` counts changes. verdict: "confirmed" (interval above 0), "opposite" (below), "not_confirmed".
    """

    slope: Interval
    accounts: int
    verdict: str


def within_accounts(
    *,
    attributes: ArrayLike,
    overall: ArrayLike,
    accounts: ArrayLike,
    waves: ArrayLike,
    weights: ArrayLike | None = None,
) -> WithinAccounts | TooLittle:
    """Do changes of an account's driver attributes predict changes of its overall satisfaction?

    `attributes` (n, p), NaN = not judged; `overall` (n,), NaN = left out; `accounts` (n,), `waves` (n,):
    integer labels, waves in order of time; `weights` (p,): importance, >= 0, all alike where not given.
    Answers with less than half of the weight judged are left out. TooLittle below 10 accounts with a change,
    20 changes, or where the index never moves. Raises ValueError for other shapes.

    x = sum w_j a_j / sum w_j over what was judged; means of x and overall by account and wave; differences of
    consecutive waves of the account; slope of d(overall) on d(x), with an intercept, clustered by account:
    V = g/(g-1) (m-1)/(m-2) sum_a u_a^2 / S_xx^2, t with g - 1 degrees of freedom. Noise in the answers pulls
    the slope to 0. Source: Liang and Zeger (1986), Biometrika 73, 13-22; equal to statsmodels'
    OLS.fit(cov_type="cluster").
    """
    judged, outcome, weight = _checked(attributes, overall, weights)
    account, wave = labels(accounts), labels(waves)
    if not account.shape == wave.shape == outcome.shape:
        raise ValueError("accounts and waves (n,) describe the same answers")
    index = _index(judged, weight)
    ok = np.isfinite(index) & np.isfinite(outcome)
    dx, dy, cluster = _changes(index[ok], outcome[ok], account[ok], wave[ok])
    g = len(np.unique(cluster))
    missing = shortages(accounts=(g, MIN_ACCOUNTS), changes=(dx.size, MIN_CHANGES))
    if not missing and np.ptp(dx) < 1e-9:
        missing = (Missing("different_changes", 1, 2),)
    if missing:
        return TooLittle(missing)
    slope, error = _clustered_slope(dx, dy, cluster)
    return _judged(slope, float(stdtrit(g - 1, (1 + CONFIDENCE) / 2)) * error, changes=dx.size, accounts=g)


def _checked(
    attributes: ArrayLike, overall: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    judged, outcome = numbers(attributes), numbers(overall)
    weight = np.ones(judged.shape[-1]) if weights is None else known(weights)
    if outcome.ndim != 1 or weight.ndim != 1 or judged.shape != (outcome.size, weight.size):
        raise ValueError("attributes are (n, p); overall (n,); weights (p,)")
    return judged, outcome, weight


def _judged(slope: float, reach: float, *, changes: int, accounts: int) -> WithinAccounts:
    interval = Interval(estimate=slope, low=slope - reach, high=slope + reach, n=changes)
    verdict = "confirmed" if slope > reach else "opposite" if slope < -reach else "not_confirmed"
    return WithinAccounts(slope=interval, accounts=accounts, verdict=verdict)


def _index(judged: Floats, weight: Floats) -> Floats:
    """Weighted mean of what was judged; NaN below half of the weight."""
    if (weight < 0).any() or not np.isfinite(weight).all() or weight.sum() <= 0:
        raise ValueError("weights are >= 0 and not all 0")
    answered = (~np.isnan(judged)) @ weight
    is_enough = answered >= LEAST_WEIGHT * weight.sum()
    return np.where(is_enough, np.nan_to_num(judged) @ weight / np.where(is_enough, answered, 1.0), np.nan)


def _changes(x: Floats, y: Floats, account: Ints, wave: Ints) -> tuple[Floats, Floats, Ints]:
    """Changes of both means from each wave in which an account was heard to its next one."""
    both = np.column_stack([account, wave]) if x.size else np.empty((0, 2), dtype=int)
    cells, cell = np.unique(both, axis=0, return_inverse=True)
    count = np.bincount(cell.ravel(), minlength=len(cells))
    means = [np.bincount(cell.ravel(), weights=v, minlength=len(cells)) / count for v in (x, y)]
    is_next = cells[1:, 0] == cells[:-1, 0]
    return np.diff(means[0])[is_next], np.diff(means[1])[is_next], cells[1:, 0][is_next]


def _clustered_slope(x: Floats, y: Floats, cluster: Ints) -> tuple[float, float]:
    centred = x - x.mean()
    squares = float(centred @ centred)
    slope = float(centred @ y) / squares
    residual = y - y.mean() - slope * centred
    _, which = np.unique(cluster, return_inverse=True)
    scores = np.bincount(which, weights=centred * residual)
    g, m = scores.size, x.size
    factor = g / (g - 1) * (m - 1) / (m - 2)
    return slope, float(np.sqrt(factor * (scores**2).sum()) / squares)
