"""The answers that a driver analysis can use: rows, attributes and numbers for accounts and segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.drivers.answers.gaps import used_rows
from csat.insight.given import numbers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_JUDGED, LEAST_JUDGED_SHARE = 20, 0.2
LEAST_OF_A_ROW = 0.5


@dataclass(frozen=True)
class Prepared:
    """`table` (n, p + 1): attributes, then overall, NaN = not judged. `accounts`, `segments`: numbers from 0.

    `rows` (n,) are the rows kept, `kept` (p,) the attributes; `left_out` are the names of the others.
    """

    table: Floats
    accounts: Ints
    segments: Ints
    rows: Ints
    kept: Ints
    names: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def account_count(self) -> int:
        return int(self.accounts.max(initial=-1)) + 1


def prepare(
    attributes: ArrayLike,
    overall: ArrayLike,
    *,
    accounts: ArrayLike,
    segments: ArrayLike | None,
    names: Sequence[str],
) -> Prepared:
    """Leaves out rows without overall or with less than half of the attributes, attributes that hardly
    anybody judged (fewer than 20, or than 20 % of the rows) or that never vary, and rows with gaps where at
    least 80 % have none."""
    judged, outcome = numbers(attributes), numbers(overall)
    labels = np.asarray(accounts)
    groups = np.zeros(len(labels), dtype=int) if segments is None else np.asarray(segments)
    n = len(outcome)
    if judged.shape != (n, len(names)) or not labels.shape == groups.shape == outcome.shape == (n,):
        raise ValueError("attributes are (n, p); overall, accounts and segments (n,); names (p,)")
    if len(set(names)) != len(names):
        raise ValueError("every attribute has a name of its own")
    rows = np.flatnonzero(~np.isnan(outcome))
    kept = np.flatnonzero([_is_usable(judged[rows, j]) for j in range(len(names))])
    if kept.size:
        rows = rows[(~np.isnan(judged[np.ix_(rows, kept)])).mean(axis=1) >= LEAST_OF_A_ROW]
        rows = rows[used_rows(judged[np.ix_(rows, kept)])]
    return Prepared(
        table=np.column_stack([judged[np.ix_(rows, kept)], outcome[rows]]),
        accounts=np.unique(labels[rows], return_inverse=True)[1],
        segments=np.unique(groups[rows], return_inverse=True)[1],
        rows=rows,
        kept=kept,
        names=tuple(names[j] for j in kept.tolist()),
        left_out=tuple(name for j, name in enumerate(names) if j not in set(kept.tolist())),
    )


def _is_usable(column: Floats) -> bool:
    found = column[~np.isnan(column)]
    return bool(found.size >= max(LEAST_JUDGED, LEAST_JUDGED_SHARE * column.size) and np.ptp(found) > 0)
