"""Satisfaction index of each respondent out of the attributes that they judged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]


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

    `answers` (n, p), in numbers of the scale: NaN is "cannot judge" or not answered, never 0. `scale`: worst
    and best answer (the worst may be the higher number). `weights` (p,), >= 0, any unit; all alike where not
    given; NaN is "not agreed yet" and weighs as much as the mean of the others. `least_answered`: share of
    the weight that must be answered for a score. TooLittle where nobody answered that much. Raises ValueError
    for other shapes, answers off the scale, negative weights, or weights that are all 0.

    CSI_r = 100 * sum_{j answered} w_j (x_rj - lo) / (hi - lo) / sum_{j answered} w_j. Source: EPSI and ACSI
    score their indices so; equal to csat.scores.scale, which works in whole thousandths.
    """
    given = np.asarray(answers, dtype=float)
    if given.ndim != 2:
        raise ValueError("answers are (n, p)")
    worst, best = scale
    if worst == best:
        raise ValueError("a scale has two ends")
    points = 100 * (given - worst) / (best - worst)
    if (points < -1e-9).any() or (points > 100 + 1e-9).any():
        raise ValueError("an answer lies off the scale")
    weight = _weights(weights, given.shape[1])
    answered = (~np.isnan(points)) @ weight
    is_scored = (answered > 0) & (answered >= least_answered * weight.sum() * (1 - 1e-12))
    missing = shortages(scored_answers=(int(is_scored.sum()), 1))
    if missing:
        return TooLittle(missing)
    found = np.nan_to_num(points) @ weight / np.where(is_scored, answered, 1.0)
    scores = tuple(
        score if is_known else None
        for score, is_known in zip(found.tolist(), is_scored.tolist(), strict=True)
    )
    scored = int(is_scored.sum())
    return RespondentCsi(points=scores, scored=scored, left_out=len(scores) - scored)


def _weights(weights: ArrayLike | None, p: int) -> Floats:
    weight = np.ones(p) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (p,):
        raise ValueError("weights are (p,), one an attribute")
    is_agreed = ~np.isnan(weight)
    usual = weight[is_agreed].mean() if is_agreed.any() else 1.0
    filled: Floats = np.where(is_agreed, weight, usual)
    if (filled < 0).any() or not np.isfinite(filled).all() or (p and filled.sum() <= 0):
        raise ValueError("weights are >= 0 and not all 0")
    return filled
