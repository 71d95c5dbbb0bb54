"""Where a lead of so many months would show: the delays at which two whitened panels then go together."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TAIL = 8


def shapes(
    *, reach: int, persistence: float, echoes: tuple[float, ...], coefficients: tuple[float, ...]
) -> Floats:
    """Expected profile over delays -reach..reach (columns) for each lead -reach..reach (rows).

    A lead of L months is revenue that follows the level of opinion L months ago (L < 0: opinion that follows
    the level of revenue). Were both whitened perfectly, only the delay L would differ from 0. But a reading
    repeats what opinion did up to some months ago (`echoes`: surveys are quarterly, readings noisy), and
    revenue whitened by its own autoregression (`coefficients`) goes on answering when opinion persists
    differently (`persistence`): psi(B) = phi(B) / (1 - rho B), for L < 0 the reciprocal. The expected
    covariance at delay k is then the sum of psi_i w_j over L + i - j = k. Weighing delays by it is the
    matched filter (Turin 1960); with readings each month and without noise it is the delay L alone.
    """
    follows, answers = _responses(persistence, np.array(coefficients))
    found = np.zeros((2 * reach + 1, 4 * (reach + TAIL) + 1))
    middle = found.shape[1] // 2
    for lead in range(-reach, reach + 1):
        course = follows if lead >= 0 else answers[::-1]
        # Answers come later, echoes are heard later still: the first add to the delay, the others take away.
        profile = np.convolve(course, echoes[::-1])
        start = middle + lead - (len(echoes) - 1) - (0 if lead >= 0 else TAIL - 1)
        found[lead + reach, start : start + profile.size] = profile
    return found[:, middle - reach : middle + reach + 1]


def _responses(persistence: float, coefficients: Floats) -> tuple[Floats, Floats]:
    """The first terms of phi(B) / (1 - rho B), and of (1 - rho B) / phi(B)."""
    phi = np.concatenate([[1.0], -coefficients, np.zeros(TAIL)])[:TAIL]
    follows, inverse = np.zeros(TAIL), np.zeros(TAIL)
    for i in range(TAIL):
        follows[i] = phi[i] + (persistence * follows[i - 1] if i else 0.0)
        inverse[i] = (1.0 if i == 0 else 0.0) - sum(phi[a] * inverse[i - a] for a in range(1, i + 1))
    return follows, inverse - persistence * np.concatenate([[0.0], inverse[:-1]])
