"""Weights of answers that bring each margin of the contact list back: raking."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import known, labels

Floats = NDArray[np.float64]
MOST_ROUNDS, CLOSE = 1000, 1e-10


@dataclass(frozen=True)
class Raked:
    """`weights` in the order given, adding up to the first margin. `gap`: largest share of the whole by which
    a category is still missed. verdict: "raked", or "not_reached" where no weights bring all margins back.
    """

    weights: tuple[float, ...]
    gap: float
    verdict: str


def rake(*, categories: Sequence[ArrayLike], totals: Sequence[ArrayLike]) -> Raked:
    """Weights, all 1 at first, multiplied margin by margin until all margins are right at once.

    `categories`: for each margin the category (n,) of each answer, numbers from 0. `totals`: for each margin
    how many people (h,) each category has; a margin with another sum is brought to the first one's. Raises
    ValueError where a category with people has no answers (merge it first), and for other shapes.

    Source: Deming and Stephan (1940), Ann. Math. Statist. 11, 427-444; checked against survey::rake in R.
    """
    members = [labels(category) for category in categories]
    wanted = [known(total) for total in totals]
    n = len(members[0])
    for member, total in zip(members, wanted, strict=True):
        if member.shape != (n,) or total.ndim != 1 or (total < 0).any():
            raise ValueError("each margin has a category of every answer, and how many people each has")
        if ((np.bincount(member, minlength=total.size) > 0) != (total > 0)).any():
            raise ValueError("every category has both answers and people")
    people = wanted[0].sum()
    wanted = [total * people / total.sum() for total in wanted]
    weight = np.ones(n)
    for _ in range(MOST_ROUNDS):
        for member, total in zip(members, wanted, strict=True):
            reached = np.bincount(member, weights=weight, minlength=total.size)
            weight = weight * np.where(reached > 0, total / np.where(reached > 0, reached, 1.0), 0.0)[member]
        if _gap(weight, members, wanted) < CLOSE:
            break
    gap = _gap(weight, members, wanted)
    return Raked(tuple(weight.tolist()), gap, "raked" if gap < 1e-6 else "not_reached")


def _gap(weight: Floats, members: list[NDArray[np.int64]], wanted: list[Floats]) -> float:
    return max(
        float(np.abs(np.bincount(member, weights=weight, minlength=total.size) - total).max() / total.sum())
        for member, total in zip(members, wanted, strict=True)
    )
