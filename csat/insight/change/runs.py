"""How long a control chart runs before it signals: in calm times by mistake, after a shift rightly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

CHARTS = ("cusum", "ewma")
WITHIN = (1, 2, 4, 8)
NODES_A_WIDTH, FEWEST_NODES, MOST_NODES = 10, 60, 600

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RunLength:
    """After a shift of so many standard deviations: the mean number of waves until the signal, and the share
    of charts that have signalled within 1, 2, 4 and 8 waves (None for a two-sided CUSUM)."""

    shift: float
    mean: float
    within: tuple[float, ...] | None


@dataclass(frozen=True)
class RunLengths:
    """Verdict: "computed". `in_control` is the mean run length without a shift (ARL0)."""

    chart: str
    sides: int
    limit: float
    in_control: float
    shifted: tuple[RunLength, ...]
    verdict: str = "computed"


def run_lengths(
    *,
    chart: str,
    limit: float,
    reference: float = 0.5,
    smoothing: float = 0.2,
    sides: int = 1,
    shifts: Sequence[float] = (1.0, 2.0),
) -> RunLengths:
    """Mean run lengths of a CUSUM or an EWMA chart of independent values z ~ N(shift, 1), from a start at 0.

    `chart`: "cusum", S = max(0, S + z - reference), signal at S > `limit`; or "ewma", Z = (1 - smoothing) Z +
    smoothing z, signal at |Z| > limit * sqrt(smoothing / (2 - smoothing)), the one-sided one held at 0 from
    below. `sides`: 1 (upwards) or 2. `shifts` in standard deviations; `smoothing` in (0, 1].
    Raises ValueError for other charts and sides, or limits, references and smoothings that are out of range.

    L(s) = 1 + L(0) P(next = 0 | s) + integral L(x) f(x | s) dx, solved on Gauss-Legendre nodes (Nystrom); the
    shares come from the same operator applied 1, 2, 4, 8 times. Two-sided CUSUM: 1/L = 1/L(up) + 1/L(down).
    Source: Crowder (1987), Technometrics 29; Page (1954), Biometrika 41. Checked against Lucas and Saccucci
    (1990), published CUSUM tables and Markov chains after Brook and Evans (1972).
    """
    is_known = chart in CHARTS and sides in (1, 2) and np.isfinite(shifts).all()
    if not (is_known and 0 < limit < np.inf and 0 <= reference < np.inf and 0 < smoothing <= 1):
        raise ValueError("a chart is cusum or ewma, of 1 or 2 sides, with a limit above 0")
    tuning = reference if chart == "cusum" else smoothing
    found = [_run_length(chart, limit, tuning, sides=sides, shift=float(s)) for s in (0.0, *shifts)]
    return RunLengths(chart, sides, float(limit), found[0].mean, tuple(found[1:]))


def _run_length(chart: str, limit: float, tuning: float, *, sides: int, shift: float) -> RunLength:
    if chart == "ewma":
        return _solved(_ewma(limit, tuning, sides, shift), shift)
    up = _solved(_cusum(limit, tuning, shift), shift)
    if sides == 1:
        return up
    down = _solved(_cusum(limit, tuning, -shift), shift)
    return RunLength(shift, 1 / (1 / up.mean + 1 / down.mean), None)


def _solved(step: Floats, shift: float) -> RunLength:
    """From the operator that takes "still running" one wave on; the first state is the start."""
    ones = np.ones(step.shape[0])
    mean = float(np.linalg.solve(np.eye(step.shape[0]) - step, ones)[0])
    running, shares = ones, []
    for _ in range(max(WITHIN)):
        running = step @ running
        shares.append(1 - float(running[0]))
    return RunLength(shift, mean, tuple(shares[waves - 1] for waves in WITHIN))


def _cusum(limit: float, reference: float, shift: float) -> Floats:
    x, weights = _nodes(0.0, limit, 1.0)
    start = np.concatenate([[0.0], x])
    drift = start - reference + shift
    return np.column_stack([ndtr(-drift), weights * _density(x - drift[:, None])])


def _ewma(limit: float, smoothing: float, sides: int, shift: float) -> Floats:
    top = limit * float(np.sqrt(smoothing / (2 - smoothing)))
    x, weights = _nodes(0.0 if sides == 1 else -top, top, smoothing)
    start = np.concatenate([[0.0], x])
    centre = (1 - smoothing) * start + smoothing * shift
    moves = weights / smoothing * _density((x - centre[:, None]) / smoothing)
    is_held = ndtr(-centre / smoothing) if sides == 1 else np.zeros(start.size)
    return np.column_stack([is_held, moves])


def _nodes(low: float, high: float, width: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights, enough for a density of this width."""
    number = int(np.clip(NODES_A_WIDTH * (high - low) / width, FEWEST_NODES, MOST_NODES))
    x, weights = np.polynomial.legendre.leggauss(number)
    return low + (high - low) * (x + 1) / 2, weights * (high - low) / 2


def _density(x: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi))
