"""What an account's few answers say of its opinion, given how accounts differ: partial pooling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle, shortages

MIN_ACCOUNTS, MIN_FREEDOM = 5, 5
GRID = 80
HALVINGS = 45

Floats = NDArray[np.float64]


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
    """The underlying opinion of each account, with an interval.

    `sums`, `counts`, `squares` (k,): sum, number (>= 1) and sum of squares of an account's answers, any unit;
    `segments` (k,): integer label of the account's segment; accounts of one segment are alike. `bounds`: the scale's ends, to which
    estimates are cut. Returns TooLittle where the answers cannot tell noise from difference: fewer than 5
    accounts, or fewer than 5 degrees of freedom within them. NaN is not allowed. Raises ValueError for
    arrays of different length.

    y_i ~ N(theta_i, s2 / n_i), theta_i ~ N(mu, tau^2); s2 = SS within / (n - k); mu flat; tau half-normal
    with scale 2 SD(y), on a grid: p(tau|y) ~ p(tau) prod W_i^.5 (sum W)^-.5 exp(-.5 sum W_i (y_i - m)^2),
    W_i = 1 / (s2 / n_i + tau^2), m = sum W y / sum W. Quantiles are those of the mixture over tau, so no tau
    of zero collapses the intervals; with 1 to 6 answers an account they hold the truth in 93 to 95 %.
    Source: Gelman et al., Bayesian Data Analysis (3rd ed. 2013), 5.4.
    """
    total, n, square = (np.asarray(a, dtype=float) for a in (sums, counts, squares))
    if not total.shape == n.shape == square.shape:
        raise ValueError("sums, counts and squares describe the same accounts")
    freedom = float(n.sum() - n.size)
    missing = shortages(accounts=(n.size, MIN_ACCOUNTS), repeated_answers=(freedom, MIN_FREEDOM))
    if missing:
        return TooLittle(missing)
    y = total / n
    noise = max(float((square - total * y).sum()) / freedom, 1e-9)
    v = noise / n
    tau, weight = _spread(y, v)
    centre, deviation = _posterior(y, v, tau)
    edge = (1 - confidence) / 2
    low, high = (_quantile(q, centre, deviation, weight) for q in (edge, 1 - edge))
    columns = (np.clip(column, *bounds).tolist() for column in (centre @ weight, low, high))
    found = tuple(
        Interval(estimate, low, high, int(m)) for estimate, low, high, m in zip(*columns, n, strict=True)
    )
    return Pooled(estimates=found, spread=float(tau @ weight), noise=float(np.sqrt(noise)))


def _spread(y: Floats, v: Floats) -> tuple[Floats, Floats]:
    """A grid of tau and how plausible each value is."""
    scale = 2 * max(float(y.std(ddof=1)), 1e-6)
    tau = np.linspace(0.0, 2 * scale, GRID + 1)[1:] - scale / GRID
    w = 1 / (v[:, None] + tau[None, :] ** 2)
    m = (w * y[:, None]).sum(axis=0) / w.sum(axis=0)
    log = -0.5 * (tau / scale) ** 2 + 0.5 * np.log(w).sum(axis=0) - 0.5 * np.log(w.sum(axis=0))
    log -= 0.5 * (w * (y[:, None] - m) ** 2).sum(axis=0)
    weight = np.exp(log - log.max())
    return tau, weight / weight.sum()


def _posterior(y: Floats, v: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each account's opinion (rows) for each tau (columns)."""
    w = 1 / (v[:, None] + tau[None, :] ** 2)
    m = (w * y[:, None]).sum(axis=0) / w.sum(axis=0)
    own = tau[None, :] ** 2 * w
    variance = own * v[:, None] + (1 - own) ** 2 / w.sum(axis=0)
    return own * y[:, None] + (1 - own) * m, np.sqrt(variance)


def _quantile(share: float, centre: Floats, deviation: Floats, weight: Floats) -> Floats:
    """Where each account's mixture of normals reaches a share, by halving."""
    low = (centre - 9 * deviation).min(axis=1)
    high = (centre + 9 * deviation).max(axis=1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_below = ndtr((middle[:, None] - centre) / deviation) @ weight < share
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return (low + high) / 2
