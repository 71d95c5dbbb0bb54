"""What the scores of managers' accounts say of the managers: account mix and few answers allowed for."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class ManagerMean:
    """One manager. `estimate`: score their accounts would have with the company's mix of segments; `effect`:
    that less the company's. `place` 1 is best, by `effect`, among the ranked; `top` and `bottom`: probability
    to be in the best and the worst quarter of the ranked; all None below 5 accounts or 15 respondents.
    """

    manager: int
    estimate: Interval
    effect: Interval
    accounts: int
    respondents: int
    place: int | None
    top: float | None
    bottom: float | None


@dataclass(frozen=True)
class ManagerMeans:
    """`managers` by label. Standard deviations: `spread` between managers, `account_spread` between accounts
    of one manager, `noise` between answers of one account.

    verdict: "told_apart" (somebody is in the best or the worst quarter with P >= .8), "not_told_apart",
    "not_ranked" (fewer than 4 managers have enough answers).
    """

    managers: tuple[ManagerMean, ...]
    company: float
    spread: float
    account_spread: float
    noise: float
    ranked: int
    seed: int
    verdict: str


def manager_means(
    *,
    sums: ArrayLike,
    counts: ArrayLike,
    squares: ArrayLike,
    managers: ArrayLike,
    segments: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> ManagerMeans | TooLittle:
    """Each manager's underlying score, adjusted for the segments of their accounts.

    `sums`, `counts`, `squares` (k,): sum, number (>= 1) and sum of squares of an account's answers, as in
    `account_means`. `managers` (k,), `segments` (k,): integer labels of the account's manager and segment.
    """
    raise NotImplementedError
