"""The model of one account's answers: a level, its people, noise, and a fall that may start at any wave."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_ndtr

from csat.insight.change.components import Components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = 1e-300  # the chance of a fall at a wave that is settled already, so that its logarithm exists


@dataclass(frozen=True)
class Fall:
    """What falls are like before an account's answers are seen: size N(size, spread^2) cut at zero, in steps
    of a 1-10 answer, and the chance that one starts in a wave; 2 % is for quarters, 0.7 % for months."""

    size: float = 1.5
    spread: float = 0.75
    hazard: float = 0.02

    def __post_init__(self) -> None:
        if not (self.spread > 0 and 0 < self.hazard < 1 and np.isfinite(self.size)):
            raise ValueError("a fall has a size, a spread and a chance between 0 and 1")


@dataclass(frozen=True)
class Layout:
    """Who answered when in one account (n answers in time order, t waves), ready for any answers.

    `order` (n,) puts given rows in time order; `starts` (t,) is each wave's first row; `waves` (t,).
    `whiten` (n, n) and `steps` (n, t-1): inverse Cholesky factor, and it times "from wave c on".
    `weight` (t, t-1): a = u'u for each wave c as known after each wave; `log_prior` (t-1,) of a change
    at c, `log_stay` (t,) of none so far; `size`, `spread`: the fall's prior in the unit of the answers.
    """

    order: Ints
    starts: Ints
    waves: Ints
    whiten: Floats
    steps: Floats
    weight: Floats
    log_prior: Floats
    log_stay: Floats
    size: float
    spread: float


def layout(
    *, waves: Ints, persons: Ints, components: Components, fall: Fall, settled: int | None = None
) -> Layout:
    """The part of the computation that depends on who answered when, not on what they said.

    V = account^2 11' + person^2 [same person] + residual^2 I + wander^2 min(t, s), t from the first wave. In
    time order the Cholesky factor of the first waves is the leading block of the whole, so one factor serves
    every wave at which the account is looked at. From wave `settled` on the level is another one than before,
    drawn afresh, and falls are looked for after it.
    """
    order = np.argsort(waves, kind="stable")
    when, person = waves[order], persons[order]
    known, starts = np.unique(when, return_index=True)
    begin = int(known[0] if settled is None else max(settled, known[0]))
    whiten = np.linalg.inv(np.linalg.cholesky(_covariance(when, person, components, begin)))
    steps = whiten @ (when[:, None] >= known[None, 1:]).astype(float)
    elapsed = np.maximum(known - begin, 0)
    log_stay = np.log1p(-fall.hazard) * elapsed
    starts_here = -np.expm1(np.log1p(-fall.hazard) * np.diff(elapsed))
    return Layout(
        order=order,
        starts=starts,
        waves=known,
        whiten=whiten,
        steps=steps,
        weight=np.cumsum(np.add.reduceat(steps**2, starts, axis=0), axis=0),
        log_prior=log_stay[:-1] + np.log(np.maximum(starts_here, NEVER)),
        log_stay=log_stay,
        size=fall.size * components.point,
        spread=fall.spread * components.point,
    )


def _covariance(when: Ints, person: Ints, components: Components, begin: int) -> Floats:
    is_new = when >= begin
    moved = np.maximum(when - begin, 0)
    v = components.account**2 * (is_new[:, None] == is_new[None, :]).astype(float)
    v += components.person**2 * (person[:, None] == person[None, :])
    v += components.wander**2 * np.minimum.outer(moved, moved)
    v[np.diag_indices(when.size)] += components.residual**2
    return v


@dataclass(frozen=True)
class Posterior:
    """`probability` (t, s): that there has been a fall, after each wave.

    After the last one, for a fall at each wave but the first: `log_odds` (t-1, s), `centre` (t-1, s) and
    `deviation` (t-1,) of its size before the cut at zero; `log_likelihood` (s,) of all answers, without its
    constant.
    """

    probability: Floats
    log_odds: Floats
    centre: Floats
    deviation: Floats
    log_likelihood: Floats


def posterior(known: Layout, residuals: Floats) -> Posterior:
    """What s histories of answers, (n, s) less the mean and in time order, say after each wave.

    y_pt = theta_t + u_p + e_pt, theta ~ N(0, account^2), moving by `wander` a wave, and lower by
    D ~ N+(d, g^2) from wave c on; a fall starts in a wave with chance `hazard`.
    For a fall from wave c, with u = L^-1 1[t >= c] and z = L^-1 y: a = u'u, b = -u'z, v = 1/(a + 1/g^2),
    m = v(b + d/g^2), Bayes factor sqrt(v)/g exp(.5(m^2/v - d^2/g^2)) Phi(m/sqrt v)/Phi(d/g).
    """
    z = known.whiten @ residuals
    edges = [*known.starts.tolist(), z.shape[0]]
    by_wave = np.stack([known.steps[i:j].T @ z[i:j] for i, j in pairwise(edges)])
    # A fall at c is possible from look c on: looks 1, 2, ... have 1, 2, ... candidates, one after another.
    look, start = np.tril_indices(known.waves.size - 1)
    b = -np.cumsum(by_wave, axis=0)[look + 1, start]
    precision = known.spread**-2
    v = 1 / (known.weight[look + 1, start] + precision)
    deviation = np.sqrt(v)
    m = v[:, None] * (b + known.size * precision)
    ratio = m / deviation[:, None]
    constant = np.log(deviation / known.spread) - 0.5 * known.size**2 * precision
    constant += known.log_prior[start] - known.log_stay[look + 1] - log_ndtr(known.size / known.spread)
    log = 0.5 * ratio**2 + log_ndtr(ratio) + constant[:, None]
    odds = _summed(log, known.waves.size - 1)
    likelihood = np.log(np.diag(known.whiten)).sum() - 0.5 * (z**2).sum(axis=0)
    likelihood += known.log_stay[-1] + np.logaddexp(0.0, odds[-1])
    last = look == look[-1]
    probability = np.concatenate([np.zeros((1, z.shape[1])), expit(odds)])
    return Posterior(probability, log[last], m[last], deviation[last], likelihood)


def _summed(log: Floats, looks: int) -> Floats:
    """Logarithms of the sums over the candidates of each look."""
    counts = np.arange(1, looks + 1)
    first = np.cumsum(counts) - counts
    top = np.maximum.reduceat(log, first, axis=0)
    total = np.add.reduceat(np.exp(log - np.repeat(top, counts, axis=0)), first, axis=0)
    return np.asarray(np.log(total) + top)
