"""A score that sinks slowly while revenue still holds: the decline that nobody hears."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtrit

from csat.insight.change.components import Components, answers_of, check
from csat.insight.given import numbers
from csat.insight.verdict import Missing, TooLittle, shortages

LEAST_WAVES = 4
YEAR, MONTHS = 12, 6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RevenueYear:
    """Revenue of the last months over the same months a year before, less 1; `low` is its lower bound (90 %,
    one-sided)."""

    change: float
    low: float
    months: int


@dataclass(frozen=True)
class Decline:
    """Verdicts: "quiet_decline" (the score sinks, revenue holds), "decline_with_revenue" (the score sinks,
    and revenue may have too), "decline_revenue_unknown" (`missing` says what revenue lacks), "no_sign".

    `slope` (95 %: `slope_low`, `slope_high`) is per wave and `fall` over the window (down is positive), in
    the unit of the answers; `probability`: that the slope is negative.
    """

    verdict: str
    slope: float
    slope_low: float
    slope_high: float
    probability: float
    fall: float
    first_wave: int
    last_wave: int
    waves: int
    n: int
    people: int
    revenue: RevenueYear | None = None
    missing: tuple[Missing, ...] = ()


def silent_decline(
    *,
    waves: ArrayLike,
    persons: ArrayLike,
    points: ArrayLike,
    components: Components,
    revenue: ArrayLike | None = None,
    window: int = 6,
    least_fall: float = 0.75,
    least_probability: float = 0.95,
    revenue_floor: float = -0.10,
) -> Decline | TooLittle:
    """Whether an account's score has sunk over its last waves, and whether its revenue did.

    `waves`, `persons`, `points` (n,), `components` as in `change.point.drop_probability`; the last `window`
    waves with answers are looked at, fewer than 4: TooLittle. `least_fall`: in steps of a 1-10 answer.
    `revenue` (m,): whole consecutive months, the last one the last month looked at; NaN where unknown;
    credit notes may make a month negative. Raises ValueError for arrays of different length, impossible
    spreads, or a window under 4.

    A decline: P(slope < 0) > `least_probability` and a fall over the window, slope * (last - first wave), of
    more than `least_fall` (`_slope`). Revenue holds when the 90 % lower bound of its year-on-year change over
    6 months is above `revenue_floor` (`_revenue_year`).
    """
    when, who, y = answers_of(waves, persons, points)
    check(components, least_probability)
    if window < LEAST_WAVES:
        raise ValueError("a slope is read off 4 waves at least")
    known = np.unique(when)[-window:]
    if missing := shortages(waves=(known.size, LEAST_WAVES)):
        return TooLittle(missing)
    is_in = when >= known[0]
    slope, error = _slope(when[is_in], who[is_in], y[is_in], components)
    found = _decline(when[is_in], who[is_in], slope, error)
    year = _revenue_year(revenue)
    if found.probability > least_probability and found.fall > least_fall * components.point:
        found = replace(found, verdict=_with_revenue(year, revenue_floor))
    return replace(found, revenue=year) if isinstance(year, RevenueYear) else replace(found, missing=year)


def _decline(when: Ints, who: Ints, slope: float, error: float) -> Decline:
    return Decline(
        verdict="no_sign",
        slope=slope,
        slope_low=slope + float(ndtri(0.025)) * error,
        slope_high=slope + float(ndtri(0.975)) * error,
        probability=float(ndtr(-slope / error)),
        fall=-slope * float(when.max() - when.min()),
        first_wave=int(when.min()),
        last_wave=int(when.max()),
        waves=int(np.unique(when).size),
        n=int(when.size),
        people=int(np.unique(who).size),
    )


def _with_revenue(year: RevenueYear | tuple[Missing, ...], floor: float) -> str:
    if not isinstance(year, RevenueYear):
        return "decline_revenue_unknown"
    return "quiet_decline" if year.low > floor else "decline_with_revenue"


def _slope(when: Ints, who: Ints, y: Floats, components: Components) -> tuple[float, float]:
    """Slope per wave and its standard error: generalised least squares on a level and the wave.

    V = person^2 [same person] + residual^2 I + wander^2 min(t, s), so that neither a change in who answered
    nor an account's usual movement is taken for a slope; beta = (X'V^-1 X)^-1 X'V^-1 y, variances known,
    prior flat. Checked against statsmodels GLS.
    """
    v = components.person**2 * (who[:, None] == who[None, :]).astype(float)
    v[np.diag_indices(y.size)] += components.residual**2
    v += components.wander**2 * np.minimum.outer(when - when.min(), when - when.min())
    x = np.column_stack([np.ones(y.size), when - when.mean()])
    weighted = np.linalg.solve(v, x)
    covariance = np.linalg.inv(x.T @ weighted)
    return float((covariance @ weighted.T @ y)[1]), float(np.sqrt(covariance[1, 1]))


def _revenue_year(revenue: ArrayLike | None) -> RevenueYear | tuple[Missing, ...]:
    """The last 6 months against the same a year before, or what they lack.

    The log ratio of the two sums, rather than a mean of 6 log ratios, so that months of nothing or of credit
    notes count; its error is that of a ratio estimator, sqrt(6/5 sum (r_t - R r_t-12)^2) / sum r_t, t with 5
    df (Cochran, Sampling Techniques, 3rd ed., 6.4). Checked against svyratio of R's survey.
    """
    r = numbers([] if revenue is None else revenue)
    if r.ndim != 1:
        raise ValueError("revenue is a row of months")
    padded = np.concatenate([np.full(max(YEAR + MONTHS - r.size, 0), np.nan), r])
    now, before = padded[-MONTHS:], padded[-YEAR - MONTHS : -YEAR]
    pairs = int((~np.isnan(now) & ~np.isnan(before)).sum())
    if missing := shortages(months=(pairs, MONTHS)):
        return missing
    total, base = float(now.sum()), float(before.sum())
    if total <= 0 or base <= 0:
        return (Missing("revenue", min(total, base), 0.0),)
    ratio = total / base
    error = np.sqrt(MONTHS / (MONTHS - 1) * ((now - ratio * before) ** 2).sum()) / total
    low = np.expm1(np.log(ratio) + stdtrit(MONTHS - 1, 0.1) * error)
    return RevenueYear(change=ratio - 1, low=float(low), months=MONTHS)
