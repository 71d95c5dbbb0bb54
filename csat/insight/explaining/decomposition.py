"""Why a score changed between two periods: attributes, weights, and who answered; parts add up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Answers:
    """The answers of one period, a row each: `persons`, `accounts`, `roles` (n,) ids of any hashable kind,
    `points` (n, attributes) 0..100 with NaN where unanswered, `weights` (attributes,) agreed importance >= 0,
    `masses` (n,) what a row weighs in the headline (1 where None; revenue / answers for the revenue view).
    """

    persons: ArrayLike
    accounts: ArrayLike
    roles: ArrayLike
    points: ArrayLike
    weights: ArrayLike
    masses: ArrayLike | None = None


@dataclass(frozen=True)
class Part:
    """What one thing adds to the change, in points. `low`, `high`: 95 %, None where fewer than two accounts
    carry it. `is_clear`: beyond noise, attributes and roles after allowing for how many were looked at.
    """

    name: str
    change: float
    low: float | None
    high: float | None
    is_clear: bool


@dataclass(frozen=True)
class Decomposition:
    """`change` = sum of `attributes` + `answered` + `newcomers` + `leavers` + `shares` + `weights`, exactly.

    `verdict`: "same" (nothing beyond noise), "real_change" (the same people judge otherwise), "who_answered"
    (other people answered; the same people judge as before), "weights" (the weight set changed), "mixed"
    (several of these), "unclear" (the change is beyond noise, but no part of it alone).
    Sums for the page: `same_people` = attributes + answered; `who_answered` = newcomers + leavers + shares,
    also as `roles`. `answered`: the same people judged other questions this time; `shares`: the same people
    weigh more or less among themselves. `clear` is what clear parts add up to, `noise` the rest of the change.
    """

    verdict: Literal["same", "real_change", "who_answered", "weights", "mixed", "unclear"]
    before: float
    after: float
    change: Part
    same_people: Part
    who_answered: Part
    weights: Part
    attributes: tuple[Part, ...]
    answered: Part
    newcomers: Part
    leavers: Part
    shares: Part
    roles: tuple[Part, ...]
    clear: float
    noise: float
    people_before: int
    people_after: int
    people_both: int
    accounts: int


def decompose_change(
    *, before: Answers, after: Answers, attributes: Sequence[str], confidence: float = 0.95
) -> Decomposition | TooLittle:
    """Why the headline index changed from one period to the next."""
    raise NotImplementedError
