"""Intervals out of many mixtures of normals at once, and the grids that the mixtures run over."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from csat.insight.intervals.interval import Interval

Floats = NDArray[np.float64]
MOST_ROUNDS, CLOSE = 60, 1e-10
ROOT_OF_TAU = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True)
class Cut:
    """The ends of the scale, and how much of the mixture an interval holds."""

    bounds: tuple[float, float]
    confidence: float


def intervals(
    centre: Floats, variance: Floats, weight: Floats, *, n: ArrayLike, cut: Cut
) -> tuple[Interval, ...]:
    """Mean and equal-tailed interval of each row, cut to the scale; arrays as in `quantile`, `n` (k,)."""
    deviation, edge = np.sqrt(variance), (1 - cut.confidence) / 2
    low, high = (quantile(share, centre, deviation, weight) for share in (edge, 1 - edge))
    columns = (np.clip(column, *cut.bounds).tolist() for column in (centre @ weight, low, high))
    return tuple(
        Interval(estimate, low, high, int(m))
        for estimate, low, high, m in zip(*columns, np.asarray(n), strict=True)
    )


def quantile(share: float, centre: Floats, deviation: Floats, weight: Floats) -> Floats:
    """Where each mixture reaches a share: rows of `centre` and `deviation` (k, g), weighted by `weight` (g,).

    The weights add up to 1. Newton's steps, halved where they would leave what is known to hold the answer.
    """
    mean = centre @ weight
    spread = np.sqrt(np.maximum((centre**2 + deviation**2) @ weight - mean**2, 0.0)) + 1e-300
    low, high = (centre - 9 * deviation).min(axis=1), (centre + 9 * deviation).max(axis=1)
    found = np.clip(mean + float(ndtri(share)) * spread, low, high)
    for _ in range(MOST_ROUNDS):
        z = (found[:, None] - centre) / deviation
        excess = ndtr(z) @ weight - share
        density = (np.exp(-0.5 * z * z) / deviation) @ weight / ROOT_OF_TAU
        low, high = np.where(excess < 0, found, low), np.where(excess < 0, high, found)
        step = found - excess / np.maximum(density, 1e-300)
        fresh = np.where((step > low) & (step < high), step, (low + high) / 2)
        is_close = np.abs(fresh - found) <= CLOSE * spread
        found = fresh
        if is_close.all():
            break
    return found


def middles(start: float, end: float, count: int) -> Floats:
    """The middles of `count` equal cells."""
    return start + (np.arange(count) + 0.5) * (end - start) / count


def narrowed(plausible: Floats, grid: Floats, count: int) -> Floats:
    """`count` points where the plausible ones of a grid lie, with a cell and a half around."""
    around = 1.5 * float(grid[1] - grid[0])
    first, last = float(grid[0]) - around / 3, float(grid[-1]) + around / 3
    return middles(
        max(first, float(plausible.min()) - around), min(last, float(plausible.max()) + around), count
    )
