"""The kinds of fields that panels are made of, each with its name, its value and what is wrong with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.editor.editing import labels
from surveys.editor.editing.faults import Fault, Faults


@dataclass(frozen=True)
class Sheet:
    """What every panel is built from."""

    document: Mapping[str, Any]
    faults: Faults
    used_keys: Collection[str]
    language: str  # the reader's, where the survey is in it: for naming questions

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.document.get("languages", ()))


@dataclass(frozen=True)
class Cell:
    """One text in one language."""

    tag: str
    language: str
    id: str
    name: str
    value: str
    is_missing: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Texts:
    """One text in all languages, side by side."""

    address: str
    label: Any
    hint: Any
    cells: tuple[Cell, ...]
    rows: int = 1

    @property
    def is_used(self) -> bool:
        return any(cell.value or cell.faults for cell in self.cells)


@dataclass(frozen=True)
class Choice:
    value: str
    label: Any
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    name: str
    label: Any
    choices: tuple[Choice, ...]
    hint: Any = ""
    faults: tuple[Fault, ...] = ()

    @property
    def id(self) -> str:
        return as_id(self.name)

    @property
    def chosen(self) -> str:
        return next((choice.value for choice in self.choices if choice.is_chosen), "")


@dataclass(frozen=True)
class Toggle:
    name: str
    label: Any
    is_on: bool
    hint: Any = ""
    rebuilds: bool = False  # other fields come or go with it

    @property
    def id(self) -> str:
        return as_id(self.name)


@dataclass(frozen=True)
class Number:
    name: str
    label: Any
    value: str
    hint: Any = ""
    faults: tuple[Fault, ...] = ()

    @property
    def id(self) -> str:
        return as_id(self.name)


def as_id(name: str) -> str:
    """Names carry dots and colons, which are awkward in style sheets and links."""
    return name.replace(".", "-").replace(":", "-")


def texts(
    sheet: Sheet, address: str, words: Any, label: Any, *, is_needed: bool, hint: Any = "", rows: int = 1
) -> Texts:
    """An optional text that is used in one language lacks the others."""
    known: Mapping[str, str] = words if isinstance(words, Mapping) else {}
    cells = tuple(
        Cell(
            tag=tag,
            language=labels.of_language(tag),
            id=as_id(f"{address}.{tag}"),
            name=f"text:{address}:{tag}",
            value=known.get(tag, ""),
            is_missing=(is_needed or bool(known)) and not known.get(tag),
            faults=_of_cell(sheet.faults, address, tag, first=tag == sheet.languages[0]),
        )
        for tag in sheet.languages
    )
    return Texts(address, label, hint, cells, rows)


def _of_cell(faults: Faults, address: str, tag: str, *, first: bool) -> tuple[Fault, ...]:
    """What concerns the text as a whole stands at its first language."""
    return faults.exactly(f"{address}.{tag}") + (faults.exactly(address) if first else ())


def choices(pairs: Iterable[tuple[str, Any]], chosen: str) -> tuple[Choice, ...]:
    """Options of a select; a value that is not among them is shown as it stands."""
    found = [Choice(value, label, value == chosen) for value, label in pairs]
    if chosen and not any(choice.is_chosen for choice in found):
        found.append(Choice(chosen, chosen, True))
    return tuple(found)


def number(sheet: Sheet, address: str, value: Any, label: Any, *, hint: Any = "") -> Number:
    shown = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return Number(f"set:{address}", label, shown, hint, sheet.faults.exactly(address))
