"""Importance against performance: into which quarter an attribute falls, and whether that is sure."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AGREEMENT = 0.8
# By 2 * (more important than 1/p) + (performs above the mean of means).
QUADRANTS = ("later", "enough", "improve", "keep")


def quadrants(shares: Floats, means: Floats) -> list[tuple[str, float]]:
    """Label and agreement of each attribute; "undetermined" where fewer than 80 % of the resamples agree.

    `shares`, `means` (b, p): of each resample. The cross-hairs move with it: 1/p and its mean of means.
    """
    is_important = shares > 1 / shares.shape[1]
    is_good = means > means.mean(axis=1, keepdims=True)
    which = 2 * is_important + is_good
    frequency = np.stack([(which == code).mean(axis=0) for code in range(len(QUADRANTS))])
    best, agreement = frequency.argmax(axis=0), frequency.max(axis=0)
    return [
        (QUADRANTS[code] if share >= AGREEMENT else "undetermined", float(share))
        for code, share in zip(best, agreement, strict=True)
    ]
