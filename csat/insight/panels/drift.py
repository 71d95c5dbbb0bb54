"""How opinion drifts and how noisy a reading of it is, as far as the readings' own course tells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PERSISTENCE = (0.3, 0.5, 0.65, 0.75, 0.85, 0.92, 0.97)
RELIABILITY = (0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)
IMPLAUSIBLE = 0.01
ENOUGH = 500
NOTHING = 1e-12


@dataclass(frozen=True)
class Drift:
    """`persistence`: the share of a deviation of opinion that is left a month later; `reliability`: opinion's
    share of the variance of a reading with the average noise; `weight`: how plausible, all summing to 1."""

    persistence: float
    reliability: float
    weight: float


@dataclass(frozen=True)
class Run:
    """A filter's passage: `surprises` (accounts, months) of the first pair, standardised, 0 where no reading;
    `deviances` (pairs,): -2 log restricted likelihood up to a constant."""

    surprises: Floats
    deviances: Floats


def drifts(*, readings: Floats, noise: Floats) -> tuple[Drift, ...]:
    """Pairs of persistence and reliability by restricted likelihood, likeliest first, none under 1 %.

    `readings` (accounts, months): deviations from what is common, NaN where none; `noise` of the same shape:
    a reading's noise variance relative to the average. Of 1,000 accounts and more every second, third, ... is
    heard: the pairs are no clearer from more.

    Opinion is AR(1) by month, reading = opinion + noise; the variance is concentrated out, flat prior on the
    grid. Source: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), 3.2 and
    3.4; the likelihood was checked against that of statsmodels' SARIMAX with missing values.
    """
    pairs = [(p, r) for p in PERSISTENCE for r in RELIABILITY] + [(0.0, 1.0)]
    every = max(1, len(readings) // ENOUGH)
    deviances = passage(readings=readings[::every], noise=noise[::every], pairs=pairs).deviances
    weights = np.exp(-(deviances - deviances.min()) / 2)
    weights = np.where(weights / weights.sum() >= IMPLAUSIBLE, weights, 0.0)
    weights /= weights.sum()
    found = [Drift(p, r, float(w)) for (p, r), w in zip(pairs, weights, strict=True) if w > 0]
    return tuple(sorted(found, key=lambda drift: -drift.weight))


def passage(*, readings: Floats, noise: Floats, pairs: ArrayLike) -> Run:
    """One passage of the Kalman filter over all accounts and pairs (persistence, reliability) at once.

    An account's level is taken out by generalised least squares: a constant runs through the same filter as
    the readings. The restricted likelihood is free of the bias of levels estimated from few readings, which
    would make opinion look shorter-lived than it is.
    """
    p, r = (column[:, None] for column in np.asarray(pairs, dtype=float).T)
    seen, shape = np.isfinite(readings), (p.size, len(readings))
    filled, spread = np.where(seen, readings, 0.0), np.broadcast_to(r, shape)
    state, constant, cross, square, total, logs = (np.zeros(shape) for _ in range(6))
    steps = []
    for t in range(readings.shape[1]):
        root = np.where(seen[:, t], 1 / np.sqrt(np.maximum(spread + (1 - r) * noise[:, t], NOTHING)), 0.0)
        surprise, one = (filled[:, t] - state) * root, (1 - constant) * root
        cross, square, total = cross + surprise * one, square + one**2, total + surprise**2
        logs = logs - 2 * np.log(np.where(root > 0, root, 1.0))
        gain = spread * root
        state, constant = p * (state + gain * surprise), p * (constant + gain * one)
        spread = p**2 * (spread - gain**2) + (1 - p**2) * r
        steps.append((surprise[0], one[0]))
    level = cross / np.maximum(square, NOTHING)
    heard = seen.any(axis=1)
    n = max(int(seen.sum() - heard.sum()), 1)
    squares = np.maximum((total - level * cross).sum(axis=1), NOTHING)
    restricted = np.log(np.maximum(square[:, heard], NOTHING)).sum(axis=1)
    surprises = np.stack([surprise - level[0] * one for surprise, one in steps], axis=1)
    return Run(surprises, n * np.log(squares / n) + logs.sum(axis=1) + restricted)


def relative_noise(counts: Floats, is_seen: NDArray[np.bool_]) -> Floats:
    """Noise variance of readings made of so many answers, 1 on average."""
    noise = 1 / np.maximum(counts, 1.0)
    return np.asarray(noise / noise[is_seen].mean()) if is_seen.any() else noise
