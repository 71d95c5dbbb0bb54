"""The share of the satisfied (top box) among answers that come in accounts."""

from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from csat.insight.given import known
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.intervals.proportion import proportion
from csat.insight.verdict import TooLittle, shortages

MIN_ANSWERS, MIN_ACCOUNTS = 5, 2


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

    `successes` (k,) and `counts` (k,): satisfied answers and all answers of each account; accounts without
    answers are left out. TooLittle below 5 answers or 2 accounts. NaN is not allowed. Raises ValueError
    unless 0 <= successes <= counts.

    design effect = SE^2 of the clustered mean / (p (1 - p) / n), at least 1; where all or none are satisfied
    nothing tells it, and an account's answers count as one: sum n_a^2 / n. Wilson's interval takes
    n_eff (z / t)^2 answers, t with k - 1 degrees of freedom. Source: Korn and Graubard (1998), Survey
    Methodology 24, 193-201; Wilson (1927). Checked against survey::svyciprop's parts in R.
    """
    satisfied, count = known(successes), known(counts)
    if satisfied.shape != count.shape or not ((satisfied >= 0) & (satisfied <= count)).all():
        raise ValueError("0 <= successes <= counts, account by account")
    satisfied, count = satisfied[count > 0], count[count > 0]
    n, k = float(count.sum()), count.size
    missing = shortages(answers=(n, MIN_ANSWERS), accounts=(k, MIN_ACCOUNTS))
    if missing:
        return TooLittle(missing)
    share = float(satisfied.sum() / n)
    spread = share * (1 - share)
    alike = float((count**2).sum() / n)
    squares = float(((satisfied - share * count) ** 2).sum())
    effect = max(1.0, k / (k - 1) * squares / n / spread) if spread > 0 else alike
    tail = (1 + confidence) / 2
    few = float((stdtrit(k - 1, tail) / ndtri(tail)) ** 2)
    found = proportion(
        successes=int(satisfied.sum()), n=int(n), design_effect=effect * few, confidence=confidence
    )
    return TopBox(share=found, design_effect=effect, n_eff=n / effect, accounts=k)
