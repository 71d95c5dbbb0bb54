"""Satisfaction index of each respondent out of the attributes that they judged."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class RespondentCsi:
    """`points` in the order given, 0 to 100, None where too little was answered; verdict "scored"."""

    points: tuple[float | None, ...]
    scored: int
    left_out: int
    verdict: str = "scored"


def csi(
    *,
    answers: ArrayLike,
    scale: tuple[float, float],
    weights: ArrayLike | None = None,
    least_answered: float = 0.5,
) -> RespondentCsi | TooLittle:
    """Importance-weighted mean of the answered attributes, as points of 0 to 100.

    `answers` (n, p): NaN is "cannot judge" or not answered. `scale`: worst and best answer (worst may be the
    higher number). `weights` (p,), >= 0, any unit; all alike where not given; NaN is "not agreed yet" and
    weighs as much as the mean of the others. `least_answered`: share of the weight that must be answered.
    """
    raise NotImplementedError
