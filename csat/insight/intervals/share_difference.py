"""The difference of two independent shares: Newcombe's interval out of two Wilson intervals."""

from csat.insight.intervals.interval import CONFIDENCE, Interval


def share_difference(
    *,
    successes: tuple[int, int],
    n: tuple[int, int],
    design_effects: tuple[float, float] = (1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> Interval:
    """First share less the second, -1 to 1."""
    raise NotImplementedError
