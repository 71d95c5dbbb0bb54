"""Complementary log-log regression that stays finite with few events: Firth's penalised likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_STEPS, CLOSE, HALVINGS = 100, 1e-10, 30
FARTHEST = 12.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """`coefficients` in the order of the columns, `covariance` of them, penalised `log_likelihood`."""

    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    log_likelihood: float


def firth_cloglog(*, rows: ArrayLike, is_event: ArrayLike) -> Fit:
    """Coefficients of P(event) = 1 - exp(-exp(rows @ b)) under Jeffreys' prior.

    `rows` (n, k) with full column rank (bring an intercept yourself); `is_event` (n,) of 0 and 1. NaN is not
    allowed. Estimates are finite even where a covariate separates events from the rest. Raises ValueError
    for arrays that don't fit or columns that depend on each other.

    Maximises l(b) + .5 log|X'WX|, W = (dmu/deta)^2 / (mu (1-mu)), by Fisher scoring on the modified score
    sum_i x_i [(y-mu) mu'/(mu(1-mu)) + .5 h_i dlog w_i/deta], h the diagonal of the hat matrix, halving steps
    that don't climb. Covariance: (X'WX)^-1. Source: Firth (1993), Biometrika 80, 27-38; Kosmidis and Firth
    (2009), Biometrika 96, 793-804 for other links; checked against R optim on the penalised likelihood.
    """
    x, y = np.asarray(rows, dtype=float), np.asarray(is_event, dtype=float)
    if x.ndim != 2 or y.shape != x.shape[:1] or not np.isfinite(x).all() or not np.isin(y, (0, 1)).all():
        raise ValueError("rows are events x covariates without NaN, events are 0 or 1")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("columns depend on each other")
    rate = (y.sum() + 0.5) / (len(y) + 1)
    b: Floats = np.linalg.lstsq(x, np.full(len(y), np.log(-np.log1p(-rate))), rcond=None)[0]
    value = _penalised(b, x, y)
    for _ in range(MOST_STEPS):
        score, information = _score(b, x, y)
        step = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
        b, gained = _climb(b, step, value, x=x, y=y)
        value += gained
        if np.abs(step).max() < CLOSE or gained <= 0:
            break
    covariance = np.linalg.inv(_score(b, x, y)[1])
    rows_of = tuple(tuple(line) for line in covariance.tolist())
    return Fit(coefficients=tuple(b.tolist()), covariance=rows_of, log_likelihood=value)


def _climb(b: Floats, step: Floats, value: float, *, x: Floats, y: Floats) -> tuple[Floats, float]:
    """The longest of the step, its half, its quarter ... that climbs, and by how much it does."""
    for _ in range(HALVINGS):
        gained = _penalised(b + step, x, y) - value
        if gained > 0:
            return b + step, gained
        step = step / 2
    return b, 0.0


def _parts(b: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Linear predictor, log of the chance of an event, and log of the weight, kept off the edges."""
    eta = np.clip(x @ b, -4 * FARTHEST, np.log(FARTHEST * 4))
    log_event = np.log(-np.expm1(-np.exp(eta)))
    return eta, log_event, 2 * eta - np.exp(eta) - log_event


def _penalised(b: Floats, x: Floats, y: Floats) -> float:
    eta, log_event, log_weight = _parts(b, x)
    information = x.T @ (np.exp(log_weight)[:, None] * x)
    sign, size = np.linalg.slogdet(information)
    likelihood = float(y @ log_event - (1 - y) @ np.exp(eta))
    return likelihood + 0.5 * float(size) if sign > 0 else -np.inf


def _score(b: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    eta, log_event, log_weight = _parts(b, x)
    weight = np.exp(log_weight)
    information = x.T @ (weight[:, None] * x)
    hat = weight * np.einsum("ij,ij->i", x @ np.linalg.inv(information), x)
    # mu'/(mu(1-mu)) = exp(eta)/mu; log w = 2 eta - exp(eta) - log mu, and dlog mu/deta = mu'/mu.
    rise = np.exp(eta - log_event)
    curve = 2 - np.exp(eta) - rise * np.exp(-np.exp(eta))
    residual = y - np.exp(log_event)
    return x.T @ (residual * rise + 0.5 * hat * curve), information
