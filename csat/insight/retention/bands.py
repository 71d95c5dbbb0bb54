"""How many of the satisfied, the middling and the dissatisfied stay? Bands as of the start of each period."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, roots_legendre

from csat.insight.intervals.interval import Interval
from csat.insight.retention.shocks import Shocks, period_shocks
from csat.insight.verdict import TooLittle, shortages

MIN_ACCOUNTS, MIN_PERIODS, MIN_BAND_ACCOUNTS = 10, 40, 5
MOST_BANDS, LOSSES_PER_BAND = 3, 6
SURE = 0.95
POINTS = 400

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Band:
    """Account-periods that began with satisfaction in [low, high); None is an open end.

    `kind`: "band", "unheard" (no answer in the time before), or "all". `loss`: chance of being lost in one
    period; `kept_year`: share still there after a year; both 0 to 1, n = account-periods. `accounts`: how
    many different accounts were ever in it.
    """

    kind: str
    low: float | None
    high: float | None
    accounts: int
    periods: int
    losses: int
    loss: Interval
    kept_year: Interval


@dataclass(frozen=True)
class Bands:
    """`bands` from the lowest satisfaction up; `unheard` is None where everybody was heard.

    `verdict`: "lower_leave_more" (P(the lowest band leaves more often than the highest) >= .95),
    "higher_leave_more" (<= .05), "not_told_apart", or "one_band" (too few losses or accounts to split).
    `chance`: that probability, None for one band. `shocks`: how much whole periods differ, for forecasts.
    """

    verdict: str
    bands: tuple[Band, ...]
    unheard: Band | None
    overall: Band
    chance: float | None
    periods_per_year: int
    shocks: Shocks

    @property
    def events(self) -> int:
        return self.overall.losses


def retention_by_band(
    *,
    satisfaction: ArrayLike,
    is_lost: ArrayLike,
    edges: Sequence[float] | None = None,
    periods_per_year: int = 4,
    confidence: float = 0.95,
) -> Bands | TooLittle:
    """Losses by the satisfaction that was known when each period began.

    `satisfaction` (accounts, periods): shrunk score of the 12 months before the period, any scale, NaN =
    unheard. Never an average over the account's life: a good average takes time to collect (immortal-time
    bias). `is_lost` (accounts, periods): 1 lost in this period, 0 still there at its end, NaN not a client
    when it began. `edges`: one or two inner limits; by default halves or thirds of the account-periods, a
    band for each 6 losses, at most 3. A band with under 5 accounts is joined with its neighbour.

    TooLittle (accounts, account_periods) below 10 accounts or 40 account-periods. Raises ValueError for
    arrays that don't fit or losses other than 0, 1 and NaN.

    Loss in a period ~ Beta(x+.5, n-x+.5), x losses of n account-periods; a year keeps (1-loss)^periods.
    Interval: quantiles, 0 or 1 at the end where x = 0 or x = n. Source: Brown, Cai and DasGupta (2001),
    Statistical Science 16, 101-133; checked against R qbeta and integrate.
    """
    score, outcome = _checked(satisfaction, is_lost, edges)
    watched = ~np.isnan(outcome)
    missing = shortages(
        accounts=(float(watched.any(axis=1).sum()), float(MIN_ACCOUNTS)),
        account_periods=(float(watched.sum()), float(MIN_PERIODS)),
    )
    if missing:
        return TooLittle(missing)
    heard = watched & ~np.isnan(score)
    limits = _limits(score, heard, edges, int(outcome[heard].sum()))
    return _Table(outcome, periods_per_year, confidence).split(score, limits)


def _checked(
    satisfaction: ArrayLike, is_lost: ArrayLike, edges: Sequence[float] | None
) -> tuple[Floats, Floats]:
    score, outcome = np.asarray(satisfaction, dtype=float), np.asarray(is_lost, dtype=float)
    if score.ndim != 2 or score.shape != outcome.shape:
        raise ValueError("satisfaction and is_lost are accounts x periods")
    if not np.isin(outcome[~np.isnan(outcome)], (0, 1)).all():
        raise ValueError("is_lost is 0, 1 or NaN")
    if edges is not None and (len(edges) >= MOST_BANDS or sorted(set(edges)) != list(edges)):
        raise ValueError("edges are one or two rising limits")
    return score, outcome


@dataclass(frozen=True)
class _Table:
    """Account-periods and how they are counted."""

    outcome: Floats
    periods_per_year: int
    confidence: float

    def split(self, score: Floats, limits: tuple[float, ...]) -> Bands:
        watched = ~np.isnan(self.outcome)
        is_unheard = watched & np.isnan(score)
        bands = tuple(
            self.band("band", watched & _within(score, low, high), low, high)
            for low, high in zip((None, *limits), (*limits, None), strict=True)
        )
        chance = _leaves_more(bands[0], bands[-1]) if limits else None
        return Bands(
            verdict=_verdict(chance),
            bands=bands,
            unheard=self.band("unheard", is_unheard) if is_unheard.any() else None,
            overall=self.band("all", watched),
            chance=chance,
            periods_per_year=self.periods_per_year,
            shocks=_shocks(self.outcome, watched),
        )

    def band(self, kind: str, member: Mask, low: float | None = None, high: float | None = None) -> Band:
        n, losses = int(member.sum()), int(self.outcome[member].sum())
        loss = _jeffreys(losses, n, self.confidence)
        ends = (loss.high, loss.estimate, loss.low)
        kept = [None if end is None else (1 - end) ** self.periods_per_year for end in ends]
        return Band(
            kind=kind,
            low=low,
            high=high,
            accounts=int(member.any(axis=1).sum()),
            periods=n,
            losses=losses,
            loss=loss,
            kept_year=Interval(estimate=kept[1], low=kept[0], high=kept[2], n=n),
        )


def _jeffreys(x: int, n: int, confidence: float) -> Interval:
    if n == 0:
        return Interval(estimate=None, low=None, high=None, n=0)
    edge = (1 - confidence) / 2
    low = float(betaincinv(x + 0.5, n - x + 0.5, edge)) if x > 0 else 0.0
    high = float(betaincinv(x + 0.5, n - x + 0.5, 1 - edge)) if x < n else 1.0
    return Interval(estimate=x / n, low=low, high=high, n=n)


def _within(score: Floats, low: float | None, high: float | None) -> Mask:
    above = True if low is None else score >= low
    return np.asarray(above & (True if high is None else score < high), dtype=bool) & ~np.isnan(score)


def _limits(score: Floats, heard: Mask, edges: Sequence[float] | None, losses: int) -> tuple[float, ...]:
    """Inner limits, without those that would leave a band with too few accounts."""
    if edges is None:
        count = min(MOST_BANDS, max(1, losses // LOSSES_PER_BAND)) if heard.any() else 1
        shares = np.arange(1, count) / count
        edges = np.unique(np.quantile(score[heard], shares)).tolist() if count > 1 else []
    kept: list[float] = []
    for edge in edges:
        if _accounts(heard & _within(score, kept[-1] if kept else None, edge)) >= MIN_BAND_ACCOUNTS:
            kept.append(float(edge))
    while kept and _accounts(heard & _within(score, kept[-1], None)) < MIN_BAND_ACCOUNTS:
        kept.pop()
    return tuple(kept)


def _accounts(member: Mask) -> int:
    return int(member.any(axis=1).sum())


def _leaves_more(lower: Band, higher: Band) -> float:
    """P(chance of loss in `lower` > in `higher`): its mean over the first's quantiles."""
    a, b = lower.losses + 0.5, lower.periods - lower.losses + 0.5
    node, mass = roots_legendre(POINTS)
    at = betaincinv(a, b, (node + 1) / 2)
    below = betainc(higher.losses + 0.5, higher.periods - higher.losses + 0.5, at)
    return float(below @ mass / 2)


def _verdict(chance: float | None) -> str:
    if chance is None:
        return "one_band"
    if chance >= SURE:
        return "lower_leave_more"
    return "higher_leave_more" if chance <= 1 - SURE else "not_told_apart"


def _shocks(outcome: Floats, watched: Mask) -> Shocks:
    rate = float(outcome[watched].mean())
    return period_shocks(events=np.nansum(outcome, axis=0), expected=rate * watched.sum(axis=0))
