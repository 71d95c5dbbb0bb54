"""What is an account's own in a month: levels, trends and everything common to all accounts taken out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
DEPENDENT = 1e-8


def within(*, series: ArrayLike, basis: ArrayLike | None = None) -> Floats:
    """Residuals of the least-squares fit of a month effect and an account's own curve.

    `series` (accounts, months) or a stack of such, any unit, NaN = missing (in one: in all); `basis` (months,
    curves): what each account has its own multiples of besides its level, e.g. the month's number for a
    linear trend. Returns residuals of the same shape, NaN where missing. An account with no more readings
    than curves is fitted exactly and keeps residuals of zero. Raises ValueError for other shapes.

    Not by turns until it converges but at once: with Q_i an orthonormal basis of account i's curve over its
    own months, the month effects g solve (diag(n_t) - sum_i Q_i Q_i') g = sum_i (I - Q_i Q_i') y_i, which is
    exact for any pattern of gaps (Frisch and Waugh 1933); undetermined shifts take the least norm. Checked
    against linearmodels' PanelOLS and R's plm.
    """
    y = np.asarray(series, dtype=float)
    curves = np.ones((y.shape[-1], 1))
    if basis is not None:
        curves = np.column_stack([curves, np.asarray(basis, dtype=float)])
    if y.ndim < 2 or curves.shape[0] != y.shape[-1]:
        raise ValueError("series is accounts x months, basis has a row a month")
    stack = y.reshape(-1, *y.shape[-2:])
    is_seen = np.isfinite(stack).all(axis=0)
    filled = np.where(is_seen, stack, 0.0)
    own = _own_curves(is_seen, curves)
    left = filled - _projected(own, filled)
    beside = own.transpose(1, 0, 2).reshape(y.shape[-1], -1)
    normal = np.diag(is_seen.sum(axis=0).astype(float)) - beside @ beside.T
    effects = left.sum(axis=1) @ np.linalg.pinv(normal, rcond=DEPENDENT, hermitian=True)
    adjusted = np.where(is_seen, filled - effects[:, None, :], 0.0)
    return np.where(is_seen, adjusted - _projected(own, adjusted), np.nan).reshape(y.shape)


def _own_curves(is_seen: NDArray[np.bool_], curves: Floats) -> Floats:
    """(accounts, months, curves): orthonormal over each account's own months, zero where undetermined."""
    scaled = (curves - curves.mean(axis=0)) / np.maximum(curves.std(axis=0), DEPENDENT)
    scaled[:, 0] = 1.0
    q = np.zeros((*is_seen.shape, scaled.shape[1]))
    for j in range(scaled.shape[1]):
        column = is_seen * scaled[:, j]
        for _ in range(2):
            for earlier in range(j):
                column = column - q[:, :, earlier] * (q[:, :, earlier] * column).sum(axis=1, keepdims=True)
        length = np.sqrt((column**2).sum(axis=1, keepdims=True))
        q[:, :, j] = np.where(length > 1e-6, column / np.maximum(length, 1e-6), 0.0)
    return q


def _projected(own: Floats, series: Floats) -> Floats:
    """Of each series of a stack (series, accounts, months): what the accounts' own curves explain."""
    shares = np.matmul(own.transpose(0, 2, 1), np.ascontiguousarray(series.transpose(1, 2, 0)))
    return np.matmul(own, shares).transpose(2, 0, 1)
