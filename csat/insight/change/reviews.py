"""What reviewed alarms ("was it real?") say about the alarm level: keep it, raise it or lower it."""

from dataclasses import dataclass

from csat.insight.change.calibration import Calibration
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Recalibration:
    """Verdicts: "keep", "raise", "lower" (the alarm level).

    `level`: the one to use from now on. `precision` (95 % interval): share of alarms that were real, posterior mean;
    `ratio` (90 % interval): false alarms that came over those that were promised; `false_rate`: per account and year.
    """

    verdict: str
    level: float
    precision: float
    precision_low: float
    precision_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    false_rate: float
    real: int
    not_real: int
    unreviewed: int


def recalibrated(
    *, calibration: Calibration, real: int, not_real: int, account_years: float, unreviewed: int = 0
) -> Recalibration | TooLittle:
    """The alarm level after a year of reviews."""
    raise NotImplementedError
