"""What reading a foreign questionnaire gives: our document, and what became of every part of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    CARRIED = "carried"
    CHANGED = "changed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Note:
    """What became of one part. `code` names the sentence that says it, `detail` fills it.

    `where` is the part's own name in the file; empty: the file as a whole.
    """

    where: str
    fate: Fate
    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """`document` parses; what it still lacks before publishing is said by proofs, not here."""

    source: str  # surveyjs, limesurvey or barometer
    document: dict[str, Any]
    report: tuple[Note, ...]


class CannotRead(ValueError):
    """The file gives no questionnaire; `code` names the sentence that says why."""

    def __init__(self, code: str, **detail: Any) -> None:
        self.code, self.detail = code, detail
        super().__init__(code)


class Report:
    """Collects notes while a file is read, each said once."""

    def __init__(self) -> None:
        self._notes: dict[tuple[Any, ...], Note] = {}

    def carried(self, where: str, code: str, **detail: Any) -> None:
        self._add(Note(where, Fate.CARRIED, code, detail))

    def changed(self, where: str, code: str, **detail: Any) -> None:
        self._add(Note(where, Fate.CHANGED, code, detail))

    def left_out(self, where: str, code: str, **detail: Any) -> None:
        self._add(Note(where, Fate.LEFT_OUT, code, detail))

    def _add(self, note: Note) -> None:
        said = (note.where, note.fate, note.code, repr(sorted(note.detail.items())))
        self._notes.setdefault(said, note)

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes.values())
