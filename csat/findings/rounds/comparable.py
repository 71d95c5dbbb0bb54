"""What of clients' answers is compared: overall answers of the last rounds, by day and person."""

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csat.scores.columns.waves import NOBODY, Waves

ROUNDS = 12  # three years of quarters: what was said before no longer speaks for today

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rounds:
    """n headline answers by client and round, as `scores.columns.waves` gives them: all of them arrays."""

    account_ids: Ids
    contact_ids: Ids
    manager_ids: Ids
    languages: NDArray[np.str_]
    occurred_on: NDArray[np.datetime64]
    months: Ids
    waves: Ids
    overall: Floats


@dataclass(frozen=True)
class Compared:
    """n answers of one client that may be set against each other, by day. `persons` are (contact, language):
    whoever changes the language is compared with nobody. `days` count from 1970."""

    days: Ids
    persons: Ids
    contacts: Ids
    managers: Ids
    months: Ids
    points: Floats

    @property
    def is_enough(self) -> bool:
        return np.unique(self.days).size > 1

    def chosen(self, which: NDArray[np.bool_] | Ids) -> "Compared":
        """These rows, in this order."""
        return Compared(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def columns_of(waves: Waves) -> dict[str, NDArray[Any]]:
    """The fields of `Rounds` out of columns just read."""
    return {field.name: np.array(getattr(waves, field.name)) for field in fields(Rounds)} | {
        "languages": np.array(waves.languages, dtype=np.str_)
    }


def by_client(rounds: Rounds) -> list[tuple[int, Compared]]:
    """Account id and what of its answers is compared, for each client that said anything."""
    starts = np.flatnonzero(np.diff(rounds.account_ids, prepend=-1)).tolist()
    found = []
    for start, end in pairwise([*starts, rounds.account_ids.size]):
        mine = Rounds(*(getattr(rounds, field.name)[start:end] for field in fields(Rounds)))
        one = _compared(mine)
        if one.days.size:
            found.append((int(rounds.account_ids[start]), one))
    return found


def _compared(rounds: Rounds) -> Compared:
    """Overall answers of the last twelve rounds, by day.

    In the first round under another account manager only people who had answered before count: a new manager
    often asks for new people. All later rounds count whole.
    """
    is_there = ~np.isnan(rounds.overall) & (rounds.waves > rounds.waves.max(initial=0) - ROUNDS)
    found = Compared(
        days=rounds.occurred_on.astype("datetime64[D]").astype(np.int64),
        persons=_persons(rounds.contact_ids, rounds.languages),
        contacts=rounds.contact_ids,
        managers=rounds.manager_ids,
        months=rounds.months,
        points=rounds.overall,
    ).chosen(is_there)
    kept = found.chosen(_is_matched(found))
    return kept.chosen(np.argsort(kept.days, kind="stable"))


def _persons(contacts: Ids, languages: NDArray[np.str_]) -> Ids:
    spoken = np.unique(languages, return_inverse=True)[1]
    pairs = np.stack([contacts, spoken.astype(np.int64)])
    return np.unique(pairs, axis=1, return_inverse=True)[1].ravel()


def _is_matched(answers: Compared) -> NDArray[np.bool_]:
    """All but the newcomers in rounds where another manager had taken over since the round before."""
    is_kept = np.ones(answers.days.size, dtype=bool)
    heard: set[int] = set()
    last = NOBODY
    for month in np.unique(answers.months):
        is_round = answers.months == month
        manager = mostly(answers.managers[is_round])
        if NOBODY not in (last, manager) and manager != last:
            is_kept &= ~is_round | np.isin(answers.contacts, sorted(heard))
        heard |= set(answers.contacts[is_round].tolist())
        last = manager or last
    return is_kept


def mostly(managers: Ids) -> int:
    """Who was responsible for most of some answers."""
    values, counts = np.unique(managers, return_counts=True)
    return int(values[counts.argmax()])
