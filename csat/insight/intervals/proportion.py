"""A share out of n: Wilson's interval, which stays honest near 0 and 1 and for few cases."""

from math import sqrt

from scipy.special import ndtri

from csat.insight.intervals.interval import CONFIDENCE, NOTHING, Interval


def proportion(
    *, successes: int, n: int, design_effect: float = 1.0, confidence: float = CONFIDENCE
) -> Interval:
    """Share `successes` / `n` (0 to 1) with Wilson's score interval, without continuity correction.

    `design_effect` >= 1 shrinks n where cases come in clusters (n_eff = n / deff); the n returned is plain.
    Raises ValueError where 0 <= successes <= n does not hold. n = 0 gives no estimate and no interval.
    Source: Wilson (1927), JASA 22, 209-212; checked against Newcombe (1998), Statist. Med. 17, 857-872,
    table I.
    """
    if not 0 <= successes <= n:
        raise ValueError("successes lie between 0 and n")
    if n == 0:
        return NOTHING
    share, effective = successes / n, n / max(1.0, design_effect)
    z = float(ndtri((1 + confidence) / 2))
    shrink = 1 + z * z / effective
    centre = (share + z * z / (2 * effective)) / shrink
    reach = z * sqrt(share * (1 - share) / effective + z * z / (4 * effective**2)) / shrink
    return Interval(estimate=share, low=max(0.0, centre - reach), high=min(1.0, centre + reach), n=n)
