"""Answers in accounts, accounts in groups: how plausible each spread is, and what follows for each of them.

y_i ~ N(x_i mu + g_j + a_i, s2 / n_i), g_j ~ N(0, omega^2), a_i ~ N(0, tau^2), mu flat; s2, tau and omega are
summed over on a grid, so that no spread of zero collapses an interval.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

from csat.insight.given import known
from csat.insight.pooling.mixture import middles, narrowed
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_ACCOUNTS, MIN_FREEDOM = 5, 5
TAUS, OMEGAS, NOISES = 32, 20, 7
FINE_TAUS, FINE_OMEGAS = 16, 10  # where both are summed over, every point costs every account
WELL_KNOWN_FREEDOM = 100  # from here the noise counts as known: its error is below 7 %
NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class Heard:
    """Means `y` (k,) of `n` answers each; sum of squares within accounts and its degrees of freedom."""

    y: Floats
    n: Floats
    within: float
    freedom: float


@dataclass(frozen=True)
class Points:
    """The plausible points of the grid: `weight` (g,), adding up to 1, `noise` (g,) the variance s2, `tau`
    and `omega` (g,); `mu` (g, p) with its `covariance` (g, p, p).

    By group: `phi` (g, J) is the variance of its effect if mu were known; `own` (g, J) and `mix` (g, J, p)
    are the sums over its accounts of y and of x, each account weighing 1 / (s2 / n + tau^2).
    """

    weight: Floats
    noise: Floats
    tau: Floats
    omega: Floats
    mu: Floats
    covariance: Floats
    phi: Floats
    own: Floats
    mix: Floats

    def effects(self, base: Floats) -> tuple[Floats, Floats]:
        """Mean and variance (J, g) of base' mu + g_j for each group; base (p,), 0 for the effect alone."""
        slope = base - self.phi[..., None] * self.mix
        mean = self.phi * self.own + np.einsum("gjp,gp->gj", slope, self.mu)
        variance = self.phi + np.einsum("gjp,gpq,gjq->gj", slope, self.covariance, slope)
        return mean.T, variance.T


def heard(sums: ArrayLike, counts: ArrayLike, squares: ArrayLike) -> Heard | TooLittle:
    """ValueError for arrays of different length, NaN or accounts without answers."""
    total, n, square = (known(a) for a in (sums, counts, squares))
    if not total.shape == n.shape == square.shape == (n.size,):
        raise ValueError("sums, counts and squares describe the same accounts")
    if (n < 1).any():
        raise ValueError("every account has an answer")
    freedom = float(n.sum() - n.size)
    missing = shortages(accounts=(n.size, MIN_ACCOUNTS), repeated_answers=(freedom, MIN_FREEDOM))
    if missing:
        return TooLittle(missing)
    y = total / n
    return Heard(y, n, max(float((square - total * y).sum()), 1e-9 * freedom), freedom)


def points(data: Heard, *, design: Floats, groups: Ints | None) -> Points:
    """The points worth keeping. `design` (k, p): x; `groups` (k,): numbers from 0, None where there are none.

    Priors: tau half-normal with scale 2 SD(y), omega with scale SD(y); s2 ~ within / chi2(freedom).
    """
    spread = max(float(data.y.std(ddof=1)), 1e-6)
    member = np.zeros(data.y.size, dtype=int) if groups is None else groups
    belongs = (member[:, None] == np.arange(member.max() + 1)).astype(float)
    noises, alone = _noises(data), np.zeros(1)
    taus = middles(0.0, 4 * spread, TAUS)
    omegas = alone if groups is None else middles(0.0, 3 * spread, OMEGAS)
    rough = _grid(data, noises[noises.size // 2 :][:1], taus, omegas, design=design, belongs=belongs)
    # With many accounts the plausible spreads lie closer together than the first grid's points.
    if groups is None:
        return _grid(data, noises, narrowed(rough.tau, taus, TAUS), alone, design=design, belongs=belongs)
    taus, omegas = narrowed(rough.tau, taus, FINE_TAUS), narrowed(rough.omega, omegas, FINE_OMEGAS)
    return _grid(data, noises, taus, omegas, design=design, belongs=belongs)


def _grid(
    data: Heard, noises: Floats, taus: Floats, omegas: Floats, *, design: Floats, belongs: Floats
) -> Points:
    """Every point but the negligible ones."""
    spread = max(float(data.y.std(ddof=1)), 1e-6)
    rows = []
    for noise in noises:
        for tau in taus:
            prior = -0.5 * (tau / (2 * spread)) ** 2 - 0.5 * (omegas / spread) ** 2
            rows.append(_at(data, noise, tau, omegas, design=design, belongs=belongs, prior=prior))
    every = [np.concatenate([getattr(row, one.name) for row in rows]) for one in fields(Points)]
    weight = np.exp(every[0] - every[0].max())
    is_kept = weight > NEGLIGIBLE
    total = weight[is_kept].sum()
    return Points(weight[is_kept] / total, *(column[is_kept] for column in every[1:]))


def _noises(data: Heard) -> Floats:
    """Variances of one answer that are equally plausible; one where it is well known."""
    if data.freedom >= WELL_KNOWN_FREEDOM:
        return np.array([data.within / data.freedom])
    shares = (np.arange(NOISES) + 0.5) / NOISES
    found: Floats = data.within / chdtri(data.freedom, shares)
    return found


def _at(
    data: Heard,
    noise: float,
    tau: float,
    omegas: Floats,
    *,
    design: Floats,
    belongs: Floats,
    prior: Floats,
) -> Points:
    """One s2 and tau with every omega; `weight` is the logarithm, up to a constant.

    Restricted likelihood with V = D + omega^2 ZZ': V^-1 by Woodbury, group by group.
    """
    w = 1 / (noise / data.n + tau**2)
    weighted = belongs * w[:, None]
    middle = data.y.mean()  # small numbers keep their digits; every row of the design adds up to 1
    y = data.y - middle
    mass, own, mix = weighted.sum(axis=0), y @ weighted, weighted.T @ design
    phi = omegas[:, None] ** 2 / (1 + omegas[:, None] ** 2 * mass)
    inner = (design * w[:, None]).T @ design - np.einsum("oj,jp,jq->opq", phi, mix, mix)
    across = (design * w[:, None]).T @ y - np.einsum("oj,jp,j->op", phi, mix, own)
    covariance = np.linalg.inv(inner)
    mu = np.einsum("opq,oq->op", covariance, across)
    squares = float(w @ y**2) - phi @ own**2 - (mu * across).sum(axis=1)
    volume = np.log1p(omegas[:, None] ** 2 * mass).sum(axis=1) - np.log(w).sum()
    log = prior - 0.5 * (volume + np.linalg.slogdet(inner)[1] + squares)
    shape = (omegas.size, *mass.shape)
    return Points(
        weight=log,
        noise=np.full(omegas.size, noise),
        tau=np.full(omegas.size, tau),
        omega=omegas,
        mu=mu + middle,
        covariance=covariance,
        phi=phi,
        own=np.broadcast_to(own + middle * mass, shape),
        mix=np.broadcast_to(mix, (*shape, mix.shape[1])),
    )
