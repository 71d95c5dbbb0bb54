"""Answers of accounts that behave as the model says: stable ones, and ones that fall."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.change.components import Components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Scale:
    """The ends of the scale, and the step to which answers are rounded from the low one (0: not at all)."""

    low: float
    high: float
    step: float


def simulated_answers(
    *,
    waves: Ints,
    persons: Ints,
    components: Components,
    scale: Scale,
    histories: int,
    rng: np.random.Generator,
    fall: float = 0.0,
    since: int = 0,
) -> Floats:
    """(n, histories): what the people of one account answer, wave by wave, rounded and cut to the scale.

    `waves`, `persons` (n,): whole numbers; `fall` points lower from wave `since` on. A residual measured on
    rounded answers contains the rounding (step^2/12), which is taken out before answers are rounded again;
    a default one is of opinions and does not.
    """
    when = waves - waves.min()
    who = np.unique(persons, return_inverse=True)[1]
    level = components.mean + components.account * rng.standard_normal((1, histories))
    moves = rng.standard_normal((int(when.max()), histories))
    moves = np.concatenate([np.zeros((1, histories)), np.cumsum(components.wander * moves, axis=0)])
    people = components.person * rng.standard_normal((int(who.max()) + 1, histories))
    noise = _opinion_noise(components, scale) * rng.standard_normal((waves.size, histories))
    y = level + moves[when] + people[who] + noise - fall * (waves >= since)[:, None]
    if scale.step > 0:
        y = scale.low + scale.step * np.round((y - scale.low) / scale.step)
    return np.clip(y, scale.low, scale.high)


def _opinion_noise(components: Components, scale: Scale) -> float:
    is_measured = components.n > 0 and not components.is_default
    variance = components.residual**2
    return float(np.sqrt(max(variance - is_measured * scale.step**2 / 12, variance / 4)))
