"""Regression with account and month effects whose intervals stay honest with few accounts (CR2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, stdtr, stdtrit

from csat.insight.intervals.interval import CONFIDENCE

# An eigenvalue of I - H below this is a direction that the account determines alone.
SINGULAR = 1e-10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure with its robust error, 95 % interval, two-sided p and degrees of freedom."""

    estimate: float
    error: float
    low: float
    high: float
    p: float
    freedom: float


@dataclass(frozen=True)
class TwoWay:
    """A fitted regression, for further questions. `columns` (accounts, months, regressors and month dummies)
    without account means, 0 where nothing was read; `bread` the inverse of their cross-products; `adjusted`
    the same columns times (I - H_ii)^(-1/2); `scores` (accounts, columns) of the residuals so adjusted.
    """

    coefficients: Floats
    columns: Floats
    bread: Floats
    adjusted: Floats
    scores: Floats


def two_way(*, outcome: Floats, regressors: Floats) -> TwoWay:
    """y_it = account + month + sum_k b_k x_itk, by least squares over the readings there are.

    `outcome` (accounts, months), NaN missing; `regressors` (k, accounts, months), finite; every account has a
    reading. Columns that the effects or other columns explain get the coefficient of least length. Clusters
    are accounts. Raises LinAlgError where LAPACK fails. Source: Bell and McCaffrey (2002), Survey Methodology
    28, 169-181; Pustejovsky and Tipton (2018), JBES 36, 672-683 (absorbed effects).
    """
    there = ~np.isnan(outcome)
    months = np.flatnonzero(there.any(axis=0))[1:]
    dummies = np.zeros((len(months), *outcome.shape))
    dummies[np.arange(len(months)), :, months] = 1.0
    columns: Floats = _within(np.moveaxis(np.concatenate([regressors, dummies]), 0, 2), there)
    y = _within(np.where(there, outcome, 0.0)[:, :, None], there)[:, :, 0]
    flat = columns.reshape(-1, columns.shape[2])
    bread = np.asarray(np.linalg.pinv(flat.T @ flat, rcond=1e-12, hermitian=True), dtype=np.float64)
    coefficients = bread @ (flat.T @ y.ravel())
    adjusted = _adjusted(columns, bread)
    scores: Floats = np.einsum("itk,it->ik", adjusted, y - columns @ coefficients)
    return TwoWay(coefficients, columns, bread, adjusted, scores)


def estimated(fit: TwoWay, contrast: Floats) -> Estimate:
    """A `contrast` (columns,) of the coefficients; t with Satterthwaite's freedom under equal variances."""
    estimate = float(contrast @ fit.coefficients)
    error = float(np.linalg.norm(fit.scores @ (fit.bread @ contrast)))
    freedom = max(1.0, _freedom(fit, contrast[None]))
    if error <= SINGULAR * max(1.0, abs(estimate)):
        p = 1.0 if abs(estimate) <= SINGULAR else 0.0
        return Estimate(estimate, 0.0, estimate, estimate, p, freedom)
    reach = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(estimate) / error))
    return Estimate(estimate, error, estimate - reach, estimate + reach, p, freedom)


def only(fit: TwoWay, column: int) -> Floats:
    """The contrast that is one coefficient."""
    return np.eye(len(fit.bread))[column]


def joint_p(fit: TwoWay, contrasts: Floats) -> float:
    """Whether all `contrasts` (q, columns) of the coefficients are 0: approximate Hotelling T^2 test.

    Source: Tipton and Pustejovsky (2015), J. Educ. Behav. Stat. 40, 604-634 (AHZ). 1 without residuals.
    """
    q = len(contrasts)
    effects = contrasts @ fit.coefficients
    spread = fit.scores @ fit.bread @ contrasts.T
    covariance = spread.T @ spread
    if np.trace(covariance) <= SINGULAR:
        return 1.0
    freedom = _freedom(fit, contrasts)
    wald = float(effects @ np.linalg.pinv(covariance, hermitian=True) @ effects)
    left = max(freedom - q + 1, 0.5)
    return float(fdtrc(q, left, left / (max(freedom, left) * q) * wald))


def _within(columns: Floats, there: NDArray[np.bool_]) -> Floats:
    """Account means of the readings taken out; 0 where there is no reading."""
    seen = there[:, :, None]
    mean = (columns * seen).sum(axis=1, keepdims=True) / seen.sum(axis=1, keepdims=True)
    rest: Floats = np.where(seen, columns - mean, 0.0)
    return rest


def _adjusted(columns: Floats, bread: Floats) -> Floats:
    """(I - X B X')^(-1/2) X of each account; months without a reading are rows of 0 and stay so."""
    values, vectors = np.linalg.eigh(np.eye(columns.shape[1]) - columns @ bread @ columns.transpose(0, 2, 1))
    root = np.where(values > SINGULAR, 1 / np.sqrt(np.maximum(values, SINGULAR)), 0.0)
    found: Floats = (vectors * root[:, None, :]) @ (vectors.transpose(0, 2, 1) @ columns)
    return found


def _freedom(fit: TwoWay, contrasts: Floats) -> float:
    """Degrees of freedom of the Wishart that the robust covariance of the contrasts resembles.

    With a_si = g_si' e_i the part of account i in contrast s and u = X'g, equal variances give
    Cov(a_si, a_tj) = [i=j] g_si'g_ti - u_si' B u_tj; d_st = sum_i a_si a_ti; eta = q (q + 1) / sum Var(d_st).
    """
    model = contrasts @ fit.bread @ contrasts.T
    values, vectors = np.linalg.eigh(model)
    root = (vectors / np.sqrt(np.maximum(values, SINGULAR * max(values[-1], SINGULAR)))) @ vectors.T
    g = np.einsum("itk,ks->its", fit.adjusted, fit.bread @ contrasts.T @ root)
    own = np.einsum("its,itr->isr", g, g)
    u = np.einsum("itk,its->isk", fit.columns, g)
    through = np.einsum("isk,kl,irl->isr", u, fit.bread, u)
    inner = np.einsum("isk,irl->srkl", u, u)
    q = len(contrasts)
    total = 0.0
    for s in range(q):
        for t in range(q):
            for a, b, c, d in ((s, s, t, t), (s, t, t, s)):
                total += float((own[:, a, b] * (own[:, c, d] - through[:, c, d])).sum())
                total -= float((own[:, c, d] * through[:, a, b]).sum())
                total += float(np.trace(fit.bread @ inner[b, d] @ fit.bread @ inner[c, a]))
    return q * (q + 1) / max(total, SINGULAR)
