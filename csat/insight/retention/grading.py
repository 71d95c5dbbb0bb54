"""Was the last forecast right? It is graded before the next one is shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from csat.insight.intervals.interval import Interval
from csat.insight.intervals.proportion import proportion
from csat.insight.verdict import TooLittle, shortages

MIN_ACCOUNTS, MIN_LOSSES = 15, 5
PARTS = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Third:
    """Accounts of like forecast chance: `expected` share lost beside the `observed` one."""

    accounts: int
    expected: float
    observed: Interval


@dataclass(frozen=True)
class Grade:
    """`verdict`: "better" than the same chance for all (smaller Brier score); "base_rate_only" (it wasn't:
    show the base rate alone next time); "too_few_losses" (under 5: the chances can't be graded yet).

    `is_inside`: the outcome lay from `low` to `high`. `brier` and `base_brier`: mean squared error of the
    chances, 0 is perfect; `gain` = base less own, with its interval. `thirds` from the lowest chance up.
    """

    verdict: str
    accounts: int
    losses: int
    expected_losses: float
    lost_amount: float
    expected_amount: float
    low: float
    high: float
    is_inside: bool
    brier: float
    base_brier: float
    gain: Interval
    thirds: tuple[Third, ...]


def forecast_grade(
    *,
    chances: ArrayLike,
    is_lost: ArrayLike,
    lost_amount: ArrayLike,
    expected_amount: float,
    low: float,
    high: float,
    base_rate: float | None = None,
    confidence: float = 0.95,
) -> Grade | TooLittle:
    """Last forecast against what happened to each account since.

    `chances`, `is_lost`, `lost_amount` (accounts,): forecast chance (0 to 1), lost since (0 or 1), revenue
    of a year that went (contraction included). `expected_amount`, `low`, `high`: forecast loss and its 80 %
    interval. `base_rate`: what "the same for all" would have said; the mean of `chances` by default.
    TooLittle (accounts) below 15. Raises ValueError for arrays that don't fit, NaN, or chances off 0 to 1.

    Brier = mean (chance - lost)^2; `gain` with a normal interval over accounts; thirds with Wilson's. Source:
    Brier (1950), Monthly Weather Review 78, 1-3; checked against scikit-learn's brier_score_loss.
    """
    chance, lost, gone = _checked(chances, is_lost, lost_amount)
    missing = shortages(accounts=(float(chance.size), float(MIN_ACCOUNTS)))
    if missing:
        return TooLittle(missing)
    base = float(chance.mean()) if base_rate is None else base_rate
    forecast = _Forecast(expected_amount, low, high)
    return forecast.graded(chance, lost, gone=gone, base=base, confidence=confidence)


@dataclass(frozen=True)
class _Forecast:
    expected: float
    low: float
    high: float

    def graded(self, chance: Floats, lost: Floats, *, gone: float, base: float, confidence: float) -> Grade:
        own, same = (chance - lost) ** 2, (base - lost) ** 2
        return Grade(
            verdict=_verdict(int(lost.sum()), float((same - own).mean())),
            accounts=int(chance.size),
            losses=int(lost.sum()),
            expected_losses=float(chance.sum()),
            lost_amount=gone,
            expected_amount=self.expected,
            low=self.low,
            high=self.high,
            is_inside=self.low <= gone <= self.high,
            brier=float(own.mean()),
            base_brier=float(same.mean()),
            gain=_mean(same - own, confidence),
            thirds=_thirds(chance, lost, confidence),
        )


def _checked(chances: ArrayLike, is_lost: ArrayLike, lost_amount: ArrayLike) -> tuple[Floats, Floats, float]:
    chance, lost, amount = (np.asarray(a, dtype=float) for a in (chances, is_lost, lost_amount))
    if chance.ndim != 1 or not chance.shape == lost.shape == amount.shape:
        raise ValueError("chances, is_lost and lost_amount have one entry an account")
    if not np.all((chance >= 0) & (chance <= 1)) or not np.isin(lost, (0, 1)).all():
        raise ValueError("chances lie between 0 and 1, is_lost is 0 or 1")
    if not np.isfinite(amount).all():
        raise ValueError("lost_amount is known")
    return chance, lost, float(amount.sum())


def _verdict(losses: int, gain: float) -> str:
    if losses < MIN_LOSSES:
        return "too_few_losses"
    return "better" if gain > 0 else "base_rate_only"


def _mean(values: Floats, confidence: float) -> Interval:
    mean = float(values.mean())
    reach = float(ndtri((1 + confidence) / 2) * values.std(ddof=1) / np.sqrt(values.size))
    return Interval(estimate=mean, low=mean - reach, high=mean + reach, n=values.size)


def _thirds(chance: Floats, lost: Floats, confidence: float) -> tuple[Third, ...]:
    parts = np.array_split(np.argsort(chance, kind="stable"), PARTS)
    return tuple(
        Third(
            accounts=part.size,
            expected=float(chance[part].mean()),
            observed=proportion(successes=int(lost[part].sum()), n=part.size, confidence=confidence),
        )
        for part in parts
    )
