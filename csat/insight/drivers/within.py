"""Whether what goes together between clients also moves together within them."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class WithinAccounts:
    """`slope`: points of overall that go with 1 point of the driver index, from wave to wave of an account.

    `slope.n` counts changes. verdict: "confirmed" (interval above 0), "opposite" (below), "not_confirmed".
    """

    slope: Interval
    accounts: int
    verdict: str


def within_accounts(
    *,
    attributes: ArrayLike,
    overall: ArrayLike,
    accounts: ArrayLike,
    waves: ArrayLike,
    weights: ArrayLike | None = None,
) -> WithinAccounts | TooLittle:
    """Do changes of an account's driver attributes predict changes of its overall satisfaction?

    `attributes` (n, p), NaN = not judged; `overall` (n,); `accounts` (n,), `waves` (n,): integer labels,
    waves in order of time; `weights` (p,): importance of the attributes, all alike where not given.
    """
    raise NotImplementedError
