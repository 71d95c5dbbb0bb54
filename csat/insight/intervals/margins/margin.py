"""A margin of the contact list: to which of its cells each answer belongs, empty cells merged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import known, labels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Margin:
    """`member` (n,): which of `total` (h,) each answer belongs to; `merged` (h,): the cells behind each.

    `covered_share`: share of the contacts in segments from which anybody answered.
    """

    member: Ints
    total: Floats
    merged: tuple[tuple[int, ...], ...]
    covered_share: float


def margin(
    cells: ArrayLike, population: ArrayLike, segments: ArrayLike | None, *, is_given: NDArray[np.bool_]
) -> Margin:
    """Cells without answers merged with the most answered one of their segment; silent segments left out."""
    people, cell = known(population), labels(cells)
    group = np.zeros(people.size, dtype=int) if segments is None else np.asarray(segments)
    if cell.shape != is_given.shape or group.shape != people.shape or (people < 0).any():
        raise ValueError("cells are (n,), population and segments (h,), population >= 0")
    if cell.size and not 0 <= cell.min() <= cell.max() < people.size:
        raise ValueError("cells are numbers of the population")
    answers = np.bincount(cell[is_given], minlength=people.size)
    if (people[answers > 0] < answers[answers > 0]).any():
        raise ValueError("a cell has at least as many contacts as answers")
    goes_to = np.arange(people.size)
    for h in np.flatnonzero((answers == 0) & (people > 0)).tolist():
        alike = np.flatnonzero(group == group[h])
        goes_to[h] = alike[answers[alike].argmax()]
    heard = np.flatnonzero(answers > 0)
    return Margin(
        member=np.searchsorted(heard, cell[is_given]),
        total=np.bincount(goes_to, weights=people, minlength=people.size)[heard].astype(float),
        merged=tuple(tuple(np.flatnonzero((goes_to == h) & (people > 0)).tolist()) for h in heard),
        covered_share=float(people[np.isin(goes_to, heard)].sum() / max(people.sum(), 1.0)),
    )
