"""Which delays are plausible: a set of months, not a month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat.insight.given import known


@dataclass(frozen=True)
class LagSet:
    """`low` to `high` months hold the delay with the confidence asked for; `best` is the likeliest."""

    best: int
    low: int
    high: int


def lag_set(*, z: ArrayLike, confidence: float = 0.95, widened: int = 0) -> LagSet:
    """The shortest run of delays that carries `confidence` of the likelihood.

    `z` (lags,): standard scores of the delays 1, 2, ...; those with the sign of the highest |z| count.
    `widened` months are added at both ends (within 1..lags): half the distance of surveys where z is of
    single delays. Raises ValueError without scores or with NaN.

    Weights are exp(z^2 / 2), the profile likelihood of a lead of k months where the effect is free.
    """
    scores = known(z)
    if scores.ndim != 1 or not scores.size:
        raise ValueError("z has a finite score for each delay")
    best = int(np.argmax(np.abs(scores)))
    same = np.maximum(scores * (1.0 if scores[best] >= 0 else -1.0), 0.0)
    weights = np.exp((same**2 - same[best] ** 2) / 2)
    cumulated = np.concatenate([[0.0], np.cumsum(weights / weights.sum())])
    runs = (
        (high - low, -(cumulated[high] - cumulated[low]), low, high)
        for low in range(best + 1)
        for high in range(best + 1, scores.size + 1)
        if cumulated[high] - cumulated[low] >= confidence - 1e-12
    )
    _, _, low, high = min(runs)
    return LagSet(best=best + 1, low=max(1, low + 1 - widened), high=min(scores.size, high + widened))
