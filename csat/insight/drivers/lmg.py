"""Relative importance by averaging over all orders of entry (LMG, Shapley)."""

from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from csat.insight.drivers.decomposition import Decomposition, Floats, checked, decomposition

MOST_ATTRIBUTES = 16  # 2^p subsets: 16 need 0.1 s and 10 MB, each further attribute twice as much
COLLINEAR = 1e-10


def lmg(*, correlations: ArrayLike, with_outcome: ArrayLike) -> Decomposition:
    """Each attribute's mean gain in R2 over all orders in which the attributes can enter.

    `correlations` (p, p): of the attributes, p <= 16; `with_outcome` (p,): of each with the outcome; from
    complete data, NaN is not allowed. An attribute that others determine wholly gains nothing after them.
    Raises ValueError for more than 16 attributes, other shapes, and matrices that are no correlations.

    LMG_j = sum over S without j of |S|! (p - |S| - 1)! / p! * [R2(S + j) - R2(S)]; parts add up to R2.
    Source: Lindeman, Merenda and Gold, Introduction to Bivariate and Multivariate Analysis (1980), p. 119;
    Groemping (2006), J. Statist. Software 17(1). Checked against the average over all orders of lm() in R
    and pingouin.linear_regression(relimp=True).
    """
    inner, outer = checked(correlations, with_outcome)
    if outer.size > MOST_ATTRIBUTES:
        raise ValueError(f"all orders of at most {MOST_ATTRIBUTES} attributes; beyond that take johnson")
    return decomposition(lmg_parts(inner[None], outer[None])[0], "lmg")


def lmg_parts(inner: Floats, outer: Floats) -> Floats:
    """Parts (b, p) for stacks of correlations (b, p, p) and (b, p)."""
    p = outer.shape[-1]
    r2 = _r2_of_subsets(inner, outer)
    sizes = np.array([bin(subset).count("1") for subset in range(2**p)])
    chance = np.array([factorial(s) * factorial(max(p - s - 1, 0)) / factorial(p) for s in range(p + 1)])
    parts = np.empty_like(outer)
    for j in range(p):
        # Bit j of a subset's number says whether attribute j is in it, so this axis pairs S with S + j.
        pairs = r2.reshape(-1, 2 ** (p - 1 - j), 2, 2**j)
        weight = chance[sizes].reshape(2 ** (p - 1 - j), 2, 2**j)[:, 0, :]
        gains = pairs[:, :, 1, :] - pairs[:, :, 0, :]
        parts[:, j] = gains.reshape(len(gains), -1) @ weight.ravel()
    return parts


def _r2_of_subsets(inner: Floats, outer: Floats) -> Floats:
    """R2 (b, 2^p) of every subset of attributes, each attribute swept in or left out in turn.

    What remains of the matrix shrinks as the number of subsets doubles, so all 2^p regressions cost about as
    much as 2^p multiplications of 2 x 2 matrices.
    """
    count, p = outer.shape
    top = np.concatenate([inner, outer[:, :, None]], axis=2)
    bottom = np.concatenate([outer[:, None, :], np.ones((count, 1, 1))], axis=2)
    rest = np.concatenate([top, bottom], axis=1)[:, None]
    for _ in range(p):
        pivot, row, left_out = rest[..., :1, :1], rest[..., :1, 1:], rest[..., 1:, 1:]
        inverse = np.where(pivot > COLLINEAR, 1 / np.maximum(pivot, COLLINEAR), 0.0)
        swept = left_out - np.swapaxes(row, -1, -2) * (row * inverse)
        rest = np.concatenate([left_out, swept], axis=1)
    return 1 - rest[..., 0, 0]
