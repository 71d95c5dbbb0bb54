"""What a group of answers says: its score with an interval, and whether it changed on the same clients."""

from dataclasses import dataclass

import numpy as np

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import NOTHING, Interval
from csat.insight.pooling.account_means import account_means
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
        if not self.interval.is_known:
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


def estimate(spread: Spread, account_id: int) -> Interval:
    """What one account's answers say of its opinion, helped by what the accounts like it say.

    Only n where there are too few answers in all to tell noise from difference.
    """
    places = np.flatnonzero(spread.account_ids == account_id)
    if not places.size:
        return NOTHING
    place = int(places[0])
    found = account_means(sums=spread.sums, counts=spread.counts, squares=spread.squares)
    if found is None:
        return Interval(estimate=None, low=None, high=None, n=int(spread.counts[place]))
    return found.estimates[place]


def change(before: Answers, after: Answers) -> Change:
    """How the same clients moved, with an interval."""
    old, new = before.by_account(), after.by_account()
    same = sorted(old.keys() & new.keys())
    if len(same) < MIN_SAME_CLIENTS:
        return Change(interval=NOTHING, clients=len(same))
    moves = np.array([new[i][1] / new[i][0] - old[i][1] / old[i][0] for i in same])
    interval = clustered_mean(sums=moves, counts=np.ones_like(moves), bounds=(-100.0, 100.0))
    return Change(interval=interval, clients=len(same))
