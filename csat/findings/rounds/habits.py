"""Who used to answer and who does: invitations by round, counted back from the last one of each row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.quiet.silence import Silence, silence
from csat.insight.verdict import TooLittle

ROUNDS, RECENT = 12, 2

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Invited:
    """n invitations to regular surveys that reached somebody and can no longer be answered. `decides`: was
    sent to a decision maker."""

    account_ids: Ids
    contact_ids: Ids
    months: Ids
    decides: Flags
    answered: Flags


@dataclass(frozen=True)
class Habit:
    """`since`: the month in which the last two rounds of the row began."""

    silence: Silence | TooLittle
    since: int


def habits(rows: Invited, whose: Ids, *, with_deciders: bool) -> tuple[Habit, ...]:
    """Of each row its last two rounds against those before; `whose` (n,) numbers rows from 0, without gap."""
    if not whose.size:
        return ()
    rounds, place = np.unique(np.stack([whose, rows.months]), axis=1, return_inverse=True)
    last = np.append(np.flatnonzero(np.diff(rounds[0])), rounds.shape[1] - 1)
    column = (ROUNDS - 1 - (last[rounds[0]] - np.arange(rounds.shape[1])))[place.ravel()]

    def counted(which: Flags) -> Ids:
        is_in = which & (column >= 0)
        matrix = np.zeros((last.size, ROUNDS), dtype=np.int64)
        np.add.at(matrix, (whose[is_in], column[is_in]), 1)
        return matrix

    found = silence(
        invited=counted(np.ones(whose.size, dtype=bool)),
        answered=counted(rows.answered),
        decision_invited=counted(rows.decides) if with_deciders else None,
        decision_answered=counted(rows.decides & rows.answered) if with_deciders else None,
        recent=RECENT,
    )
    if isinstance(found, TooLittle):
        return ()
    first = np.append(0, last[:-1] + 1)
    since = rounds[1][np.maximum(last - RECENT + 1, first)].tolist()
    return tuple(Habit(one, month) for one, month in zip(found.rows, since, strict=True))
