"""The mean of answers that come in clusters: people of one account are alike, so they count as fewer."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from csat.insight.given import known
from csat.insight.intervals.interval import CONFIDENCE, NOTHING, Interval


def clustered_mean(
    *,
    sums: ArrayLike,
    counts: ArrayLike,
    weights: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
) -> Interval:
    """Mean of all answers with an interval that is robust to answers of one cluster being alike.

    `sums` (k,) and `counts` (k,): sum and number of the answers of each cluster, any unit. `weights` (k,):
    what one answer of the cluster weighs, >= 0, 1 where not given; revenue weighting passes revenue / count.
    `bounds`: the scale's ends, to which the interval is cut. Clusters without answers are left out. No
    interval for fewer than 2 clusters. NaN is not allowed: leave the cluster out. Raises ValueError for
    arrays of different length.

    m = sum w y / sum w,  SE = sqrt(k/(k-1) * sum_a (sum_{r in a} w_r (y_r - m))^2) / sum w,  t with k-1
    degrees of freedom; with weights n_eff - 1 (at least 1), n_eff = (sum W_a)^2 / sum W_a^2 and W_a the
    weight of cluster a: where a few key accounts carry the weight, k-1 holds the truth in 75 to 90 % only,
    n_eff - 1 in 92 to 96 %. Source: Cochran, Sampling Techniques (3rd ed. 1977), chapters 6 and 9A; n_eff:
    Kish, Survey Sampling (1965), 11.7. SE equal to survey::svymean in R, and to statsmodels' cluster-robust
    covariance up to its factor (n-1)/n.
    """
    total, count = known(sums), known(counts)
    weight = np.ones_like(count) if weights is None else known(weights)
    if not total.shape == count.shape == weight.shape:
        raise ValueError("sums, counts and weights describe the same clusters")
    heard = (count > 0) & (weight > 0)
    total, count, weight = total[heard], count[heard], weight[heard]
    if not count.size:
        return NOTHING
    mean = float((weight * total).sum() / (weight * count).sum())
    n, k = int(count.sum()), count.size
    if k < 2:
        return Interval(estimate=mean, low=None, high=None, n=n)
    squares = ((weight * (total - count * mean)) ** 2).sum()
    freedom = k - 1 if weights is None else max(1.0, effective_number(weight * count) - 1)
    error = float(np.sqrt(k / (k - 1) * squares) / (weight * count).sum())
    reach = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    return Interval(estimate=mean, low=max(bounds[0], mean - reach), high=min(bounds[1], mean + reach), n=n)


def effective_number(weight: NDArray[np.float64]) -> float:
    """Kish: how many equally weighted ones are worth as much, (sum w)^2 / sum w^2."""
    return float(weight.sum() ** 2 / (weight**2).sum())
