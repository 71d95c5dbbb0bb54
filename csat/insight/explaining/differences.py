"""Did an action change what it was meant to change: accounts it reached against those it did not."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.explaining.two_way import Estimate, TwoWay, estimated, joint_p, only, two_way
from csat.insight.given import numbers
from csat.insight.pooling.account_means import account_means
from csat.insight.verdict import TooLittle, shortages

LEAST_ACCOUNTS, LEAST_SPANS_BEFORE = 5, 2
LEVEL = 0.05
# More points at once make the joint test of few accounts blunt.
MOST_CONTRASTS = 4
# Near: within half a standard deviation of where accounts stood before.
NEAR = 0.5

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Verdict = Literal["better", "worse", "no_evidence", "pre_trend"]


@dataclass(frozen=True)
class EventPoint:
    """Treated less untreated in one span of months, against the span just before the action (which is 0).

    `first`, `last`: months from the start of the action; -3..-1 is the span before it, 0 its first month.
    """

    first: int
    last: int
    estimate: float
    low: float
    high: float
    is_reference: bool


@dataclass(frozen=True)
class Differences:
    """`verdict`: "better", "worse", "no_evidence", "pre_trend" (groups moved apart before: cannot tell).

    `plain`: what treated accounts changed more than untreated ones, in the outcome's unit; `adjusted`: the
    same among accounts that stood alike before, so that a recovery which untreated accounts with such a start
    had as well is not counted. "better" and "worse" need both. `is_regression`: plain says better or worse,
    adjusted does not. `pre_trend_p`: test of the points before, all at once and as a drift; `drift` is what
    the groups moved apart a month before the start. `readings` of the outcome were used. `comparable_share`:
    of treated accounts, those with an untreated one that stood nearly alike before.
    """

    verdict: Verdict
    plain: Estimate
    adjusted: Estimate
    is_regression: bool
    pre_trend_p: float
    drift: Estimate
    points: tuple[EventPoint, ...]
    treated: int
    untreated: int
    months_before: int
    months_after: int
    readings: int
    comparable_share: float


def difference_in_differences(
    *, outcome: ArrayLike, treated: ArrayLike, start: int, span: int = 3
) -> Differences | TooLittle:
    """Whether accounts that an action reached changed otherwise than those it did not reach.

    `outcome` (accounts, months): points, or log revenue; higher is better; NaN missing. `treated` (accounts,)
    of bool. `start`: column of the action's first month, the same for all. `span`: months that make one
    point of the chart; 3 suits quarterly surveys too. Accounts without a reading on both sides of the start
    are left out.

    Returns TooLittle (treated, untreated, months_before, months_after) below 5 accounts in either group, 2
    spans before, 1 after. Raises ValueError for arrays that do not fit and for infinite values.

    y_it = account + month + d treated_i after_t. Adjusted: also after_t times where the account stood before:
    its mean before, shrunk towards all accounts' (partial pooling), and how far its last span lay from it.
    Where accounts were picked for low scores, plain takes regression to the mean for success and adjusted
    does not; where groups just differ in level it is the other way round, and the truth lies between.
    Source: Ding and Li (2019), Political Analysis 27, 605-615; errors as of `two_way`; checked against
    PanelOLS of linearmodels, Welch's t.test and dense matrices in R.
    """
    y, group = numbers(outcome), np.array(treated)
    _check(y, group, start, span)
    there = ~np.isnan(y)
    used = there[:, :start].any(axis=1) & there[:, start:].any(axis=1)
    y, group = y[used], group[used].astype(bool)
    spans = _spans(y, group, start, span)
    missing = shortages(
        treated=(int(group.sum()), LEAST_ACCOUNTS),
        untreated=(int((~group).sum()), LEAST_ACCOUNTS),
        months_before=(span * int((spans < 0).sum()), span * LEAST_SPANS_BEFORE),
        months_after=(span * int((spans >= 0).sum()), span),
    )
    return TooLittle(missing) if missing else _compared(y, group, start=start, span=span, spans=spans)


def _check(y: Floats, group: NDArray[np.generic], start: int, span: int) -> None:
    if y.ndim != 2 or group.shape != y.shape[:1] or not 0 <= start <= y.shape[1] or span < 1:
        raise ValueError("accounts x months, a flag an account and a column to start with are wanted")
    if not np.isin(group, (0, 1)).all():
        raise ValueError("an account was reached or not")


def _spans(y: Floats, group: Flags, start: int, span: int) -> NDArray[np.int64]:
    """Numbers of the spans in which both groups were read; -1 ends just before the start."""
    there = ~np.isnan(y)
    both = there[group].any(axis=0) & there[~group].any(axis=0)
    return np.unique((np.flatnonzero(both) - start) // span)


def _compared(y: Floats, group: Flags, *, start: int, span: int, spans: NDArray[np.int64]) -> Differences:
    after = np.arange(y.shape[1]) >= start
    effect = np.multiply.outer(group.astype(float), after)
    stood = _stood(y, start, span)
    adjusting = [np.multiply.outer(one, after).astype(float) for one in stood]
    fits = [two_way(outcome=y, regressors=np.stack([effect, *more])) for more in ([], adjusting)]
    plain, adjusted = (estimated(fit, only(fit, 0)) for fit in fits)
    points, drift, pre_trend_p = _events(y, group, start=start, span=span, spans=spans)
    months = np.flatnonzero((~np.isnan(y)).any(axis=0))
    verdict = _verdict(plain, adjusted, pre_trend_p)
    return Differences(
        verdict=verdict,
        plain=plain,
        adjusted=adjusted,
        is_regression=plain.p < LEVEL and verdict == "no_evidence",
        pre_trend_p=pre_trend_p,
        drift=drift,
        points=points,
        treated=int(group.sum()),
        untreated=int((~group).sum()),
        months_before=int((months < start).sum()),
        months_after=int((months >= start).sum()),
        readings=int((~np.isnan(y)).sum()),
        comparable_share=_comparable(stood[0], group),
    )


def _verdict(plain: Estimate, adjusted: Estimate, pre_trend_p: float) -> Verdict:
    if pre_trend_p < LEVEL:
        return "pre_trend"
    if max(plain.p, adjusted.p) < LEVEL and plain.estimate * adjusted.estimate > 0:
        return "better" if plain.estimate > 0 else "worse"
    return "no_evidence"


def _stood(y: Floats, start: int, span: int) -> list[Floats]:
    """Where each account stood before: its shrunk mean, and how far the last span lay from its mean; both
    without what all accounts had in common in a month, and around 0."""
    before = y[:, :start]
    before = before - _means(before.T)[None, :]
    there = ~np.isnan(before)
    filled = np.where(there, before, 0.0)
    sums, counts, squares = filled.sum(axis=1), there.sum(axis=1), (filled**2).sum(axis=1)
    bounds = (-float("inf"), float("inf"))
    pooled = account_means(sums=sums, counts=counts, squares=squares, bounds=bounds)
    means = sums / counts
    if isinstance(pooled, TooLittle):
        shrunk = means
    else:
        shrunk = np.array(
            [means[i] if one.estimate is None else one.estimate for i, one in enumerate(pooled.estimates)]
        )
    last = before[:, max(0, start - span) :]
    recent = np.where((~np.isnan(last)).any(axis=1), _means(last) - means, 0.0)
    return [one - one.mean() for one in (shrunk, recent)]


def _means(rows: Floats) -> Floats:
    """Mean of each row's readings; 0 without any."""
    there = ~np.isnan(rows)
    found: Floats = np.where(there, rows, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return found


def _comparable(stood: Floats, group: Flags) -> float:
    reach = NEAR * float(stood.std())
    nearest = np.abs(stood[group][:, None] - stood[~group][None, :]).min(axis=1)
    return float((nearest <= reach + 1e-12).mean())


def _events(
    y: Floats, group: Flags, *, start: int, span: int, spans: NDArray[np.int64]
) -> tuple[tuple[EventPoint, ...], Estimate, float]:
    """The points of the chart, the drift before the start, and whether nothing moved before it."""
    of_month = (np.arange(y.shape[1]) - start) // span
    reference = int(spans[spans < 0].max())
    others = spans[spans != reference]
    flags = [np.multiply.outer(group.astype(float), of_month == one) for one in others]
    fit = two_way(outcome=y, regressors=np.stack(flags).astype(float))
    points = [EventPoint(reference * span, reference * span + span - 1, 0.0, 0.0, 0.0, True)]
    for column, one in enumerate(others.tolist()):
        at = estimated(fit, only(fit, column))
        points.append(EventPoint(one * span, one * span + span - 1, at.estimate, at.low, at.high, False))
    before = others[others < 0]
    drift = _drift(fit, before, reference) / span
    most = int(min(group.sum(), (~group).sum()) - 1) // 2
    p = joint_p(fit, _merged(len(before), most, fit))
    if len(before) > 1:
        # A steady drift is the likeliest way to move apart; a test of its own sees it sooner (Bonferroni).
        p = min(1.0, 2 * min(p, joint_p(fit, drift[None])))
    return tuple(sorted(points, key=lambda point: point.first)), estimated(fit, drift), p


def _drift(fit: TwoWay, before: NDArray[np.int64], reference: int) -> Floats:
    """The contrast that is the slope, a span, of the points up to the reference."""
    spans = np.append(before, reference)
    slope = (spans - spans.mean()) / ((spans - spans.mean()) ** 2).sum()
    contrast = np.zeros(len(fit.bread))
    contrast[: len(before)] = slope[:-1]
    return contrast


def _merged(before: int, most: int, fit: TwoWay) -> Floats:
    """Means of neighbouring points before the reference: few enough for a joint test of so few accounts."""
    groups = np.array_split(np.arange(before), max(1, min(before, MOST_CONTRASTS, most)))
    contrasts = np.zeros((len(groups), len(fit.bread)))
    for row, columns in enumerate(groups):
        contrasts[row, columns] = 1 / len(columns)
    return contrasts
