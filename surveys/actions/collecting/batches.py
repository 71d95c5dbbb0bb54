"""Decides which answers without names may be moved on together. Pure: data in, data out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

LEAST = 5
LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """An answer that has no name and no others around it yet."""

    id: UUID
    group: str
    language: str
    answers: Mapping[str, Any]
    day: date


def batches(waiting: Iterable[Waiting], today: date) -> list[list[Waiting]]:
    """Batches of at least five in which nothing but the answers differs.

    Answers of one group go together. Those whose group stays too small wait thirty days, then go together
    without it. A batch has one day, its last; and no language, unless five speak each of its languages.
    """
    by_group: dict[str, list[Waiting]] = defaultdict(list)
    for answer in waiting:
        by_group[answer.group].append(answer)
    found = [answers for answers in by_group.values() if len(answers) >= LEAST]
    small = [answer for answers in by_group.values() if len(answers) < LEAST for answer in answers]
    old = [replace(answer, group="") for answer in small if today - answer.day >= LONGEST_WAIT]
    if len(old) >= LEAST:
        found.append(old)
    return [_alike(answers) for answers in found]


def _alike(answers: Sequence[Waiting]) -> list[Waiting]:
    day = max(answer.day for answer in answers)
    speakers = Counter(answer.language for answer in answers)
    is_telling = min(speakers.values()) < LEAST
    return [replace(answer, day=day, language="" if is_telling else answer.language) for answer in answers]
