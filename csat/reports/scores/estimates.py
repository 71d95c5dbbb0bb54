"""The score of each group with its interval, by the method that suits group and measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.nps import nps
from csat.insight.intervals.top_box import TopBox, top_box
from csat.insight.pooling.account_means import Pooled, account_means
from csat.insight.pooling.manager_means import ManagerMeans, manager_means
from csat.insight.pooling.shares import PooledShares, account_shares
from csat.reports.satisfaction import MIN_ANSWERS
from csat.reports.scores import wish
from csat.reports.scores.grouping import Group
from csat.reports.scores.measures import NPS, SHARE, Measure
from csat.scores.grouped import Sums

MIN_NPS = 10
PROMOTERS, PASSIVES = slice(9, 11), slice(7, 9)
CLUSTERED, TOP_BOX, WALD, POOLED, POOLED_SHARES, MANAGERS, OWN = (
    "clustered", "top_box", "nps", "pooled", "pooled_shares", "managers", "own",
)  # fmt: skip

Parts = Mapping[Group, Sequence[Sums]]


@dataclass(frozen=True)
class Estimates:
    """`scores` by group; `method`: how they came about. `noise` within a client and `spread` between clients,
    standard deviations in points, where groups help each other.
    """

    scores: dict[Group, Interval]
    method: str
    spread: float | None = None
    noise: float | None = None


@dataclass(frozen=True)
class Columns:
    """Rows of sums as columns."""

    counts: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[Sums]) -> "Columns":
        return cls(
            counts=np.array([row.n for row in rows], dtype=float),
            sums=np.array([row.points for row in rows], dtype=float),
            squares=np.array([row.squares for row in rows], dtype=float),
        )


def answers(rows: Sequence[Sums]) -> int:
    return sum(row.n for row in rows)


def estimates(by: str, measure: Measure, parts: Parts) -> Estimates:
    """A score for each group. Clients and account managers are helped by what is known of all the others;
    groups below 5 answers (NPS: 10) have n alone, and so have clients where there is too little in all.
    """
    if measure.kind != NPS and parts:
        if by == wish.ACCOUNT:
            return _shares(parts) if measure.kind == SHARE else _pooled(parts)
        if by == wish.MANAGER:
            return _managers(parts)
    return Estimates({group: score(measure, rows) for group, rows in parts.items()}, method_of(measure))


def method_of(measure: Measure) -> str:
    return {NPS: WALD, SHARE: TOP_BOX}.get(measure.kind, CLUSTERED)


def score(measure: Measure, rows: Sequence[Sums]) -> Interval:
    """The score of one group out of its own answers alone, one row an account; below 5 answers (NPS: 10)
    only n.
    """
    n = answers(rows)
    if n < (MIN_NPS if measure.kind == NPS else MIN_ANSWERS):
        return unknown(n)
    if measure.kind == NPS:
        ticks = np.sum([row.ticks for row in rows], axis=0)
        promoters, passives = int(ticks[PROMOTERS].sum()), int(ticks[PASSIVES].sum())
        return nps(promoters=promoters, passives=passives, detractors=int(ticks.sum()) - promoters - passives)
    by_account = Columns.of(rows)
    if measure.kind == SHARE:
        found = top_box(successes=_satisfied(by_account), counts=by_account.counts)
        return _percent(found.share) if isinstance(found, TopBox) else unknown(n)
    return clustered_mean(sums=by_account.sums, counts=by_account.counts)


def unknown(n: int) -> Interval:
    return Interval(estimate=None, low=None, high=None, n=n)


def _pooled(parts: Parts) -> Estimates:
    """Each client's underlying opinion; one row a client."""
    columns = Columns.of([rows[0] for rows in parts.values()])
    segments = np.unique([group.detail for group in parts], return_inverse=True)[1]
    found = account_means(
        sums=columns.sums, counts=columns.counts, squares=columns.squares, segments=segments
    )
    if not isinstance(found, Pooled):
        return _own(parts)
    scores = dict(zip(parts, found.estimates, strict=True))
    return Estimates(scores, POOLED, spread=found.spread, noise=found.noise)


def _shares(parts: Parts) -> Estimates:
    columns = Columns.of([rows[0] for rows in parts.values()])
    found = account_shares(successes=_satisfied(columns), counts=columns.counts)
    if not isinstance(found, PooledShares):
        return _own(parts)
    scores = (_percent(share) for share in found.estimates)
    return Estimates(dict(zip(parts, scores, strict=True)), POOLED_SHARES)


def _own(parts: Parts) -> Estimates:
    """Where nothing is known of how clients differ: the plain mean of those with 5 answers, no interval."""
    scores = {}
    for group, rows in parts.items():
        n = answers(rows)
        mean = sum(row.points for row in rows) / n
        scores[group] = Interval(mean, None, None, n) if n >= MIN_ANSWERS else unknown(n)
    return Estimates(scores, OWN)


def _managers(parts: Parts) -> Estimates:
    """Each manager's underlying score; one row a manager and client. Below 5 answers only n."""
    groups = list(parts)
    rows = [(place, row) for place, group in enumerate(groups) for row in parts[group]]
    columns = Columns.of([row for _, row in rows])
    found = manager_means(
        sums=columns.sums,
        counts=columns.counts,
        squares=columns.squares,
        managers=np.array([place for place, _ in rows]),
    )
    if not isinstance(found, ManagerMeans):
        return _own(parts)
    scores = {groups[one.manager]: one.estimate for one in found.managers}
    shown = {group: scores[group] for group in groups if answers(parts[group]) >= MIN_ANSWERS}
    hidden = {group: unknown(answers(parts[group])) for group in groups if group not in shown}
    return Estimates(shown | hidden, MANAGERS, spread=found.spread, noise=found.noise)


def _satisfied(columns: Columns) -> NDArray[np.float64]:
    """How many were satisfied: each of them is worth 100 points."""
    return np.asarray(np.rint(columns.sums / 100))


def _percent(share: Interval) -> Interval:
    estimate, low, high = (
        None if end is None else 100 * end for end in (share.estimate, share.low, share.high)
    )
    return Interval(estimate, low, high, share.n)
