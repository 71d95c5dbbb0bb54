"""What a reading says that the account's earlier ones did not: opinion drifts and is heard through noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PERSISTENCE = (0.0, 0.3, 0.5, 0.65, 0.75, 0.85, 0.92, 0.97)
RELIABILITY = (0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class News:
    """`surprises` (accounts x months): standardised, NaN where no reading; an array for further computing.

    `persistence`: share of opinion's deviation that is left a month later; `reliability`: opinion's share of
    a reading's variance; `echoes`: how much of what opinion did 0, 1, 2, ... months ago is in a surprise.
    """

    surprises: Floats
    persistence: float
    reliability: float
    echoes: tuple[float, ...]


def news(*, readings: ArrayLike, counts: ArrayLike | None = None, gap: int = 1, reach: int = 12) -> News:
    """One-step surprises of readings, however sparse their months, by a Kalman filter common to all accounts.

    `readings` (accounts, months): deviations around 0, any unit, NaN where no survey; `counts` of the same
    shape: answers behind a reading (its noise is 1 / count of one answer's), 1 where not given. `gap`: the
    usual months between an account's readings, `reach`: how many echoes are wanted. Nothing is raised; without
    readings all surprises are NaN.

    Opinion is AR(1) by month, reading = opinion + noise; persistence and reliability (of a reading with the
    average noise) by maximum likelihood on a grid, variance concentrated out. Unlike an autoregression on
    consecutive waves it needs no even spacing, loses no reading to a missed wave and knows that a single
    reading is noisy. Source: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989),
    3.2; checked against statsmodels' SARIMAX with missing values.
    """
    y = np.asarray(readings, dtype=float)
    is_seen = np.isfinite(y)
    n = np.ones(y.shape) if counts is None else np.where(is_seen, np.asarray(counts, dtype=float), 1.0)
    noise = 1 / np.maximum(n, 1.0)
    noise /= max(float(noise[is_seen].mean()), 1e-12) if is_seen.any() else 1.0
    grid = [(p, r) for p in PERSISTENCE for r in RELIABILITY if p > 0 or r == 1.0]
    persistence, reliability = (np.array(column)[:, None] for column in zip(*grid, strict=True))
    fits = _fits(y, noise, persistence, reliability)
    best = int(np.argmin(fits[1]))
    p, r = grid[best]
    surprises = _fits(y, noise, np.array([[p]]), np.array([[r]]))[0]
    return News(np.where(is_seen, surprises, np.nan), p, r, _echoes(p, r, gap, reach))


def _fits(y: Floats, noise: Floats, p: Floats, r: Floats) -> tuple[Floats, Floats]:
    """Standardised surprises (of the first point of the grid) and each point's restricted deviance.

    An account's level is taken out by generalised least squares: a constant runs through the same filter as
    the readings. The restricted likelihood is free of the bias that a level estimated from few readings has.
    """
    seen = np.isfinite(y)
    state, constant = np.zeros((p.size, y.shape[0])), np.zeros((p.size, y.shape[0]))
    spread = r * np.ones((p.size, y.shape[0]))
    cross, square, total, logs = (np.zeros((p.size, y.shape[0])) for _ in range(4))
    filled = np.where(seen, y, 0.0)
    steps = []
    for t in range(y.shape[1]):
        variance = spread + (1 - r) * noise[:, t]
        root = np.where(seen[:, t], 1 / np.sqrt(variance), 0.0)
        surprise, one = (filled[:, t] - state) * root, (1 - constant) * root
        cross, square, total = cross + surprise * one, square + one**2, total + surprise**2
        logs -= np.where(seen[:, t], 2 * np.log(np.where(root > 0, root, 1.0)), 0.0)
        gain = spread * root
        state, constant = p * (state + gain * surprise), p * (constant + gain * one)
        spread = p**2 * (spread - gain**2) + (1 - p**2) * r
        steps.append((surprise[0], one[0]))
    level = cross / np.maximum(square, 1e-12)
    n = max(int(seen.sum()) - int(seen.any(axis=1).sum()), 1)
    squares = np.maximum((total - level * cross).sum(axis=1), 1e-300)
    restricted = np.log(np.maximum(square, 1e-12))[:, seen.any(axis=1)].sum(axis=1)
    found = np.stack([s - level[0] * o for s, o in steps], axis=1)
    return found, n * np.log(squares / n) + logs.sum(axis=1) + restricted


def _echoes(p: float, r: float, gap: int, reach: int) -> tuple[float, ...]:
    spread = r
    for _ in range(200):
        gain = spread / (spread + 1 - r)
        spread = p ** (2 * gap) * (1 - gain) * spread + (1 - p ** (2 * gap)) * r
    return tuple(p**j * (1 - gain) ** (j // gap) for j in range(reach))
