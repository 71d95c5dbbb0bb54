"""What reviewed alarms ("was it real?") say about the alarm level: keep it, raise it or lower it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, gammaincinv

from csat.insight.change.calibration import Calibration
from csat.insight.verdict import TooLittle, shortages

LEAST_REVIEWS = 10
# The simulation's promise counts like this many false alarms seen; a year of reviews soon outweighs it.
TRUST = 5.0


@dataclass(frozen=True)
class Recalibration:
    """Verdicts: "keep", "raise" or "lower" the alarm level.

    `level`: the one to use from now on. `precision` (95 % interval): the share of alarms that are real.
    `ratio` (90 % interval): false alarms that come for each that was promised; `false_rate`: per account and
    year, at the level used so far.
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
    """The alarm level after a time in which people said of each alarm whether it was real.

    `real`, `not_real`, `unreviewed`: alarms so answered, or not answered, in `account_years` years of watched
    accounts, all at `calibration.level`; those not reviewed are taken to be like the others. Fewer than 10
    reviews, unless 10 false alarms were promised: TooLittle. Raises ValueError for negative numbers.

    precision ~ Beta(real + .5, not_real + .5); ratio ~ Gamma(5 + not_real, 5 + E), E = rate * account_years
    * reviewed share, the false alarms promised. The level is kept while the ratio's 90 % interval holds 1;
    else it is read off the calibration's curve at target / ratio. Source: Gelman et al., Bayesian Data
    Analysis (3rd ed. 2013), 2.4 and 2.6; checked against R.
    """
    if min(real, not_real, unreviewed) < 0 or not account_years > 0:
        raise ValueError("alarms are counted, over some time")
    reviews = real + not_real
    share = reviews / (reviews + unreviewed) if reviews + unreviewed else 1.0
    promised = calibration.rate * account_years * share
    if missing := shortages(reviews=(max(reviews, int(promised)), LEAST_REVIEWS)):
        return TooLittle(missing)
    shape, over = TRUST + not_real, TRUST + promised
    ratio = shape / over
    low, high = (float(gammaincinv(shape, q)) / over for q in (0.05, 0.95))
    a, b = real + 0.5, not_real + 0.5
    verdict = "keep" if low <= 1 <= high else "raise" if low > 1 else "lower"
    return Recalibration(
        verdict=verdict,
        level=calibration.level if verdict == "keep" else _level(calibration, calibration.target / ratio),
        precision=a / (a + b),
        precision_low=float(betaincinv(a, b, 0.025)),
        precision_high=float(betaincinv(a, b, 0.975)),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        false_rate=ratio * calibration.rate,
        real=real,
        not_real=not_real,
        unreviewed=unreviewed,
    )


def _level(calibration: Calibration, rate: float) -> float:
    """The level at which simulated accounts alarm at this rate, between those of the curve."""
    rates, levels = zip(*((point.rate, point.level) for point in calibration.curve), strict=True)
    return float(np.interp(np.log(rate), np.log(rates), levels))
