"""The mean of answers that come in clusters: people of one account are alike, so they count as fewer."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

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
    `bounds`: the scale's ends, to which the interval is cut. Clusters without answers are left out.

    Returns estimate, low, high and n answers; no interval for fewer than 2 clusters. Raises ValueError for
    arrays of different length. NaN is not allowed: leave the cluster out.

    m = sum w y / sum w,  SE = sqrt(k/(k-1) * sum_a (sum_{r in a} w_r (y_r - m))^2) / sum w,  t with k-1
    degrees of freedom. Source: linearised ratio estimator of a one-stage cluster sample, Cochran, Sampling
    Techniques (3rd ed. 1977), chapters 6 and 9A; equal to statsmodels' cluster-robust covariance of an
    intercept-only model up to its factor (n-1)/n.
    """
    total, count = np.asarray(sums, dtype=float), np.asarray(counts, dtype=float)
    weight = np.ones_like(count) if weights is None else np.asarray(weights, dtype=float)
    if not total.shape == count.shape == weight.shape:
        raise ValueError("sums, counts and weights describe the same clusters")
    heard = (count > 0) & (weight > 0)
    total, count, weight = total[heard], count[heard], weight[heard]
    if not count.size:
        return NOTHING
    mass = float((weight * count).sum())
    mean = float((weight * total).sum() / mass)
    n, k = int(count.sum()), count.size
    if k < 2:
        return Interval(estimate=mean, low=None, high=None, n=n)
    residuals = weight * (total - count * mean)
    error = float(np.sqrt(k / (k - 1) * (residuals**2).sum()) / mass)
    reach = float(stdtrit(k - 1, (1 + confidence) / 2)) * error
    return Interval(estimate=mean, low=max(bounds[0], mean - reach), high=min(bounds[1], mean + reach), n=n)
