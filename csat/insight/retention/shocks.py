"""How much whole periods differ beyond chance: a bad quarter for all accounts at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, logsumexp, roots_hermitenorm

from csat.insight.given import numbers

GRID, LARGEST = 25, 1.2
PRIOR_SCALE = 0.25
NODES = 61


@dataclass(frozen=True)
class Shocks:
    """Standard deviations of a period's log hazard, and how plausible each is; `weights` add up to 1."""

    sizes: tuple[float, ...]
    weights: tuple[float, ...]


def period_shocks(*, events: ArrayLike, expected: ArrayLike) -> Shocks:
    """How plausible each size of a shock common to all accounts is, given the events of past periods.

    `events` (periods,): how many happened; `expected` (periods,): how many a model without shocks expects,
    >= 0. Periods that expect nothing are left out; without any period the prior is returned. Raises
    ValueError for arrays that don't fit, NaN or negative values.

    events_t ~ Poisson(expected_t exp(u_t)), u_t ~ N(-s^2/2, s^2), s half-normal with scale .25, on a grid
    from 0 to 1.2 (u integrated by Gauss-Hermite quadrature). The prior allows a period with 1.5 times the
    usual losses and thinks one with three times rare. Source: Breslow (1984), Extra-Poisson variation in
    log-linear models, Applied Statistics 33, 38-44; checked against R integrate.
    """
    seen, usual = numbers(events), numbers(expected)
    if seen.ndim != 1 or seen.shape != usual.shape or not np.all((seen >= 0) & (usual >= 0)):
        raise ValueError("events and expected are not negative and describe the same periods")
    seen, usual = seen[usual > 0], usual[usual > 0]
    sizes = np.linspace(0.0, LARGEST, GRID)
    node, mass = roots_hermitenorm(NODES)
    shock = sizes[:, None] * node[None, :] - sizes[:, None] ** 2 / 2
    mean = np.log(usual)[:, None, None] + shock[None, :, :]
    log = seen[:, None, None] * mean - np.exp(mean) - gammaln(seen + 1)[:, None, None]
    likelihood = logsumexp(log, axis=2, b=mass / mass.sum()).sum(axis=0)
    plausible = likelihood - 0.5 * (sizes / PRIOR_SCALE) ** 2
    weights = np.exp(plausible - logsumexp(plausible))
    return Shocks(sizes=tuple(sizes.tolist()), weights=tuple(weights.tolist()))
