"""What is new in a series: its autoregression, pooled over accounts, taken out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import numbers

Floats = NDArray[np.float64]
EQUATIONS_A_COEFFICIENT = 5


@dataclass(frozen=True)
class Whitened:
    """`innovations` (accounts x columns, NaN where there is none), an array for further computing, never
    stored; `order` and `coefficients` (of lag 1, 2, ...), the `intercept`, the `n` equations of the fit."""

    innovations: Floats
    order: int
    coefficients: tuple[float, ...]
    intercept: float
    n: int


def whiten(*, series: ArrayLike, max_order: int = 4, has_intercept: bool = True) -> Whitened:
    """Innovations of an AR(p) with one set of coefficients for all accounts, p from 0 to `max_order` by AIC.

    `series` (accounts, columns) or (columns,) for one series: any unit, columns evenly spaced, NaN = missing.
    `has_intercept=False` for series that are centred already.

    The orders are compared on the same equations, those with all of their `max_order` values before; the
    chosen one is fitted again to all equations it has. The largest order considered is lowered until there
    are 5 equations a coefficient; without any, the order is 0. AIC = n log(SSR / n) + 2 k.
    An innovation is what a value differs from its prediction; a missing value before it stands as its own
    prediction, but at least one of the last p must have been there. A constant series has innovations of 0.
    Raises ValueError for other shapes or infinite values.

    Source: least squares as in statsmodels' ar_select_order and AutoReg, against which one series is checked.
    """
    y = np.atleast_2d(numbers(series))
    if y.ndim != 2 or max_order < 0:
        raise ValueError("a series is accounts x columns of finite numbers or NaN")
    highest = min(max_order, max(0, y.shape[1] - 1))
    while highest and _equations(y, highest)[0].size < EQUATIONS_A_COEFFICIENT * (highest + 1):
        highest -= 1
    order = _chosen_order(y, highest, has_intercept)
    target, past = _equations(y, order)
    if not target.size:
        return Whitened(np.full(y.shape, np.nan), 0, (), 0.0, 0)
    fitted = _least_squares(target, past, has_intercept)
    intercept, coefficients = float(fitted[0]), fitted[1:]
    return Whitened(
        innovations=_innovations(y, intercept, coefficients),
        order=order,
        coefficients=tuple(coefficients.tolist()),
        intercept=intercept,
        n=int(target.size),
    )


def _equations(y: Floats, order: int) -> tuple[Floats, Floats]:
    """Values that have all of their `order` predecessors, and these (latest first)."""
    width = y.shape[1] - order
    if width <= 0:
        return np.empty(0), np.empty((0, order))
    window = np.stack([y[:, order - j : order - j + width].ravel() for j in range(order + 1)], axis=1)
    window = window[np.isfinite(window).all(axis=1)]
    return window[:, 0], window[:, 1:]


def _chosen_order(y: Floats, highest: int, has_intercept: bool) -> int:
    target, past = _equations(y, highest)
    if not target.size or np.ptp(target) == 0:
        return 0
    criteria = []
    for order in range(highest + 1):
        fitted = _least_squares(target, past[:, :order], has_intercept)
        squares = float(((target - fitted[0] - past[:, :order] @ fitted[1:]) ** 2).sum())
        variance = max(squares / target.size, 1e-300)
        criteria.append(target.size * np.log(variance) + 2 * (order + has_intercept))
    return int(np.argmin(criteria))


def _least_squares(target: Floats, past: Floats, has_intercept: bool) -> Floats:
    """Intercept (0 where there is none), then the coefficients."""
    if not has_intercept:
        return np.concatenate([[0.0], np.linalg.lstsq(past, target, rcond=None)[0]])
    design = np.column_stack([np.ones(target.size), past])
    return np.asarray(np.linalg.lstsq(design, target, rcond=None)[0])


def _innovations(y: Floats, intercept: float, coefficients: Floats) -> Floats:
    order = coefficients.size
    if not order:
        return y - intercept
    level = intercept / (1 - coefficients.sum()) if abs(1 - coefficients.sum()) > 1e-9 else 0.0
    bridged, found = np.full(y.shape, level), np.full(y.shape, np.nan)
    for t in range(y.shape[1]):
        start = max(0, t - order)
        before = bridged[:, start:t][:, ::-1]
        predicted = intercept + before @ coefficients[: t - start] + level * coefficients[t - start :].sum()
        is_known = np.isfinite(y[:, start:t]).any(axis=1)
        found[is_known, t] = (y[:, t] - predicted)[is_known]
        bridged[:, t] = np.where(np.isfinite(y[:, t]), y[:, t], predicted)
    return found
