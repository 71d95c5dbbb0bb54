"""What an account's few answers say of its opinion, given how accounts differ: partial pooling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import labels as labels_of
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.pooling.mixture import Cut, intervals
from csat.insight.pooling.nested import Heard, Points, heard, points
from csat.insight.verdict import TooLittle

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ALONE = np.ones(1)


@dataclass(frozen=True)
class SegmentMean:
    """What the accounts of one segment are drawn to; `estimate.n` counts its answers."""

    segment: int
    estimate: Interval
    accounts: int


@dataclass(frozen=True)
class Pooled:
    """`estimates` in the order given; `spread` is the standard deviation between accounts, `noise` within.

    `segments`: the mean of each segment's accounts by label, empty where none were given. verdict "pooled".
    """

    estimates: tuple[Interval, ...]
    spread: float
    noise: float
    segments: tuple[SegmentMean, ...] = ()
    verdict: str = "pooled"


def account_means(
    *,
    sums: ArrayLike,
    counts: ArrayLike,
    squares: ArrayLike,
    segments: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
) -> Pooled | TooLittle:
    """The underlying opinion of each account (not only of the people asked), with an interval.

    `sums`, `counts`, `squares` (k,): sum, number (>= 1) and sum of squares of an account's answers, any unit.
    `segments` (k,): integer label of the account's segment; accounts are drawn to their segment's mean, and
    segments with few accounts to the others. `bounds`: the scale's ends, to which estimates are cut.
    TooLittle where the answers cannot tell noise from difference: fewer than 5 accounts, or fewer than 5
    degrees of freedom within them. NaN is not allowed. Raises ValueError for arrays of different length.

    y_i ~ N(theta_i, s2 / n_i), theta_i ~ N(mu_segment, tau^2), mu_segment ~ N(mu, omega^2), mu flat; tau
    half-normal with scale 2 SD(y), omega with SD(y), s2 = SS within / chi2; all on a grid, weighted by
    p(tau|y) ~ p(tau) prod W_i^.5 (sum W)^-.5 exp(-.5 sum W_i (y_i - m)^2), W_i = 1 / (s2 / n_i + tau^2).
    Quantiles are those of the mixture, so no tau of zero collapses the intervals. Source: Gelman et al.,
    Bayesian Data Analysis (3rd ed. 2013), 5.4; checked against lme4 and a sampler in R.
    """
    data = heard(sums, counts, squares)
    if isinstance(data, TooLittle):
        return data
    labels, groups = _groups(segments, data)
    grid = points(data, design=np.ones((data.y.size, 1)), groups=None if segments is None else groups)
    cut = Cut(bounds, confidence)
    return Pooled(
        estimates=intervals(*_opinions(data, grid, groups), grid.weight, n=data.n, cut=cut),
        spread=float(grid.tau @ grid.weight),
        noise=float(np.sqrt(data.within / data.freedom)),
        segments=() if segments is None else _segments(labels, data, grid, groups=groups, cut=cut),
    )


def _segments(labels: Ints, data: Heard, grid: Points, *, groups: Ints, cut: Cut) -> tuple[SegmentMean, ...]:
    answers, accounts = np.bincount(groups, weights=data.n), np.bincount(groups)
    drawn_to = intervals(*grid.effects(ALONE), grid.weight, n=answers, cut=cut)
    rows = zip(labels.tolist(), drawn_to, accounts.tolist(), strict=True)
    return tuple(SegmentMean(*row) for row in rows)


def _groups(segments: ArrayLike | None, data: Heard) -> tuple[Ints, Ints]:
    labels = np.zeros(data.y.size, dtype=int) if segments is None else labels_of(segments)
    if labels.shape != data.y.shape:
        raise ValueError("segments describe the same accounts as sums")
    found, which = np.unique(labels, return_inverse=True)
    return found, which


def _opinions(data: Heard, grid: Points, groups: Ints) -> tuple[Floats, Floats]:
    """Mean and variance (k, g) of each account's opinion at each point."""
    noise = grid.noise / data.n[:, None]
    own = grid.tau**2 / (grid.tau**2 + noise)
    mean, variance = grid.effects(ALONE)
    centre = own * data.y[:, None] + (1 - own) * mean[groups]
    return centre, own * noise + (1 - own) ** 2 * variance[groups]
