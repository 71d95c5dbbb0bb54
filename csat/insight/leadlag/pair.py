"""Does satisfaction lead revenue in one pair of monthly series: both whitened, all delays looked at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from csat.insight.given import numbers
from csat.insight.leadlag.power import LEAST_MONTHS_OF_ONE_SERIES, LEVEL, smallest_r
from csat.insight.leadlag.whitening import Whitened, whiten
from csat.insight.verdict import Missing, TooLittle, shortages

# Both directions are stated only here: whitening is never perfect, so a true lead leaks into the reverse.
LEVEL_OF_BOTH = 0.01
LEAST_PAIRS = 15
# Month means are taken out where they leave something; they cost the differences so many degrees of freedom.
LEAST_FOR_SEASON, SEASON_COST = 30, 11
# Innovations this small beside the level (squared) are rounding: the series has nothing of its own.
ROUNDING = 1e-20
# A series that was differenced needlessly wants a long autoregression; a short series cannot carry one.
MONTHS_PER_ORDER, HIGHEST_ORDER = 10, 12

Floats = NDArray[np.float64]
Verdict = Literal["leads", "reverse", "both", "negative", "none_yet"]


@dataclass(frozen=True)
class LagCorrelation:
    """`lag` in months, > 0: satisfaction first. `n` pairs of innovations; |r| > `bound` is beyond chance.

    `p` is of this delay alone; the bound allows for all delays of its direction.
    """

    lag: int
    r: float
    bound: float
    p: float
    n: int


@dataclass(frozen=True)
class PairLead:
    """`verdict`: "leads" (satisfaction first, positive), "reverse" (revenue first), "both", "negative"
    (satisfaction first, but more of it goes with less revenue: never a claim), "none_yet".

    `best_lag` and `r`: the clearest delay of 1..lags; `p` after looking at all of them. `reverse_lag`,
    `reverse_r`, `reverse_p`: the same for revenue before satisfaction, with a negative lag. `profile`: -L..L,
    each with its band. `months`: with both series; `innovations`: months where both are left after
    whitening. `satisfaction_order`, `revenue_order` of the autoregressions; `is_deseasoned`: month means
    were taken out. `smallest_r`: the correlation that would be seen in 80 % of cases.
    """

    verdict: Verdict
    best_lag: int
    r: float
    p: float
    reverse_lag: int
    reverse_r: float
    reverse_p: float
    profile: tuple[LagCorrelation, ...]
    lags: int
    months: int
    innovations: int
    satisfaction_order: int
    revenue_order: int
    is_deseasoned: bool
    smallest_r: float


def pair_lead(*, satisfaction: ArrayLike, revenue: ArrayLike, lags: int = 12) -> PairLead | TooLittle:
    """Whether satisfaction moves before revenue in one company-level pair of monthly series.

    `satisfaction` (months,): the headline of each month, any points. `revenue` (months,): its amount; a month
    at or below zero has no logarithm and counts as missing. Consecutive calendar months; NaN is missing: at
    the ends it shortens the series, inside it breaks the chain (the months after it start anew); nothing is
    filled in. `lags`: delays looked at in each direction, 1..lags.

    Returns TooLittle (months, pairs, variation) below 36 months with both, where gaps leave under 15 pairs of
    innovations at some delay, or where a series has nothing that its past and season do not tell. Raises
    ValueError for arrays of different length, infinite values or lags < 1.

    Revenue logged, both differenced, calendar-month means out (from 30 differences on), AR(p) by AIC with
    p <= months / 10 out of both; r_k = correlation of e_s[t-k] and e_y[t] over the n_k pairs there are.
    Beyond chance: |r_k| > t / sqrt(f + t^2), t the Student quantile at Sidak's (1 + .95^(1/lags)) / 2 and
    f = n_k - 2 - 11 n_k / n, as the month means cost 11 of the n differences. The plain bound 2.86 / sqrt(n)
    forgets those 11 and finds something in a quarter of unrelated pairs of 36 months.
    Source: Haugh (1976), JASA 71, 378-385; Sidak (1967), JASA 62, 626-633; checked against lm and cor of R.
    """
    s, y = _series(satisfaction), _series(revenue)
    if s.shape != y.shape or lags < 1:
        raise ValueError("satisfaction and revenue describe the same months; at least one lag is looked at")
    y = np.log(np.where(y > 0, y, np.nan))
    months = int((~np.isnan(s) & ~np.isnan(y)).sum())
    if missing := shortages(months=(months, LEAST_MONTHS_OF_ONE_SERIES)):
        return TooLittle(missing)
    changes = (np.diff(s), np.diff(y))
    n = min(int((~np.isnan(x)).sum()) for x in changes)
    season = SEASON_COST / n if n >= LEAST_FOR_SEASON else 0.0
    of_s, of_y = (_news(x, level, is_seasonal=season > 0) for x, level in zip(changes, (s, y), strict=True))
    if of_s is None or of_y is None:
        return TooLittle((Missing("variation", 0, 1),))
    pairs = {lag: _pairs(of_s.innovations[0], of_y.innovations[0], lag) for lag in range(-lags, lags + 1)}
    if missing := shortages(pairs=(min(len(pair) for pair in pairs.values()), LEAST_PAIRS)):
        return TooLittle(missing)
    profile = tuple(_correlation(lag, pairs[lag], lags=lags, season=season) for lag in pairs)
    return _judged(profile, of_s, of_y, months=months, is_deseasoned=season > 0)


def _series(values: ArrayLike) -> Floats:
    series = numbers(values)
    if series.ndim != 1:
        raise ValueError("one series of months is wanted")
    return series


def _deseasoned(changes: Floats) -> Floats:
    rest = changes.copy()
    month = np.arange(len(changes)) % 12
    for one in range(12):
        there = (month == one) & ~np.isnan(changes)
        rest[there] -= changes[there].mean() if there.any() else 0.0
    return rest


def _news(changes: Floats, level: Floats, *, is_seasonal: bool) -> Whitened | None:
    """Innovations of an autoregression; None where the series' past and season tell everything."""
    highest = min(HIGHEST_ORDER, len(level) // MONTHS_PER_ORDER)
    news = whiten(series=_deseasoned(changes) if is_seasonal else changes, max_order=highest)
    left = float(np.nanmean(news.innovations**2)) if news.n else np.inf
    return news if left > ROUNDING * max(1.0, float(np.nanmean(level**2))) else None


def _pairs(of_s: Floats, of_y: Floats, lag: int) -> Floats:
    """Satisfaction's innovation and revenue's `lag` months after it, a row each."""
    n = len(of_s)
    table = np.column_stack([of_s[max(0, -lag) : n - max(0, lag)], of_y[max(0, lag) : n - max(0, -lag)]])
    there: Floats = table[~np.isnan(table).any(axis=1)]
    return there


def _correlation(lag: int, pairs: Floats, *, lags: int, season: float) -> LagCorrelation:
    centred = pairs - pairs.mean(axis=0)
    spread = float(np.sqrt((centred**2).sum(axis=0).prod()))
    r = float(np.clip(centred[:, 0] @ centred[:, 1] / spread, -1, 1)) if spread > 0 else 0.0
    freedom = len(pairs) * (1 - season) - 2
    t = float(stdtrit(freedom, (1 + (1 - LEVEL) ** (1 / lags)) / 2))
    found = abs(r) * np.sqrt(freedom / max(1 - r * r, 1e-12))
    bound, p = t / float(np.sqrt(freedom + t * t)), 2 * float(stdtr(freedom, -found))
    return LagCorrelation(lag=lag, r=r, bound=bound, p=p, n=len(pairs))


def _judged(
    profile: tuple[LagCorrelation, ...], of_s: Whitened, of_y: Whitened, *, months: int, is_deseasoned: bool
) -> PairLead:
    lags = len(profile) // 2
    first = min(profile[lags + 1 :], key=lambda one: one.p)
    back = min(profile[:lags], key=lambda one: one.p)
    p, reverse_p = (-float(np.expm1(lags * np.log1p(-min(one.p, 1 - 1e-12)))) for one in (first, back))
    return PairLead(
        verdict=_verdict(p, first.r, reverse_p),
        best_lag=first.lag,
        r=first.r,
        p=p,
        reverse_lag=back.lag,
        reverse_r=back.r,
        reverse_p=reverse_p,
        profile=profile,
        lags=lags,
        months=months,
        innovations=profile[lags].n,
        satisfaction_order=of_s.order,
        revenue_order=of_y.order,
        is_deseasoned=is_deseasoned,
        smallest_r=smallest_r(accounts=1, months=months, lags=lags),
    )


def _verdict(p: float, r: float, reverse_p: float) -> Verdict:
    """A direction counts at 5 %; where both do, both at 1 %, or else the clearer one."""
    is_first, is_reverse = p < LEVEL, reverse_p < LEVEL
    if is_first and is_reverse:
        if max(p, reverse_p) < LEVEL_OF_BOTH and r > 0:
            return "both"
        is_first = p <= reverse_p
    if is_first:
        return "leads" if r > 0 else "negative"
    return "reverse" if is_reverse else "none_yet"
