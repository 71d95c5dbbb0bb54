"""Does satisfaction move before revenue? The test over all accounts, their months and twelve delays."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.leadlag.lags import lag_set
from csat.insight.leadlag.whitening import Whitened, whiten
from csat.insight.panels.directions import Directions, directions
from csat.insight.panels.matching import Matched, match
from csat.insight.panels.news import News, news
from csat.insight.panels.ready import Ready, own_revenue, ready, scaled
from csat.insight.panels.shapes import shapes
from csat.insight.panels.within import within
from csat.insight.verdict import TooLittle

Floats = NDArray[np.float64]
CLIP, MAX_ORDER = 3.5, 4
ALPHA, ALPHA_BOTH, LEAK = 0.05, 0.01, 0.35


@dataclass(frozen=True)
class LagPoint:
    """One delay: `lag` months from satisfaction to revenue (below 0: revenue first), its z and its r."""

    lag: int
    z: float
    r: float


@dataclass(frozen=True)
class Placebo:
    """The same test where each account's satisfaction meets another account's revenue: nothing may be found.

    `lag` and `z` of its highest |z| among the positive delays; `p` is corrected like that of the test.
    """

    lag: int
    z: float
    p: float


@dataclass(frozen=True)
class PanelLead:
    """What the panel says.

    `verdict`: "leads" (satisfaction first, more satisfaction with more revenue: the only claim besides
    "both"), "reverse" (revenue first), "both", "together" (in the same month; who is first cannot be told),
    "negative" (satisfaction first, but more satisfaction with less revenue: never a claim), "none_yet".
    `lag` is the best guess in months, `lag_low` to `lag_high` the 95 % set of delays (of satisfaction before
    revenue, whatever the verdict); `sign` is +1 or -1 at the best guess and `r` the correlation there.
    `p` and `p_reverse` are corrected for having looked at `lags` delays each, and no further; `p_same`, of
    the same month, for all of both directions.
    `profile` has a point for each delay from -`lags` to `lags`; where nothing goes together, no |z| of the
    positive delays passes `limit` in 95 % of cases: the band of the chart.
    `readings` is the number of account-months with satisfaction that were used, `months` those with revenue,
    `accounts` those with both; `gap` is the usual distance between an account's surveys in months.
    `persistence` is the share of a deviation of opinion left after a month, `reliability` opinion's share of
    a reading's variance (both from the readings' own course), `order_revenue` the autoregression's order.

    How it is found. 1. Month effects, levels, and from log revenue each account's trend, yearly wave and part
    in the common course, are taken out; what lies over 4 robust deviations out is cut. 2. Satisfaction's news
    come from a Kalman filter (drifting opinion, noisy readings at any months), revenue's from a pooled AR(p),
    p <= 4 by AIC; each account is scaled to variance 1. 3. Products are summed over accounts and months at
    each delay, and weighed by where a lead of so many months would show (`shapes`: a quarterly reading hears
    what happened since the last one). 4. p is the share of exchanges of accounts with a higher max |z|; the
    likeliest rival in the other direction or the same month is taken out first (`directions`). 5. The lag set
    from exp(z^2 / 2). A lead: p < .05 and more with more; "both": p < .01 in either direction, the
    lower max |z| over a third of the higher.
    """

    verdict: str
    lag: int
    lag_low: int
    lag_high: int
    sign: int
    r: float
    p: float
    p_reverse: float
    p_same: float
    lag_reverse: int
    sign_reverse: int
    profile: tuple[LagPoint, ...]
    limit: float
    placebo: Placebo
    accounts: int
    months: int
    readings: int
    gap: int
    lags: int
    permutations: int
    persistence: float
    reliability: float
    order_revenue: int

    @property
    def is_claimed(self) -> bool:
        return self.verdict in ("leads", "both")


def panel_lead(
    *,
    satisfaction: ArrayLike,
    revenue: ArrayLike,
    segments: ArrayLike | None = None,
    counts: ArrayLike | None = None,
    survey_gap_months: float | None = None,
    lags: int = 12,
    permutations: int = 999,
    seed: int,
    confidence: float = 0.95,
    progress: Callable[[float], None] | None = None,
) -> PanelLead | TooLittle:
    """Whether an account's satisfaction moves before its own revenue, and by how many months.

    `satisfaction` (accounts, consecutive months): mean of the month's answers in any unit, NaN where none;
    `revenue` likewise: money, NaN = missing, at or below 0 (credit notes, nothing bought, after leaving)
    counts as missing. `segments` (accounts,): codes within which accounts are exchanged, so that a segment's
    own shocks prove nothing (those under 4 accounts are joined). `counts`: answers behind a reading.
    `survey_gap_months`: between an account's surveys, found where not given. `progress` hears a share.
    Returns TooLittle below 8 accounts (3 readings, 12 months of revenue, both varying), 24 months, or 6
    readings for half the accounts. Raises ValueError for other shapes, infinite values, less than 1 lag.
    """
    if lags < 1 or permutations < 1 or not 0 < confidence < 1:
        raise ValueError("at least one lag and one permutation, and a confidence between 0 and 1")
    panel = ready(
        satisfaction=satisfaction,
        revenue=revenue,
        segments=segments,
        counts=counts,
        survey_gap_months=survey_gap_months,
    )
    if isinstance(panel, TooLittle):
        return panel
    seen = _seen(panel, lags)
    matched = _exchanged(panel, seen, lags=lags, draw=(permutations, seed), progress=progress)
    return _told(panel, seen, matched, confidence)


@dataclass(frozen=True)
class _Seen:
    """Both sides whitened, and where a lead would show."""

    heard: News
    earned: Whitened
    expected: Floats


def _seen(panel: Ready, lags: int) -> _Seen:
    readings = scaled(within(series=panel.score))
    heard = news(readings=readings, counts=panel.counts, gap=panel.gap, reach=lags)
    earned = whiten(series=own_revenue(panel.log_revenue), max_order=MAX_ORDER, has_intercept=False)
    expected = shapes(
        reach=lags, persistence=heard.persistence, echoes=heard.echoes, coefficients=earned.coefficients
    )
    return _Seen(heard, earned, expected)


def _exchanged(
    panel: Ready, seen: _Seen, *, lags: int, draw: tuple[int, int], progress: Callable[[float], None] | None
) -> Matched:
    return match(
        first=np.clip(seen.heard.surprises, -CLIP, CLIP),
        second=np.clip(scaled(seen.earned.innovations), -CLIP, CLIP),
        groups=panel.groups,
        reach=lags,
        permutations=draw[0],
        seed=draw[1],
        progress=progress,
    )


def _told(panel: Ready, seen: _Seen, matched: Matched, confidence: float) -> PanelLead:
    found = directions(matched=matched, expected=seen.expected, confidence=confidence)
    forward, reverse, lags = found.forward, found.reverse, found.forward.z.size
    profile = _profile(found.z, matched, seen.expected)
    plausible = lag_set(z=forward.z, confidence=confidence)
    return PanelLead(
        verdict=_verdict(found),
        lag=forward.lag,
        lag_low=plausible.low,
        lag_high=plausible.high,
        sign=forward.sign,
        r=profile[lags + forward.lag].r,
        p=forward.p,
        p_reverse=reverse.p,
        p_same=found.p_same,
        lag_reverse=reverse.lag,
        sign_reverse=reverse.sign,
        profile=profile,
        limit=forward.limit,
        placebo=Placebo(lag=forward.swapped[0], z=forward.swapped[1], p=forward.p_swapped),
        accounts=len(panel.score),
        months=panel.months,
        readings=int(np.isfinite(panel.score).sum()),
        gap=panel.gap,
        lags=lags,
        permutations=len(matched.exchanged),
        persistence=seen.heard.persistence,
        reliability=seen.heard.reliability,
        order_revenue=seen.earned.order,
    )


def _verdict(found: Directions) -> str:
    forward, reverse = found.forward, found.reverse
    is_leading = forward.p < ALPHA and forward.sign > 0
    is_reverse = reverse.p < ALPHA
    is_together = found.p_same < ALPHA and abs(found.z[found.z.size // 2]) >= np.abs(found.z).max()
    if is_leading and is_reverse:
        # A strong effect leaks a little into the other direction however it is whitened.
        lower, higher = sorted((forward.height, reverse.height))
        if max(forward.p, reverse.p) < ALPHA_BOTH and lower > LEAK * higher:
            return "both"
        return "leads" if forward.height >= reverse.height else "reverse"
    if is_leading:
        return "leads"
    if is_together:
        return "together"
    # Taking a rival out may overdo it: a negative lead must have shown before, too.
    was_negative = found.z[found.z.size // 2 + forward.lag] <= -forward.limit
    is_negative = forward.p < ALPHA and forward.sign < 0 and bool(was_negative)
    if is_reverse and not (is_negative and forward.height > reverse.height):
        return "reverse"
    return "negative" if is_negative else "none_yet"


def _profile(z: Floats, matched: Matched, expected: Floats) -> tuple[LagPoint, ...]:
    """z and r of each lead; r correlates satisfaction's news with revenue's over the delays of its shape."""
    reach = z.size // 2
    each = matched.observed / np.maximum(matched.pairs, 1.0)
    points = []
    for lead in range(-reach, reach + 1):
        delays = np.arange(-reach, reach + 1)
        shape = np.where(np.sign(delays) == np.sign(lead), expected[lead + reach], 0.0)
        r = float(shape @ each / max(float(np.sqrt((shape**2).sum())), 1e-12))
        points.append(LagPoint(lag=lead, z=float(z[lead + reach]), r=min(1.0, max(-1.0, r))))
    return tuple(points)
