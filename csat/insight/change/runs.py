"""How long a control chart runs before it signals: in calm times by mistake, after a shift rightly."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RunLength:
    """After a shift of so many standard deviations: the mean number of waves until the signal, and the share of
    charts that have signalled within 1, 2, 4 and 8 waves."""

    shift: float
    mean: float
    within_1: float
    within_2: float
    within_4: float
    within_8: float


@dataclass(frozen=True)
class RunLengths:
    """Verdict: "computed". `in_control` is the mean run length without a shift (ARL0)."""

    chart: str
    in_control: float
    shifted: tuple[RunLength, ...]
    verdict: str = "computed"


def run_lengths(
    *,
    chart: str,
    limit: float,
    reference: float = 0.5,
    smoothing: float = 0.2,
    shifts: Sequence[float] = (1.0, 2.0),
    sides: int = 1,
) -> RunLengths:
    """Mean run lengths of a CUSUM or an EWMA chart of independent standard normal values.

    `chart`: "cusum" (S = max(0, S + z - reference), signal at S > limit) or "ewma" (Z = (1 - smoothing) Z +
    smoothing z, signal at Z > limit * sqrt(smoothing / (2 - smoothing))). `sides`: 1 or 2.
    """
    raise NotImplementedError
