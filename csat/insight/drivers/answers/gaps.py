"""Means and covariances of answers with gaps: maximum likelihood by EM, for many resamples at once."""

import numpy as np
from numpy.typing import NDArray

from csat.insight.drivers.answers.patterns import Totals

Floats = NDArray[np.float64]
LEAST_COMPLETE = 0.8
MOST_ROUNDS = 500
RIDGE = 1e-9


def used_rows(table: Floats) -> NDArray[np.bool_]:
    """Complete rows where they are at least 80 % of all (n, q); otherwise all, for EM."""
    is_complete: NDArray[np.bool_] = ~np.asarray(np.isnan(table).any(axis=1))
    if is_complete.sum() >= LEAST_COMPLETE * len(table):
        return is_complete
    return np.ones(len(table), dtype=bool)


def complete_moments(whole: Totals) -> tuple[Floats, Floats]:
    """Means (b, q) and covariances (b, q, q) of rows without gaps."""
    n = np.maximum(whole.rows, 1)
    mean = whole.sums / n[:, None]
    return mean, whole.products / n[:, None, None] - mean[:, :, None] * mean[:, None, :]


def em_moments(
    parts: list[Totals], mean: Floats, covariance: Floats, *, tolerance: float
) -> tuple[Floats, Floats]:
    """Means (b, q) and covariances (b, q, q) under normality, answers missing at random.

    `mean` (b, q), `covariance` (b, q, q): where to start. Stops when no correlation moves by more than
    `tolerance` in a round, or after 500 rounds. Source: Dempster, Laird and Rubin (1977), JRSS B 39, 1-38;
    Little and Rubin, Statistical Analysis with Missing Data (3rd ed. 2019), 11.2.
    """
    rows = np.maximum(sum(part.rows for part in parts), 1)
    for _ in range(MOST_ROUNDS):
        sums, products = np.zeros_like(mean), np.zeros_like(covariance)
        for part in parts:
            expected = _expected(part, mean, covariance)
            sums += expected[0]
            products += expected[1]
        mean = sums / rows[:, None]
        fresh = products / rows[:, None, None] - mean[:, :, None] * mean[:, None, :]
        change = np.abs(to_correlations(fresh) - to_correlations(covariance)).max()
        covariance = fresh
        if change < tolerance:
            break
    return mean, covariance


def _expected(part: Totals, mean: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Sums and products of a pattern's rows, what is missing replaced by what the rest leads to expect."""
    seen, missing = np.flatnonzero(part.is_seen), np.flatnonzero(~part.is_seen)
    if not missing.size:
        return part.sums, part.products
    inner = covariance[:, seen[:, None], seen]
    inner = inner + RIDGE * np.eye(seen.size) * np.trace(inner, axis1=1, axis2=2)[:, None, None]
    across = covariance[:, seen[:, None], missing]
    slopes = np.swapaxes(np.linalg.solve(inner, across), 1, 2)
    fill = np.zeros_like(covariance)
    fill[:, seen, seen] = 1.0
    fill[:, missing[:, None], seen] = slopes
    constant = np.zeros_like(mean)
    constant[:, missing] = mean[:, missing] - (slopes @ mean[:, seen, None])[..., 0]
    carried = (fill @ part.sums[:, :, None])[..., 0]
    sums = carried + part.rows[:, None] * constant
    mixed = carried[:, :, None] * constant[:, None, :]
    products = fill @ part.products @ np.swapaxes(fill, 1, 2) + mixed + np.swapaxes(mixed, 1, 2)
    products += part.rows[:, None, None] * constant[:, :, None] * constant[:, None, :]
    left = covariance[:, missing[:, None], missing] - slopes @ across
    products[:, missing[:, None], missing] += part.rows[:, None, None] * left
    return sums, products


def without(covariance: Floats, held: int) -> Floats:
    """Covariances (b, q - held, q - held) of the later columns, the first `held` held constant."""
    if not held:
        return covariance
    inner, across = covariance[:, :held, :held], covariance[:, :held, held:]
    explained = np.linalg.pinv(inner, rcond=1e-8, hermitian=True) @ across
    return covariance[:, held:, held:] - np.swapaxes(across, 1, 2) @ explained


def to_correlations(covariance: Floats) -> Floats:
    """Correlations (b, q, q); 0 with whatever does not vary."""
    variance = np.diagonal(covariance, axis1=1, axis2=2)
    varies = variance > 1e-12 * np.maximum(variance.max(axis=1, keepdims=True), 1e-300)
    scale = np.where(varies, 1 / np.sqrt(np.where(varies, variance, 1.0)), 0.0)
    found = np.clip(covariance * scale[:, :, None] * scale[:, None, :], -1.0, 1.0)
    diagonal = np.arange(covariance.shape[1])
    found[:, diagonal, diagonal] = 1.0
    return found
