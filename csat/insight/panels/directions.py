"""Which side moves first: the highest |z| of each direction, once the other direction's echo is taken out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.panels.matching import Matched

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
PLAUSIBLE = 6.0
NOTHING = 1e-12


@dataclass(frozen=True)
class Direction:
    """One direction's test. `z` (delays away from 0: 1, 2, ...) as tested; `p` of its highest |z|; `lag` its
    distance from 0 and `sign`; `limit`: what |z| stays under in 95 % of exchanges; `swapped` and `p_swapped`:
    (lag, z) and p when accounts are exchanged on purpose."""

    z: Floats
    lag: int
    sign: int
    p: float
    limit: float
    swapped: tuple[int, float]
    p_swapped: float

    @property
    def height(self) -> float:
        return abs(float(self.z[self.lag - 1]))


@dataclass(frozen=True)
class Directions:
    """`z` of all leads -reach..reach before anything was taken out; `p_same` of lag 0 among all of them."""

    z: Floats
    forward: Direction
    reverse: Direction
    p_same: float


def directions(*, matched: Matched, expected: Floats, confidence: float) -> Directions:
    """The test of max |z| over the positive leads, and over the negative ones.

    `expected` (leads, delays) from `shapes`. Each lead's weights are its expected profile at delays of its
    own direction only, so that what happens in the same month or the other way round is never read as a lead.
    The largest rival outside of a direction (same month, other direction) is projected out of it when it is
    at least as plausible as the direction's own best (z^2 within 6): a strong effect leaks through whitening
    that is never perfect. All steps are applied alike to each exchange of accounts, whose share with a higher
    maximum is p (Westfall and Young 1993, max-T).
    """
    reach = expected.shape[0] // 2
    weights = _weights(expected, reach)
    z = _standardised(matched, weights)[0]
    centre = reach
    forward, backward = np.arange(centre + 1, 2 * reach + 1), np.arange(centre - 1, -1, -1)
    parts = []
    for own, others in ((forward, np.arange(centre + 1)), (backward, np.arange(centre, 2 * reach + 1))):
        rival = int(others[np.argmax(np.abs(z[others]))])
        is_rivalled = z[rival] ** 2 > (z[own] ** 2).max() - PLAUSIBLE
        cleared = _without(weights, expected[rival], weights[rival]) if is_rivalled else weights
        parts.append(_direction(matched, cleared[own], confidence))
    exchanged = np.abs(_standardised(matched, weights)[1]).max(axis=1)
    p_same = _share(exchanged, abs(float(z[centre])))
    return Directions(z=z, forward=parts[0], reverse=parts[1], p_same=p_same)


def _weights(expected: Floats, reach: int) -> Floats:
    delays = np.arange(-reach, reach + 1)
    is_own = np.sign(delays)[None, :] * np.sign(delays)[:, None] > 0
    is_own[reach] = True
    return np.where(is_own, expected, 0.0)


def _without(weights: Floats, shape: Floats, own: Floats) -> Floats:
    """Weights that no longer answer to an effect of that shape."""
    response = float(own @ shape)
    if abs(response) < NOTHING:
        return weights
    return weights - np.outer(weights @ shape, own) / response


def _standardised(matched: Matched, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """z of the accounts as they are, of their exchanges, and of the exchange on purpose."""
    variance = np.einsum("ak,kl,al->a", weights, matched.covariance, weights)
    scale = np.where(variance > NOTHING, 1 / np.sqrt(np.maximum(variance, NOTHING)), 0.0)
    observed = matched.observed / np.sqrt(np.maximum(matched.inflation, NOTHING))
    return (
        observed @ weights.T * scale,
        matched.exchanged @ weights.T * scale,
        matched.swapped @ weights.T * scale,
    )


def _direction(matched: Matched, weights: Floats, confidence: float) -> Direction:
    z, exchanged, swapped = _standardised(matched, weights)
    highest = np.abs(exchanged).max(axis=1)
    best, other = int(np.argmax(np.abs(z))), int(np.argmax(np.abs(swapped)))
    return Direction(
        z=z,
        lag=best + 1,
        sign=1 if z[best] >= 0 else -1,
        p=_share(highest, abs(float(z[best]))),
        limit=float(np.quantile(highest, confidence)),
        swapped=(other + 1, float(swapped[other])),
        p_swapped=_share(highest, abs(float(swapped[other]))),
    )


def _share(exchanged: Floats, height: float) -> float:
    """Phipson and Smyth (2010): the data as they are count as one of the exchanges, so p is never 0."""
    return float((1 + (exchanged >= height - NOTHING).sum()) / (exchanged.size + 1))
