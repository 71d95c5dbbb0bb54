"""How much revenue goes with one point of satisfaction, once its delay is known."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Effect:
    """Percent of revenue that goes with +1 point, with its interval."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Strength:
    """`observed` is per point as measured; `corrected` per point of opinion (observed / `reliability`).

    `verdict`: "positive" or "negative" where the interval of `observed` leaves out zero, else "unclear".
    `corrected`, `reliability` and its parts are None where counts or the spread of single answers are not
    given, or where less than a tenth of the variation is opinion. `reliability` = opinion / (opinion +
    noise), variances of what is left of a reading after accounts, months and its own past are taken out.
    `lag_low` to `lag_high`: the delays over which revenue is added up; `freedom` = accounts - 1.
    """

    verdict: str
    observed: Effect
    corrected: Effect | None
    reliability: float | None
    opinion_variance: float | None
    noise_variance: float | None
    error: float
    freedom: int
    lag_low: int
    lag_high: int
    point: float
    accounts: int
    readings: int


def strength(
    *,
    satisfaction: ArrayLike,
    revenue: ArrayLike,
    lag_low: int,
    lag_high: int,
    counts: ArrayLike | None = None,
    answer_sd: float | None = None,
    survey_gap_months: float | None = None,
    point: float = 10.0,
    confidence: float = 0.95,
) -> Strength | TooLittle:
    """What +1 point of satisfaction goes with, as percent of revenue; being built."""
    raise NotImplementedError
