"""Do groups of accounts stay for different lengths of time, or may it be chance? The log-rank test."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class GroupLosses:
    """`events` lost in the group, and how many were `expected` had all groups been alike."""

    group: int
    n: int
    events: int
    expected: float


@dataclass(frozen=True)
class LogRank:
    """`verdict`: "differ" (p < .05) or "no_difference_shown" (which is not "the same")."""

    verdict: str
    chi_square: float
    degrees: int
    p: float
    groups: tuple[GroupLosses, ...]


def log_rank(
    *, ends: ArrayLike, is_event: ArrayLike, groups: ArrayLike, starts: ArrayLike | None = None
) -> LogRank | TooLittle:
    """The log-rank test of k groups; arguments as in `kaplan_meier`, `groups` (n,) whole numbers."""
    raise NotImplementedError
