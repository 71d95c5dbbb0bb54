"""The alarm level at which stable accounts raise as many false alarms a year as agreed, and what it then finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.change.components import Components
from csat.insight.change.model import Fall
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class LevelRate:
    """False alarms per account and year at an alarm level."""

    level: float
    rate: float


@dataclass(frozen=True)
class Detection:
    """The share of falls of `fall` points found within so many waves of their start."""

    fall: float
    waves: int
    share: float


@dataclass(frozen=True)
class Calibration:
    """Verdict: "calibrated". Rates are first false alarms per account and year.

    `rate` (`rate_low`, `rate_high`: 95 %) was achieved at `level` by `histories` fresh simulated stable accounts
    over `account_years` years in all, `alarms` of which raised one; `curve` has levels for other rates.
    """

    level: float
    target: float
    rate: float
    rate_low: float
    rate_high: float
    alarms: int
    histories: int
    account_years: float
    patterns: int
    curve: tuple[LevelRate, ...]
    detections: tuple[Detection, ...]
    is_default: bool
    seed: int
    verdict: str = "calibrated"


@dataclass(frozen=True)
class ExpectedAlarms:
    """False alarms a year to expect over all accounts; in 9 of 10 years between `low` and `high`."""

    expected: float
    low: int
    high: int
    verdict: str = "expected"


def alarm_level(
    *,
    patterns: Sequence[tuple[ArrayLike, ArrayLike]],
    components: Components,
    false_alarms_per_year: float = 0.05,
    waves_per_year: float = 4.0,
    bounds: tuple[float, float] = (0.0, 100.0),
    fall: Fall = Fall(),
    stable_accounts: int = 250,
    histories: int = 2000,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Calibration | TooLittle:
    """The alarm level for `drop_probability`.

    `patterns`: for each account (waves, persons), who answered when, as in `drop_probability`.
    """
    raise NotImplementedError


def expected_alarms(*, accounts: int, calibration: Calibration) -> ExpectedAlarms:
    """How many false alarms a year so many accounts raise at the calibrated level."""
    raise NotImplementedError
