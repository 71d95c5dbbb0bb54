"""Panel Granger test: does the past of one series help to foretell another, in at least one account?"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from csat.insight.given import numbers
from csat.insight.verdict import TooLittle, shortages

LEVEL = 0.05
LEAST_ACCOUNTS = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Granger:
    """`verdict`: "foretells" (Z-tilde is positive and p < .05) or "none_yet".

    `wald_mean` is the mean of the accounts' Wald statistics, `z_bar` its standardised form for long series
    (None in an unbalanced panel), `z_tilde` the one corrected for short series, `p` two-sided of `z_tilde`.
    `accounts` were used, `left_out` were too short or did not vary; `months_least` and `months_most` are the
    lengths of the used series. `is_demeaned`: month means were taken out first.
    """

    verdict: Literal["foretells", "none_yet"]
    wald_mean: float
    z_bar: float | None
    z_tilde: float
    p: float
    order: int
    accounts: int
    left_out: int
    months_least: int
    months_most: int
    is_demeaned: bool


def panel_granger(
    *, cause: ArrayLike, effect: ArrayLike, order: int = 1, is_demeaned: bool = False
) -> Granger | TooLittle:
    """Whether past values of `cause` help to foretell `effect` beside its own past, in at least one account.

    `cause`, `effect` (accounts, months): any units, NaN missing; rows accounts, columns consecutive months.
    A month enters where it and the `order` months before it are there; an account needs T > 5 + 3 order,
    T = usable months + order, and both series must vary. `is_demeaned`: take each month's mean over
    the accounts out first. Without that the test ignores shocks that all accounts share (prices, season, a
    market cycle) and reads them as foretelling; with it a common shock of equal size is gone.

    Returns TooLittle below 2 such accounts: of accounts, or of months where no series is long enough. Raises
    ValueError for different shapes, infinite values or order < 1.

    W_i = T_i (RSS0 - RSS1) / RSS1 in its Wald form with the unbiased variance; W mean over accounts.
    Z-bar = sqrt(N / 2K) (W - K). Z-tilde standardises by the exact moments of finite T:
    E = K (T-3K-1) / (T-3K-3), V = 2K (T-3K-1)^2 (T-2K-3) / ((T-3K-3)^2 (T-3K-5)), T counting all months.
    Source: Dumitrescu and Hurlin (2012), Economic Modelling 29, 1450-1460; checked against plm::pgrangertest
    (R), balanced and unbalanced.
    """
    x, y = _matrix(cause), _matrix(effect)
    if x.shape != y.shape:
        raise ValueError("cause and effect describe the same accounts and months")
    if order < 1:
        raise ValueError("order is at least 1")
    if is_demeaned:
        x, y = _without_months(x), _without_months(y)
    found = [pair for i in range(len(x)) if (pair := _wald(x[i], y[i], order)) is not None]
    if len(found) < LEAST_ACCOUNTS:
        longest = max(_lengths(x, y, order), default=0)
        needs = {"accounts": (len(found), LEAST_ACCOUNTS), "months": (longest, 6 + 3 * order)}
        return TooLittle(shortages(**needs))
    wald, months = np.array(found).T
    return _judged(wald, months, order=order, left_out=len(x) - len(found), is_demeaned=is_demeaned)


def _judged(wald: Floats, months: Floats, *, order: int, left_out: int, is_demeaned: bool) -> Granger:
    n, k, mean = len(wald), order, float(wald.mean())
    is_balanced = bool((months == months[0]).all())
    short = months - 3 * k
    expected = k * (short - 1) / (short - 3)
    spread = 2 * k * (short - 1) ** 2 * (months - 2 * k - 3) / ((short - 3) ** 2 * (short - 5))
    z = float(sqrt(n) * (mean - expected.mean()) / np.sqrt(spread.mean()))
    p = 2 * float(ndtr(-abs(z)))
    return Granger(
        verdict="foretells" if z > 0 and p < LEVEL else "none_yet",
        wald_mean=mean,
        z_bar=sqrt(n / (2 * k)) * (mean - k) if is_balanced else None,
        z_tilde=z,
        p=p,
        order=order,
        accounts=n,
        left_out=left_out,
        months_least=int(months.min()),
        months_most=int(months.max()),
        is_demeaned=is_demeaned,
    )


def _matrix(values: ArrayLike) -> Floats:
    matrix = numbers(values)
    if matrix.ndim != 2:
        raise ValueError("accounts x months is wanted")
    return matrix


def _without_months(matrix: Floats) -> Floats:
    """Each month's mean over the accounts taken out, their levels first so that these do not stand in."""
    there = ~np.isnan(matrix)
    within = matrix - _mean(matrix, there, axis=1)[:, None]
    return within - _mean(within, there, axis=0)[None, :]


def _mean(matrix: Floats, there: NDArray[np.bool_], *, axis: int) -> Floats:
    total: Floats = np.where(there, matrix, 0.0).sum(axis=axis)
    return total / np.maximum(there.sum(axis=axis), 1)


def _lengths(x: Floats, y: Floats, order: int) -> Iterator[int]:
    for i in range(len(x)):
        usable = len(_rows(x[i], y[i], order))
        yield usable + order if usable else 0


def _rows(x: Floats, y: Floats, order: int) -> Floats:
    """One row a usable month: its y, the `order` values of y before it, then those of x."""
    at = np.arange(order, len(y))
    columns = [y[at], *(y[at - k] for k in range(1, order + 1)), *(x[at - k] for k in range(1, order + 1))]
    table = np.column_stack(columns)
    return table[~np.isnan(table).any(axis=1)]


def _wald(x: Floats, y: Floats, order: int) -> tuple[float, int] | None:
    """Wald statistic and length of one account; None where it is too short or does not vary."""
    table = _rows(x, y, order)
    months = len(table) + order
    if months <= 5 + 3 * order:
        return None
    target, design = table[:, 0], np.column_stack([np.ones(len(table)), table[:, 1:]])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    full = _left(design, target)
    if full <= 1e-20 * float(target @ target):
        return None
    freedom = len(table) - design.shape[1]
    return (_left(design[:, : order + 1], target) - full) / full * freedom, months


def _left(design: Floats, target: Floats) -> float:
    rest = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    return float(rest @ rest)
