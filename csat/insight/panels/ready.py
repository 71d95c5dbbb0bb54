"""The accounts that can be looked at: checked, with enough readings and revenue, or what is missing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

from csat.insight.given import numbers
from csat.insight.panels.within import within
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_ACCOUNTS, MIN_MONTHS, MIN_WAVES = 8, 24, 6
OWN_READINGS, OWN_MONTHS = 3, 12
SMALLEST_SEGMENT = 4
OUTLIER, PRIOR_READINGS, YEAR = 4.0, 4, 12
SEASONS_FROM, FASTER, BESIDE, SURE, NOTHING = 36, (2, 3, 4, 5, 6), 0.4, 0.99, 1e-12


@dataclass(frozen=True)
class Ready:
    """Rows are the accounts kept. `score` as given; `log_revenue`: NaN where revenue is missing or not above
    0; `counts` (1 where not given); `groups`: within which accounts may be exchanged; `gap`: months between
    an account's surveys."""

    score: Floats
    log_revenue: Floats
    counts: Floats
    groups: Ints
    gap: int

    @property
    def months(self) -> int:
        return int(np.isfinite(self.log_revenue).any(axis=0).sum())


def ready(
    *,
    satisfaction: ArrayLike,
    revenue: ArrayLike,
    segments: ArrayLike | None = None,
    counts: ArrayLike | None = None,
    survey_gap_months: float | None = None,
) -> Ready | TooLittle:
    """Accounts with 3 readings and 12 months of revenue, both varying; at least 8 of them over 24 months with
    revenue, half of them with 6 readings. Raises ValueError for other shapes, infinite values, counts < 0.
    """
    score, money = numbers(satisfaction), numbers(revenue)
    answers = np.ones(score.shape) if counts is None else np.nan_to_num(numbers(counts))
    names = np.zeros(len(score)) if segments is None else np.asarray(segments)
    if score.ndim != 2 or not score.shape == money.shape == answers.shape or names.shape != score.shape[:1]:
        raise ValueError(
            "satisfaction, revenue and counts are accounts x months, segments has one an account"
        )
    if not (answers >= 0).all():
        raise ValueError("counts are not negative")
    score = np.where(answers > 0, score, np.nan)
    earned = np.log(money, out=np.full(money.shape, np.nan), where=np.isfinite(money) & (money > 0))
    kept = _varies(score, OWN_READINGS) & _varies(earned, OWN_MONTHS)
    score, earned = score[kept], earned[kept]
    waves = float(np.median(np.isfinite(score).sum(axis=1))) if kept.any() else 0.0
    months = int(np.isfinite(earned).any(axis=0).sum()) if kept.any() else _months_known(money)
    missing = shortages(
        accounts=(int(kept.sum()), MIN_ACCOUNTS), months=(months, MIN_MONTHS), waves=(waves, MIN_WAVES)
    )
    if missing:
        return TooLittle(missing)
    gap = _usual_gap(score) if survey_gap_months is None else max(1, round(survey_gap_months))
    return Ready(score, earned, answers[kept], _groups(names[kept]), gap)


def own_revenue(log_revenue: Floats) -> Floats:
    """What is the account's own: not level, trend, yearly wave, nor its share in the market's ups and downs.

    Accounts answer a common shock more or less strongly; where those that answer strongly do so in both
    satisfaction and revenue, month effects alone leave a shock that looks like a lead. The mean course over
    all accounts is therefore one of each account's own curves. Outliers are cut before it is taken. So are
    faster waves of the year, where accounts have them: a season that returns looks like a lead either way.
    Source: common correlated effects, Pesaran (2006), Econometrica 74, 967-1012.
    """
    basis = yearly_curves(log_revenue.shape[1])
    left = within(series=log_revenue, basis=basis)
    if seasons := _sharp_seasons(left):
        basis = np.column_stack([basis, *(_wave(log_revenue.shape[1], turns) for turns in seasons)])
        left = within(series=log_revenue, basis=basis)
    reach = OUTLIER * 1.4826 * np.nanmedian(np.abs(left), axis=1, keepdims=True)
    cut = log_revenue - left + np.clip(left, -reach, reach)
    return within(series=cut, basis=np.column_stack([basis, _common(cut)]))


