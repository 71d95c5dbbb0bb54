"""The difference of two independent shares: Newcombe's interval out of two Wilson intervals."""

from math import hypot

from csat.insight.intervals.interval import CONFIDENCE, NOTHING, Interval
from csat.insight.intervals.proportion import proportion


def share_difference(
    *,
    successes: tuple[int, int],
    n: tuple[int, int],
    design_effects: tuple[float, float] = (1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> Interval:
    """First share less the second, -1 to 1, of answers of different accounts.

    `successes` and `n`: of the first and the second. `design_effects` >= 1 as in `proportion`. Nothing where
    one of them has no answers. Raises ValueError where 0 <= successes <= n does not hold.

    low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2), l and u Wilson's.
    Source: Newcombe (1998), Statist. Med. 17, 873-890, method 10; checked against its table II and
    statsmodels' confint_proportions_2indep(method="newcomb").
    """
    one, other = (
        proportion(successes=x, n=m, design_effect=effect, confidence=confidence)
        for x, m, effect in zip(successes, n, design_effects, strict=True)
    )
    if one.estimate is None or other.estimate is None:
        return NOTHING
    assert one.low is not None and one.high is not None and other.low is not None and other.high is not None
    apart = one.estimate - other.estimate
    return Interval(
        estimate=apart,
        low=apart - hypot(one.estimate - one.low, other.high - other.estimate),
        high=apart + hypot(one.high - one.estimate, other.estimate - other.low),
        n=sum(n),
    )
