"""How far accounts' levels move of themselves from wave to wave, told apart from falls."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.change.components import Components, answers_in_order
from csat.insight.change.model import Fall, layout, posterior

GRID = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)  # steps of a 1-10 answer a wave
CLEARLY = 2.71  # twice the log likelihood above none: 5 % one-sided


def with_wander(
    *,
    accounts: ArrayLike,
    persons: ArrayLike,
    waves: ArrayLike,
    points: ArrayLike,
    components: Components,
    fall: Fall | None = None,
    progress: Callable[[float], None] | None = None,
) -> Components:
    """The components given, with `wander`: the standard deviation of a level's own movement in a wave.

    `accounts`, `persons`, `waves`, `points` (n,) as in `components.variance_components`, whose result
    `components` is; defaults come back unchanged. NaN rows are left out. Raises ValueError as it does.

    Accounts that wander raise more false alarms than stable ones if the model knows only falls (0.13 instead
    of 0.05 a year at 0.25 steps a wave); a model that knows keeps the rate and finds falls sooner than a
    raised alarm level does. Maximum likelihood on a grid of 0 to 0.4 steps under the mixture of
    `model.posterior`, so that a fall in some accounts is not taken for wandering in all; parabola through the
    best three; 0 unless twice the log likelihood rises by 2.71 (5 %, one-sided).
    Source: local level model, Harvey, Forecasting, Structural Time Series Models and the Kalman Filter
    (1989), 4.5; checked against the Kalman filter of statsmodels.
    """
    account, person, wave, y = answers_in_order(accounts, persons, waves, points)
    if components.is_default or y.size == 0:
        return components
    found = np.zeros(len(GRID))
    ends = np.flatnonzero(np.diff(account)) + 1
    pieces = np.split(np.arange(y.size), ends)
    for done, rows in enumerate(pieces, start=1):
        if np.unique(wave[rows]).size > 1:
            residuals = (y[rows] - components.mean)[:, None]
            for step, share in enumerate(GRID):
                guess = replace(components, wander=share * components.point)
                known = layout(waves=wave[rows], persons=person[rows], components=guess, fall=fall or Fall())
                found[step] += float(posterior(known, residuals[known.order]).log_likelihood[0])
        if progress is not None:
            progress(done / len(pieces))
    return replace(components, wander=_best(found) * components.point)


def _best(likelihood: NDArray[np.float64]) -> float:
    """Where the likelihood is highest, in steps; none where that is hardly more likely than none."""
    best = int(likelihood.argmax())
    if 2 * (likelihood[best] - likelihood[0]) < CLEARLY:
        return 0.0
    if best == len(GRID) - 1:
        return GRID[best]
    x, height = np.array(GRID[best - 1 : best + 2]), likelihood[best - 1 : best + 2]
    curve = np.polyfit(x - x[1], height, 2)
    return float(x[1] - curve[1] / (2 * curve[0]))