def _common(series: Floats) -> Floats:
    """The mean course of all accounts (months,), each from its own mean; 0 where nobody was seen."""
    is_seen = np.isfinite(series)
    away = np.where(is_seen, series - np.nanmean(series, axis=1, keepdims=True), 0.0)
    return np.asarray(away.sum(axis=0) / np.maximum(is_seen.sum(axis=0), 1))


def yearly_curves(months: int) -> Floats:
    """(months, 3): a linear trend and a yearly wave; an account's own season is no month effect."""
    return np.column_stack([np.arange(months), _wave(months, 1)])


def _wave(months: int, turns: float) -> Floats:
    """(months, 2): sine and cosine of so many turns a year."""
    angle = 2 * np.pi * turns * np.arange(months) / YEAR
    return np.column_stack([np.sin(angle), np.cos(angle)])


def _sharp_seasons(left: Floats) -> tuple[int, ...]:
    """Of 2 to 6 turns a year those that stand out of what lies beside them, over all accounts.

    Power there against the mean of 0.4 turns more and less, F with 2 and 4 degrees of freedom an account, at
    1 %; below three years a season cannot be told from chance, and none is taken.
    """
    accounts, months = left.shape
    if months < SEASONS_FROM:
        return ()
    filled = np.nan_to_num(scaled(left))
    at = np.array([[turns, turns - BESIDE, turns + BESIDE] for turns in FASTER])
    power = np.array([((filled @ _wave(months, turns)) ** 2).sum() for turns in at.ravel()]).reshape(at.shape)
    beside = np.maximum(power[:, 1:].mean(axis=1), NOTHING)
    stands_out = power[:, 0] / beside > float(fdtri(2 * accounts, 4 * accounts, SURE))
    return tuple(turns for turns, is_season in zip(FASTER, stands_out, strict=True) if is_season)


def scaled(series: Floats) -> Floats:
    """Each account's variance brought to about 1; that of few values leans on the variance of all."""
    n = np.isfinite(series).sum(axis=1, keepdims=True)
    squares = np.nansum(series**2, axis=1, keepdims=True)
    pooled = float(squares.sum()) / max(int(n.sum()), 1)
    variance = (squares + PRIOR_READINGS * pooled) / (n + PRIOR_READINGS)
    return series / np.sqrt(np.where(variance > 0, variance, 1.0))


def _varies(series: Floats, least: int) -> NDArray[np.bool_]:
    is_known = np.isfinite(series)
    highest = np.where(is_known, series, -np.inf).max(axis=1, initial=-np.inf)
    lowest = np.where(is_known, series, np.inf).min(axis=1, initial=np.inf)
    return np.asarray((is_known.sum(axis=1) >= least) & (highest > lowest))


def _months_known(money: Floats) -> int:
    return int(np.isfinite(money).any(axis=0).sum())


def _usual_gap(score: Floats) -> int:
    """The median distance between an account's consecutive readings."""
    account, month = np.nonzero(np.isfinite(score))
    steps = np.diff(month)[np.diff(account) == 0]
    return max(1, round(float(np.median(steps))))


def _groups(names: NDArray[np.generic]) -> Ints:
    """Segments as numbers; those too small for exchanges are joined, with the smallest other if need be."""
    _, codes, sizes = np.unique(names.astype(str), return_inverse=True, return_counts=True)
    is_small = sizes < SMALLEST_SEGMENT
    if is_small.any() and sizes[is_small].sum() < SMALLEST_SEGMENT and not is_small.all():
        is_small[np.argmin(np.where(is_small, np.iinfo(np.int64).max, sizes))] = True
    return np.asarray(np.where(is_small[codes], -1, codes), dtype=np.int64)
