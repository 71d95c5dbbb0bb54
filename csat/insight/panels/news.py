"""What a reading says that the account's earlier ones did not: opinion drifts and is heard through noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.panels.drift import drifts, passage, relative_noise

Floats = NDArray[np.float64]
SETTLED = 200


@dataclass(frozen=True)
class News:
    """`surprises` (accounts, months): standardised, NaN where no reading; an array for further computing.

    `persistence` and `reliability` of the likeliest drift; `echoes`: how much of what opinion did
    0, 1, 2, ... months ago is in a surprise.
    """

    surprises: Floats
    persistence: float
    reliability: float
    echoes: tuple[float, ...]


def news(*, readings: Floats, counts: Floats, gap: int = 1, reach: int = 12) -> News:
    """One-step surprises of readings, however sparse their months, by a Kalman filter common to all accounts.

    `readings` (accounts, months): deviations around 0, any unit, NaN where no survey; `counts` of the same
    shape: answers behind a reading (its noise is 1 / count of one answer's). `gap`: the usual months between
    an account's readings, `reach`: how many echoes are wanted. Without readings all surprises are NaN.

    Unlike an autoregression on consecutive waves it needs no even spacing, loses no reading to a missed wave
    and knows that a single reading is noisy. Checked against statsmodels' SARIMAX with missing values.
    """
    is_seen = np.isfinite(readings)
    noise = relative_noise(counts, is_seen)
    best = drifts(readings=readings, noise=noise)[0]
    run = passage(readings=readings, noise=noise, pairs=[(best.persistence, best.reliability)])
    return News(
        surprises=np.where(is_seen, run.surprises, np.nan),
        persistence=best.persistence,
        reliability=best.reliability,
        echoes=_echoes(best.persistence, best.reliability, gap, reach),
    )


def _echoes(p: float, r: float, gap: int, reach: int) -> tuple[float, ...]:
    """The estimate moves by `gain` of a surprise, so 1 - gain of an older change is news next time."""
    spread, gain = r, 1.0
    for _ in range(SETTLED):
        gain = spread / (spread + 1 - r)
        spread = p ** (2 * gap) * (1 - gain) * spread + (1 - p ** (2 * gap)) * r
    return tuple(p**j * (1 - gain) ** (j // gap) for j in range(reach))
