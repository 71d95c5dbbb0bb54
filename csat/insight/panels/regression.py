"""Least squares within accounts and months, with errors that may depend on each other inside an account."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.panels.within import within

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """`coefficients` in the order of the regressors, their account-clustered `covariance`, the `clusters`
    that carry it, the `n` months of accounts. Arrays for further computing."""

    coefficients: Floats
    covariance: Floats
    clusters: int
    n: int


def clustered_fit(*, outcome: Floats, regressors: Sequence[Floats], basis: Floats | None = None) -> Fit:
    """Regression with account and month effects and, by `basis` (months, curves), each account's own curves.

    `outcome` and each of `regressors` (accounts, months), NaN = missing; months where any is missing are left
    out of all. Covariance: k / (k - 1) (X'X)^-1 sum_a X_a'u_a u_a'X_a (X'X)^-1 over the k accounts (Liang and
    Zeger 1986; Arellano 1987). Regressors without variation of their own get a coefficient of 0.
    Checked against linearmodels' PanelOLS and R's plm with vcovHC.
    """
    is_known = np.isfinite(outcome) & np.logical_and.reduce([np.isfinite(x) for x in regressors])
    stack = np.where(is_known, np.stack([outcome, *regressors]), np.nan)
    y, *columns = within(series=stack, basis=basis)[:, is_known]
    x = np.stack(columns, axis=1)
    inverse = np.linalg.pinv(x.T @ x, rcond=1e-10, hermitian=True)
    coefficients = inverse @ (x.T @ y)
    scores = np.zeros((len(outcome), x.shape[1]))
    np.add.at(scores, np.nonzero(is_known)[0], x * (y - x @ coefficients)[:, None])
    clusters = int(is_known.any(axis=1).sum())
    factor = clusters / max(clusters - 1, 1)
    return Fit(coefficients, factor * inverse @ (scores.T @ scores) @ inverse, clusters, int(is_known.sum()))
