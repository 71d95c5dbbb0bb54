"""Relative weights: R2 divided by way of the nearest uncorrelated attributes (Johnson)."""

from numpy.typing import ArrayLike

from csat.insight.drivers.decomposition import Decomposition


def johnson(*, correlations: ArrayLike, with_outcome: ArrayLike) -> Decomposition:
    """Each attribute's relative weight.

    `correlations` (p, p): of the attributes; `with_outcome` (p,): of each with the outcome.
    """
    raise NotImplementedError
