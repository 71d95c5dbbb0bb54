"""How much of R2 each attribute carries, whichever method divided it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ROUNDING = 1e-6


@dataclass(frozen=True)
class Decomposition:
    """`parts` add up to `r2`; `shares` to 1 (all 0 where r2 is 0). `method`: "lmg" or "johnson", never mixed.

    verdict: "divided", or "nothing_to_divide" where r2 is 0.
    """

    parts: tuple[float, ...]
    shares: tuple[float, ...]
    r2: float
    method: str
    verdict: str


def decomposition(parts: Floats, method: str) -> Decomposition:
    """The parts (p,) with their sum and their shares of it."""
    r2 = float(parts.sum())
    verdict = "divided" if r2 > ROUNDING else "nothing_to_divide"
    shares = tuple(shares_of(parts).tolist())
    return Decomposition(tuple(parts.tolist()), shares, max(0.0, min(1.0, r2)), method, verdict)


def shares_of(parts: Floats) -> Floats:
    """Parts (..., p) divided by their sum; 0 where there is nothing to divide."""
    total = parts.sum(axis=-1, keepdims=True)
    return np.where(total > ROUNDING, parts / np.maximum(total, ROUNDING), 0.0)


def checked(correlations: ArrayLike, with_outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Both as arrays; ValueError unless together they can be the correlations of p + 1 variables."""
    inner, outer = np.asarray(correlations, dtype=float), np.asarray(with_outcome, dtype=float)
    p = outer.size
    if outer.shape != (p,) or inner.shape != (p, p) or p == 0:
        raise ValueError("correlations are (p, p) and with_outcome is (p,), p >= 1")
    whole = np.block([[inner, outer[:, None]], [outer[None, :], np.ones((1, 1))]])
    if not np.isfinite(whole).all():
        raise ValueError("correlations are finite")
    if not (np.allclose(whole, whole.T, atol=ROUNDING) and np.allclose(np.diag(whole), 1, atol=ROUNDING)):
        raise ValueError("a correlation matrix is symmetric, with ones on its diagonal")
    if np.linalg.eigvalsh(whole)[0] < -ROUNDING:
        raise ValueError("no variables can have these correlations together")
    return inner, outer
