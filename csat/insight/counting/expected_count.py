"""How many more are to be expected at last quarter's pace, with an interval for the count itself."""

from collections.abc import Sequence

from scipy.special import betainc

from csat.insight.intervals.interval import CONFIDENCE, NOTHING, Interval

LEAST_PERIODS = 4
MOST = 1_000_000


def expected_count(counts: Sequence[int], *, ahead: float, confidence: float = CONFIDENCE) -> Interval:
    """What `ahead` periods (0 or more) will bring where past ones brought `counts`, all of one length.

    The count to come is negative binomial: a Poisson count whose rate is known from the past ones only (gamma
    with Jeffreys' prior, shape sum + 1/2). Periods that differ more than chance lets them (variance above
    mean) widen it by that dispersion. `n` of the result is the sum of the past. Raises ValueError for a
    negative count or span. Fewer than four periods give no interval, none at all no estimate.
    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6; dispersion as in McCullagh and Nelder (1989),
    4.5. The interval's coverage is checked by simulation.
    """
    if ahead < 0 or any(count < 0 for count in counts):
        raise ValueError("counts and spans are not negative")
    if not counts:
        return NOTHING
    total, mean = sum(counts), sum(counts) / len(counts)
    estimate = mean * ahead
    if len(counts) < LEAST_PERIODS:
        return Interval(estimate=estimate, low=None, high=None, n=total)
    if ahead == 0:
        return Interval(estimate=0.0, low=0.0, high=0.0, n=total)
    spread = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)
    dispersion = max(1.0, spread / mean) if mean else 1.0
    shape, part = total / dispersion + 0.5, len(counts) / (len(counts) + ahead)
    tail = (1 - confidence) / 2
    low, high = (_quantile(level, shape, part) * dispersion for level in (tail, 1 - tail))
    return Interval(estimate=estimate, low=float(int(low)), high=float(-int(-high // 1)), n=total)


def _quantile(level: float, shape: float, part: float) -> int:
    """The least count whose probability not to be exceeded reaches the level."""
    low, high = -1, 1
    while betainc(shape, high + 1, part) < level and high < MOST:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if betainc(shape, middle + 1, part) >= level else (middle, high)
    return high
