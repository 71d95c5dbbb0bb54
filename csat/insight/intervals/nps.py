"""Net promoter score: promoters less detractors, with the adjusted Wald interval."""

from math import sqrt

from scipy.special import ndtri

from csat.insight.intervals.interval import CONFIDENCE, NOTHING, Interval

PSEUDO_PASSIVES, PSEUDO_EXTREMES = 1.5, 0.75


def nps(*, promoters: int, passives: int, detractors: int, confidence: float = CONFIDENCE) -> Interval:
    """100 * (promoters - detractors) / n, from -100 to 100, with the adjusted Wald interval.

    Three pseudo-answers (0.75 promoters, 1.5 passives, 0.75 detractors) are added for the interval, which is
    cut to the scale; the estimate is the plain score. Raises ValueError for negative counts; n = 0 gives
    nothing. Source: the adjusted Wald interval (3, T) of Rocks (2016), The American Statistician 70(4),
    365-372, the best of those compared there; three promoters of three give 113 points before the cut.
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("counts are not negative")
    n = promoters + passives + detractors
    if n == 0:
        return NOTHING
    adjusted = n + PSEUDO_PASSIVES + 2 * PSEUDO_EXTREMES
    up, down = (promoters + PSEUDO_EXTREMES) / adjusted, (detractors + PSEUDO_EXTREMES) / adjusted
    error = sqrt((up + down - (up - down) ** 2) / adjusted)
    reach = 100 * float(ndtri((1 + confidence) / 2)) * error
    centre = 100 * (up - down)
    score = 100 * (promoters - detractors) / n
    return Interval(estimate=score, low=max(-100.0, centre - reach), high=min(100.0, centre + reach), n=n)
