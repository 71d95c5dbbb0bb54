"""The share of the satisfied of each account, helped by how accounts differ: beta-binomial pooling."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class PooledShares:
    """`estimates` (0 to 1) in the order given. `a`, `b`: what the others are worth in satisfied and
    unsatisfied answers. verdict: "pooled", or "alike" where accounts differ no more than
    chance makes them.
    """

    estimates: tuple[Interval, ...]
    a: float
    b: float
    verdict: str


def account_shares(
    *, successes: ArrayLike, counts: ArrayLike, confidence: float = CONFIDENCE
) -> PooledShares | TooLittle:
    """The underlying share of satisfied answers of each account, with an interval.

    `successes` (k,) and `counts` (k,): satisfied answers and all answers of each account; 0 answers allowed
    (then the others alone speak).
    """
    raise NotImplementedError
