"""Answers of accounts that behave as the model says: stable ones, and ones that fall."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from csat.insight.change.components import Components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS, ROUNDS = 20_000, 12


@dataclass(frozen=True)
class Scale:
    """The ends of the scale, and the step to which answers are rounded from the low one (0: not at all)."""

    low: float
    high: float
    step: float


def opinions(components: Components, scale: Scale, rng: np.random.Generator) -> Components:
    """The mean and spreads of opinions whose answers, rounded and cut to the scale, have those given.

    Where many are near the best answer, cutting hides part of the spread, and rounding adds to it; an account
    in the middle of the scale shows more of it than the average does. Found by fixed point on simulated
    answers: two of one person, one of somebody else. Default components, and any that were not measured
    (`n` of 0), are of opinions already.
    """
    if components.is_default or components.n == 0:
        return components
    wanted = np.array([components.account, components.person, components.residual]) ** 2
    half = rng.standard_normal((6, DRAWS))
    draws = np.concatenate([half, -half], axis=1)
    mean, spreads = components.mean, wanted.copy()
    for _ in range(ROUNDS):
        found_mean, found = _shown(mean, np.sqrt(spreads), draws, scale)
        mean = float(np.clip(mean + components.mean - found_mean, scale.low, 2 * scale.high - scale.low))
        spreads = np.minimum(spreads * np.clip(wanted / np.maximum(found, 1e-12), 0.5, 2), 16 * wanted)
    account, person, residual = np.sqrt(spreads).tolist()
    return replace(components, mean=mean, account=account, person=person, residual=residual)


def _shown(mean: float, spreads: Floats, draws: Floats, scale: Scale) -> tuple[float, Floats]:
    """Mean, and variances of accounts, people and noise, as moments of answers show them."""
    account, person, residual = spreads
    level = mean + account * draws[0]
    one, again = (_answered(level + person * draws[1] + residual * draws[i], scale) for i in (2, 3))
    other = _answered(level + person * draws[4] + residual * draws[5], scale)
    centre = float((one.mean() + again.mean() + other.mean()) / 3)
    one, again, other = one - centre, again - centre, other - centre
    of_account = float(((one + again) * other).mean() / 2)
    of_person = float((one * again).mean())
    of_all = float((one**2 + again**2 + other**2).mean() / 3)
    return centre, np.array([of_account, of_person - of_account, of_all - of_person])


def _answered(opinion: Floats, scale: Scale) -> Floats:
    if scale.step > 0:
        opinion = scale.low + scale.step * np.round((opinion - scale.low) / scale.step)
    return np.clip(opinion, scale.low, scale.high)


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

    `waves`, `persons` (n,): whole numbers; `components`: of opinions; `fall` points lower from `since` on.
    """
    who = np.unique(persons, return_inverse=True)[1]
    level = components.mean + components.account * rng.standard_normal((1, histories))
    known, when = np.unique(waves, return_inverse=True)
    apart = np.sqrt(np.diff(known, prepend=known[0]))[:, None]
    moves = np.cumsum(components.wander * apart * rng.standard_normal((known.size, histories)), axis=0)
    people = components.person * rng.standard_normal((int(who.max()) + 1, histories))
    noise = components.residual * rng.standard_normal((waves.size, histories))
    return _answered(level + moves[when] + people[who] + noise - fall * (waves >= since)[:, None], scale)
