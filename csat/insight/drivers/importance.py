"""Which attributes go together with overall satisfaction, in which order, and how sure that is."""

from collections.abc import Callable, Sequence
from typing import Literal

from numpy.typing import ArrayLike

from csat.insight.drivers.result import CorrelationsOnly, Drivers
from csat.insight.verdict import TooLittle


def drivers(
    *,
    attributes: ArrayLike,
    overall: ArrayLike,
    accounts: ArrayLike,
    names: Sequence[str],
    segments: ArrayLike | None = None,
    waves: ArrayLike | None = None,
    method: Literal["auto", "lmg", "johnson"] = "auto",
    bootstraps: int = 1000,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Drivers | CorrelationsOnly | TooLittle:
    """Shares of importance with account-bootstrap intervals, ranks, quadrants and a check within accounts.

    `attributes` (n, p), NaN = not judged; `overall` (n,), NaN = row left out; `accounts` (n,): integer
    labels; `names` (p,); `segments` (n,): integer labels of the account's segment, always held constant;
    `waves` (n,): integer labels in order of time, for the check within accounts. One unit, any.
    """
    raise NotImplementedError
