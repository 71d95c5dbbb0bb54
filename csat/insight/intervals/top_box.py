"""The share of the satisfied (top box) among answers that come in accounts."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class TopBox:
    """`share` 0 to 1 with Wilson's interval for n_eff = n / design_effect. verdict "estimated"."""

    share: Interval
    design_effect: float
    n_eff: float
    accounts: int
    verdict: str = "estimated"


def top_box(*, successes: ArrayLike, counts: ArrayLike, confidence: float = CONFIDENCE) -> TopBox | TooLittle:
    """Share of satisfied answers of all accounts, its interval widened as answers of one account are alike.

    `successes` (k,) and `counts` (k,): satisfied answers and all answers of each account.
    """
    raise NotImplementedError
