"""How much revenue goes with one point of satisfaction, once its delay is known."""

from dataclasses import dataclass, replace
from math import expm1, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from csat.insight.leadlag.whitening import Whitened, whiten
from csat.insight.panels.drift import Drift, drifts, relative_noise
from csat.insight.panels.opinion import opinion
from csat.insight.panels.ready import MIN_ACCOUNTS, Ready, own_revenue, ready, yearly_curves
from csat.insight.panels.regression import clustered_fit
from csat.insight.panels.within import within
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
AROUND, MAX_ORDER = 1, 4


@dataclass(frozen=True)
class Effect:
    """Percent of revenue that goes with +1 point, with its interval."""

    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Strength:
    """`corrected` is per point of opinion, `observed` per point of a reading, part of which is noise.

    `verdict`: "positive" or "negative" where the interval of `corrected` leaves out zero, else "unclear".
    `reliability` = opinion_variance / (opinion_variance + noise_variance), in points squared, of what is left
    of a reading when levels and months are taken out; `error` is the standard error of `corrected` as a
    logarithm, for `freedom` = accounts - 1; `lag_low` to `lag_high`: the delays over which revenue's answer
    is added up; `point`: how many units of satisfaction are one point.

    How it is found. Revenue, whitened by its own pooled autoregression phi(B), is regressed on phi(B) of
    opinion 1, 2, ... months before (the delays given and one on either side), with account and month effects,
    each account's trend and yearly wave, errors clustered by account; the effect is the sum of the
    coefficients, so that accounts may differ in their delay, and so that no single delay is picked for being
    large. Opinion is predicted for each month from all readings (`opinion`): what is predicted with noise
    needs no division by a reliability afterwards. The uncertainty of how opinion drifts and of how noisy
    readings are is part of the interval: all plausible pairs are averaged by their likelihood.
    """

    verdict: str
    observed: Effect
    corrected: Effect
    reliability: float
    opinion_variance: float
    noise_variance: float
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
    point: float = 10.0,
    confidence: float = 0.95,
) -> Strength | TooLittle:
    """What +1 point of satisfaction goes with, as percent of revenue, over the delays of a lead found.

    Matrices and `counts` as for `panel_lead`; `lag_low` to `lag_high` its lag set; `point`:
    units of satisfaction in one point. How reliable a reading is comes from the readings' course, not from
    how far the answers of one account and month lie apart: those who answer again and again differ for good,
    and that is no noise of the course. Returns TooLittle as `panel_lead` does. Raises ValueError for other
    shapes, an empty or negative lag set, or a point that is not positive.
    """
    if not 0 <= lag_low <= lag_high or point <= 0:
        raise ValueError("lags run from low to high, a point is positive")
    panel = ready(satisfaction=satisfaction, revenue=revenue, counts=counts)
    if isinstance(panel, TooLittle):
        return panel
    lags = max(0, lag_low - AROUND), lag_high + AROUND
    return _told(panel, lags, point, confidence=confidence)


def _told(panel: Ready, lags: tuple[int, int], point: float, *, confidence: float) -> Strength | TooLittle:
    readings = within(series=panel.score) / point
    variance = float(np.nanmean(readings**2))
    noise = relative_noise(panel.counts, np.isfinite(readings))
    plausible = drifts(readings=readings / sqrt(variance), noise=noise)
    earned = whiten(series=own_revenue(panel.log_revenue), max_order=MAX_ORDER, has_intercept=False)
    answers = [_answer(readings, noise, drift, earned, lags=lags) for drift in plausible]
    freedom = min(answer.accounts for answer in answers) - 1
    if freedom < MIN_ACCOUNTS - 1:
        return TooLittle(shortages(accounts=(freedom + 1, MIN_ACCOUNTS)))
    share = sum(drift.weight * drift.reliability for drift in plausible)
    reach = float(stdtrit(freedom, (1 + confidence) / 2))
    mean, error = _mixed(answers)
    corrected = _percent(mean, reach * error)
    mean_heard, error_heard = _mixed([answer.heard() for answer in answers])
    return Strength(
        verdict="positive" if corrected.low > 0 else "negative" if corrected.high < 0 else "unclear",
        observed=_percent(mean_heard, reach * error_heard),
        corrected=corrected,
        reliability=share,
        opinion_variance=share * variance,
        noise_variance=(1 - share) * variance,
        error=error,
        freedom=freedom,
        lag_low=lags[0],
        lag_high=lags[1],
        point=point,
        accounts=len(panel.score),
        readings=int(np.isfinite(panel.score).sum()),
    )


@dataclass(frozen=True)
class _Answer:
    """Revenue's answer under one drift of opinion: a sum of coefficients and its variance."""

    drift: Drift
    effect: float
    variance: float
    accounts: int

    def heard(self) -> "_Answer":
        share = self.drift.reliability
        return replace(self, effect=self.effect * share, variance=self.variance * share**2)


def _answer(
    readings: Floats, noise: Floats, drift: Drift, earned: Whitened, *, lags: tuple[int, int]
) -> _Answer:
    scale = float(np.sqrt(np.nanmean(readings**2)))
    course = opinion(readings=readings / scale, noise=noise, drift=drift) * scale
    heard_from = np.isfinite(readings).argmax(axis=1)[:, None] + earned.order
    is_heard = np.arange(readings.shape[1]) >= heard_from
    news = np.where(is_heard, _filtered(course, earned.coefficients), np.nan)
    fit = clustered_fit(
        outcome=earned.innovations,
        regressors=[_delayed(news, lag) for lag in range(lags[0], lags[1] + 1)],
        basis=yearly_curves(readings.shape[1]),
    )
    return _Answer(drift, float(fit.coefficients.sum()), float(fit.covariance.sum()), fit.clusters)


def _filtered(series: Floats, coefficients: tuple[float, ...]) -> Floats:
    found = series.copy()
    for lag, coefficient in enumerate(coefficients, start=1):
        found[:, lag:] -= coefficient * series[:, :-lag]
    return found


def _delayed(series: Floats, lag: int) -> Floats:
    found = np.full(series.shape, np.nan)
    found[:, lag:] = series[:, : max(0, series.shape[1] - lag)]
    return found


def _mixed(answers: list[_Answer]) -> tuple[float, float]:
    """Mean and standard deviation of the mixture of normals over the plausible drifts."""
    mean = sum(answer.drift.weight * answer.effect for answer in answers)
    spread = sum(a.drift.weight * (a.variance + (a.effect - mean) ** 2) for a in answers)
    return mean, sqrt(spread)


def _percent(effect: float, reach: float) -> Effect:
    low, high = (100 * expm1(min(b, 50.0)) for b in (effect - reach, effect + reach))
    return Effect(percent=100 * expm1(min(effect, 50.0)), low=low, high=high)
