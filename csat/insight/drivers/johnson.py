"""Relative weights: R2 divided by way of the nearest uncorrelated attributes (Johnson)."""

import numpy as np
from numpy.typing import ArrayLike

from csat.insight.drivers.decomposition import Decomposition, Floats, checked, decomposition

COLLINEAR = 1e-10


def johnson(*, correlations: ArrayLike, with_outcome: ArrayLike) -> Decomposition:
    """Each attribute's relative weight: near to LMG (shares differ by a few hundredths), for any p.

    `correlations` (p, p): of the attributes; `with_outcome` (p,): of each with the outcome; from complete
    data, NaN is not allowed. Directions in which the attributes do not vary are left out. Raises ValueError
    for other shapes and for matrices that are no correlations.

    L = R_xx^(1/2) (symmetric), b = L^-1 r_xy, w = (L o L)(b o b); the weights add up to R2. Source: Johnson
    (2000), Multivariate Behavioral Research 35(1), 1-19; checked against R's svd() after Tonidandel and
    LeBreton (2011), J. Business and Psychology 26, 1-9.
    """
    inner, outer = checked(correlations, with_outcome)
    return decomposition(johnson_parts(inner[None], outer[None])[0], "johnson")


def johnson_parts(inner: Floats, outer: Floats) -> Floats:
    """Weights (b, p) for stacks of correlations (b, p, p) and (b, p)."""
    values, vectors = np.linalg.eigh(inner)
    root = np.sqrt(np.maximum(values, 0.0))
    inverse = np.where(values > COLLINEAR, 1 / np.sqrt(np.maximum(values, COLLINEAR)), 0.0)
    half = (vectors * root[:, None, :]) @ np.swapaxes(vectors, -1, -2)
    rotated = (np.swapaxes(vectors, -1, -2) @ outer[:, :, None]) * inverse[:, :, None]
    return (half**2 @ (vectors @ rotated) ** 2)[..., 0]
