"""What a group of answers says: its score with an interval, and whether it changed on the same clients."""

from dataclasses import dataclass

import numpy as np

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import NOTHING, Interval
from csat.insight.pooling.account_means import Pooled, account_means
from csat.scores.months import Answers, Spread

MIN_ANSWERS = 5  # groups under 5 are hidden: one could tell who said what, and the interval says nothing
MIN_SAME_CLIENTS = 5
SAME, MORE, LESS, UNKNOWN = "same", "more", "less", "unknown"


@dataclass(frozen=True)
class Change:
    """The mean change on clients heard both times, each client counted once; unknown below 5 of them."""

    interval: Interval
    clients: int

    @property
    def verdict(self) -> str:
        if self.interval.low is None or self.interval.high is None:
            return UNKNOWN
        if self.interval.low > 0:
            return MORE
        return LESS if self.interval.high < 0 else SAME


def score(answers: Answers) -> Interval:
    """The mean of all answers, its interval robust to one client's answers being alike.

    Below 5 answers only n is given.
    """
    sums = answers.by_account().values()
    counts = [n for n, _ in sums]
    if sum(counts) < MIN_ANSWERS:
        return Interval(estimate=None, low=None, high=None, n=sum(counts))
    return clustered_mean(sums=[s for _, s in sums], counts=counts)


def estimate(own: Spread, alike: Spread) -> Interval:
    """What one client's answers (`own`) say of its opinion, helped by what those of clients alike say.

    `alike` may hold the client too; its row there is left out. Only n where there are too few answers in all
    to tell noise from difference.
    """
    if not own.counts.size:
        return NOTHING
    others = alike.account_ids != own.account_ids[0]
    pooled = account_means(
        sums=np.append(alike.sums[others], own.sums),
        counts=np.append(alike.counts[others], own.counts),
        squares=np.append(alike.squares[others], own.squares),
    )
    n = int(own.counts.sum())
    if isinstance(pooled, Pooled):
        return pooled.estimates[-1]
    return Interval(estimate=None, low=None, high=None, n=n)


def change(before: Answers, after: Answers) -> Change:
    """How the same clients moved, with an interval."""
    old, new = before.by_account(), after.by_account()
    same = sorted(old.keys() & new.keys())
    if len(same) < MIN_SAME_CLIENTS:
        return Change(interval=NOTHING, clients=len(same))
    moves = np.array([new[i][1] / new[i][0] - old[i][1] / old[i][0] for i in same])
    interval = clustered_mean(sums=moves, counts=np.ones_like(moves), bounds=(-100.0, 100.0))
    return Change(interval=interval, clients=len(same))
