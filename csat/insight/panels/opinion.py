"""An account's opinion in every month, as far as its readings before and after tell."""

import numpy as np
from numpy.typing import NDArray

from csat.insight.panels.drift import Drift

Floats = NDArray[np.float64]
UNHEARD = 1e7
BLOCK_NUMBERS = 8_000_000


def opinion(*, readings: Floats, noise: Floats, drift: Drift) -> Floats:
    """Opinion's expected deviation from its level (accounts, months), given all readings of an account.

    `readings` (accounts, months): deviations, any unit, NaN where none; `noise`: a reading's noise variance
    relative to the average. An account without readings gets zeros.

    Best linear unbiased prediction (Robinson 1991, Statistical Science 6, 15-32) with covariance
    r rho^|s - t| + (1 - r) noise; the level by generalised least squares. What it misses is uncorrelated with
    what it says, so a regression on it needs no correction for noise in the readings (regression calibration:
    Carroll, Ruppert, Stefanski, Crainiceanu, Measurement Error in Nonlinear Models, 2nd ed. 2006, chapter 4).
    """
    months = readings.shape[1]
    distance = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    common = drift.reliability * drift.persistence**distance
    block = max(1, BLOCK_NUMBERS // months**2)
    parts = [
        _predicted(readings[start : start + block], noise[start : start + block], common, drift.reliability)
        for start in range(0, len(readings), block)
    ]
    return np.concatenate(parts) if parts else np.zeros(readings.shape)


def _predicted(readings: Floats, noise: Floats, common: Floats, reliability: float) -> Floats:
    seen = np.isfinite(readings)
    own = np.where(seen, (1 - reliability) * noise + 1e-9, UNHEARD)
    covariance = common + own[:, :, None] * np.eye(readings.shape[1])
    sides = np.stack([np.where(seen, readings, 0.0), seen.astype(float)], axis=2)
    solved = np.where(seen[:, :, None], np.linalg.solve(covariance, sides), 0.0)
    mass = np.maximum(solved[:, :, 1].sum(axis=1), 1e-12)
    level = solved[:, :, 0].sum(axis=1) / mass
    return np.asarray((solved[:, :, 0] - level[:, None] * solved[:, :, 1]) @ common)
