"""Relative importance by averaging over all orders of entry (LMG, Shapley)."""

from numpy.typing import ArrayLike

from csat.insight.drivers.decomposition import Decomposition


def lmg(*, correlations: ArrayLike, with_outcome: ArrayLike) -> Decomposition:
    """Each attribute's mean gain in R2 over all orders in which attributes can enter.

    `correlations` (p, p): of the attributes, p <= 16; `with_outcome` (p,): of each with the outcome.
    """
    raise NotImplementedError
