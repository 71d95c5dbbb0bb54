"""What is new in a series: its autoregression, pooled over accounts, taken out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Whitened:
    """`innovations` (accounts x columns, NaN where the values before are not all there), an array for further
    computing, never stored; `order`, `coefficients` (of lag 1, 2, ...), the mean `intercept`, `n` equations."""

    innovations: Floats
    order: int
    coefficients: tuple[float, ...]
    intercept: float
    n: int


def whiten(*, series: ArrayLike, max_order: int = 4, has_intercept: bool = True) -> Whitened:
    """Innovations of AR(p), p by AIC from 0 to `max_order`, one set of coefficients for all accounts; being built."""
    raise NotImplementedError
