"""What the scores of managers' accounts say of the managers: account mix and few answers allowed for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import labels as whole_labels
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.pooling.mixture import Cut, intervals
from csat.insight.pooling.nested import Heard, Points, heard, points
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_MANAGERS, MIN_RANKED = 2, 4
RANKED_ACCOUNTS, RANKED_RESPONDENTS = 5, 15
DRAWS = 4000
SURE = 0.8


@dataclass(frozen=True)
class ManagerMean:
    """One manager. `estimate`: score their accounts would have with the company's mix of segments; `effect`:
    that less the company's. `place` 1 is best, by `effect`, among the ranked; `top` and `bottom`: probability
    to be in the best and the worst quarter of the ranked; None below 5 accounts or 15 respondents, and for
    everybody where fewer than 4 managers reach that.
    """

    manager: int
    estimate: Interval
    effect: Interval
    accounts: int
    respondents: int
    place: int | None
    top: float | None
    bottom: float | None


@dataclass(frozen=True)
class ManagerMeans:
    """`managers` by label. Standard deviations: `spread` between managers, `account_spread` between accounts
    of one manager, `noise` between answers of one account.

    verdict: "told_apart" (somebody is in the best or the worst quarter with P >= .8), "not_told_apart",
    "not_ranked" (fewer than 4 managers have enough answers).
    """

    managers: tuple[ManagerMean, ...]
    company: float
    spread: float
    account_spread: float
    noise: float
    ranked: int
    seed: int
    verdict: str


def manager_means(
    *,
    sums: ArrayLike,
    counts: ArrayLike,
    squares: ArrayLike,
    managers: ArrayLike,
    segments: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> ManagerMeans | TooLittle:
    """Each manager's underlying score, adjusted for the segments of their accounts.

    `sums`, `counts`, `squares` (k,): sum, number (>= 1) and sum of squares of an account's answers, any unit.
    `managers` (k,), `segments` (k,): integer labels of the account's manager and segment. `bounds`: the
    scale's ends, to which estimates are cut. `seed`: of the draws behind the chances of a place. TooLittle
    below 5 accounts, 5 degrees of freedom within accounts, or 2 managers. NaN is not allowed. Raises
    ValueError for arrays of different length.

    y_i ~ N(mu_segment + m_j + a_i, s2 / n_i), m_j ~ N(0, omega^2), a_i ~ N(0, tau^2), mu flat; spreads on a
    grid as in `account_means`. A segment that one manager has alone says nothing of that manager. Quarters:
    share of 4,000 joint draws. Source: Gelman et al., Bayesian Data Analysis (3rd ed. 2013), 5.4 and 15;
    ranks: Laird and Louis (1989), J. Educational Statistics 14, 29-46; checked against lme4 and a sampler.
    """
    data = heard(sums, counts, squares)
    if isinstance(data, TooLittle):
        return data
    labels, group = _numbers(managers, data)
    missing = shortages(managers=(labels.size, MIN_MANAGERS))
    if missing:
        return TooLittle(missing)
    segment = _numbers(np.zeros(group.size) if segments is None else segments, data)[1]
    design = (segment[:, None] == np.arange(segment.max() + 1)).astype(float)
    grid = points(data, design=design, groups=group)
    rows = _rows(
        labels, group, data, grid=grid, mix=design.mean(axis=0), cut=Cut(bounds, confidence), seed=seed
    )
    return _named(rows, data, grid, mix=design.mean(axis=0), seed=seed)


def _rows(
    labels: Ints, group: Ints, data: Heard, *, grid: Points, mix: Floats, cut: Cut, seed: int
) -> tuple[ManagerMean, ...]:
    accounts, respondents = np.bincount(group), np.bincount(group, weights=data.n)
    is_ranked = (accounts >= RANKED_ACCOUNTS) & (respondents >= RANKED_RESPONDENTS)
    is_ranked &= is_ranked.sum() >= MIN_RANKED
    reach = cut.bounds[1] - cut.bounds[0]
    around_zero = Cut((-reach, reach), cut.confidence)
    rows = zip(
        labels.tolist(),
        intervals(*grid.effects(mix), grid.weight, n=respondents, cut=cut),
        intervals(*grid.effects(0 * mix), grid.weight, n=respondents, cut=around_zero),
        accounts.tolist(),
        respondents.astype(int).tolist(),
        *_places(grid, is_ranked, seed),
        strict=True,
    )
    return tuple(ManagerMean(*row) for row in rows)


def _numbers(labels: ArrayLike, data: Heard) -> tuple[Ints, Ints]:
    given = whole_labels(labels)
    if given.shape != data.y.shape:
        raise ValueError("managers and segments describe the same accounts as sums")
    found, which = np.unique(given, return_inverse=True)
    return found, which


def _places(
    grid: Points, is_ranked: NDArray[np.bool_], seed: int
) -> tuple[list[int | None], list[float | None], list[float | None]]:
    """Place, chance of the best quarter and of the worst; None for those who are not ranked."""
    everybody = is_ranked.size
    place: list[int | None] = [None] * everybody
    top: list[float | None] = [None] * everybody
    bottom: list[float | None] = [None] * everybody
    ranked = np.flatnonzero(is_ranked)
    if not ranked.size:
        return place, top, bottom
    drawn = _draws(grid, seed)[:, ranked]
    ahead = (-drawn).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    quarter = ranked.size // 4
    best, worst = (ahead < quarter).mean(axis=0), (ahead >= ranked.size - quarter).mean(axis=0)
    effect = grid.effects(np.zeros(grid.mu.shape[1]))[0] @ grid.weight
    order = np.argsort(-effect[ranked], kind="stable").argsort(kind="stable") + 1
    for i, j in enumerate(ranked.tolist()):
        place[j], top[j], bottom[j] = int(order[i]), float(best[i]), float(worst[i])
    return place, top, bottom


def _draws(grid: Points, seed: int) -> Floats:
    """Joint draws (d, J) of all managers' effects: a point, then mu, then each effect given mu."""
    rng = np.random.default_rng(seed)
    at = rng.choice(grid.weight.size, size=DRAWS, p=grid.weight)
    root = np.linalg.cholesky(grid.covariance)[at]
    mu = grid.mu[at] + np.einsum("dpq,dq->dp", root, rng.standard_normal((DRAWS, grid.mu.shape[1])))
    phi = grid.phi[at]
    mean = phi * (grid.own[at] - np.einsum("djp,dp->dj", grid.mix[at], mu))
    found: Floats = mean + np.sqrt(phi) * rng.standard_normal(phi.shape)
    return found


def _named(
    rows: tuple[ManagerMean, ...], data: Heard, grid: Points, *, mix: Floats, seed: int
) -> ManagerMeans:
    chances = [chance for row in rows for chance in (row.top, row.bottom) if chance is not None]
    verdict = "told_apart" if any(chance >= SURE for chance in chances) else "not_told_apart"
    return ManagerMeans(
        managers=rows,
        company=float(grid.mu @ mix @ grid.weight),
        spread=float(grid.omega @ grid.weight),
        account_spread=float(grid.tau @ grid.weight),
        noise=float(np.sqrt(data.within / data.freedom)),
        ranked=sum(row.place is not None for row in rows),
        seed=seed,
        verdict=verdict if chances else "not_ranked",
    )
