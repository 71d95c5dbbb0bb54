"""What is known of an account when a period begins: what its chance of leaving may depend on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Covariates:
    """All of one shape: (accounts, periods) to learn from the past, (accounts,) to look ahead.

    Everything as known at the *start* of the period, never later: `satisfaction` the shrunk score of the
    last 12 months, any scale (NaN: nobody answered), `is_silent` (0 or 1), `tenure_months` since the first
    purchase, `log_revenue` of the last 12 months. None where a covariate is not used; NaN in any but
    satisfaction counts as the average.
    """

    satisfaction: ArrayLike
    is_silent: ArrayLike | None = None
    tenure_months: ArrayLike | None = None
    log_revenue: ArrayLike | None = None


def columns(given: Covariates) -> dict[str, Floats]:
    """The covariates by the names of `Term.name`; being unheard is one of its own.

    Raises ValueError for shapes that differ.
    """
    score = numbers(given.satisfaction)
    found = {"satisfaction": score, "unheard": np.isnan(score).astype(float)}
    others = {"silent": given.is_silent, "tenure": given.tenure_months, "log_revenue": given.log_revenue}
    found |= {name: numbers(a) for name, a in others.items() if a is not None}
    if any(column.shape != score.shape for column in found.values()):
        raise ValueError("covariates describe the same accounts and periods")
    return found


def design(
    known: dict[str, Floats], names: Sequence[str], centres: Sequence[float], scales: Sequence[float]
) -> Floats:
    """Rows of a regression, (rows, 1 + names): an intercept and the centred, scaled covariates.

    `known`: flat columns; a name that isn't there counts as the average, as NaN does.
    """
    rows = known["satisfaction"].size
    made = np.ones((rows, 1 + len(names)))
    for place, (name, centre, scale) in enumerate(zip(names, centres, scales, strict=True), start=1):
        column = known.get(name, np.full(rows, centre))
        made[:, place] = np.nan_to_num((column - centre) / scale, nan=0.0)
    return made
