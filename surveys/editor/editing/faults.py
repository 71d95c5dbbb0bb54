"""What stands between the draft and publishing, each problem at the field where it is mended."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from surveys.definition.editing import places
from surveys.definition.editing.places import EditError
from surveys.definition.problems import Problem, Said
from surveys.editor.editing import labels, selection


@dataclass(frozen=True)
class Fault:
    """A problem at its address, with the part whose panel holds that address, and how people know it."""

    address: str
    at: str
    part: str
    what: str
    mend: str

    @property
    def field(self) -> str:
        """How the id of its field begins."""
        return self.address.replace(".", "-")


@dataclass(frozen=True)
class Faults:
    """All of them, in the document's order; those of an edit that was refused come first."""

    all: tuple[Fault, ...]

    @cached_property
    def by_part(self) -> Counter[str]:
        return Counter(fault.at for fault in self.all)

    def within(self, address: str) -> tuple[Fault, ...]:
        """Of one field: at its address or below it."""
        return tuple(f for f in self.all if f.address == address or f.address.startswith(f"{address}."))

    def exactly(self, address: str) -> tuple[Fault, ...]:
        return self.at_any(address)

    def at_any(self, *addresses: str) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.all if fault.address in addresses)


def collect(
    document: Mapping[str, Any],
    problems: Iterable[Problem],
    mistakes: Iterable[EditError],
    *,
    language: str,
) -> Faults:
    """Problems of the draft and mistakes of the edit just made, once each."""
    told = [(error.where, error.what, error.mend) for error in mistakes]
    told += [(places.address_of(document, each.path), each.what, each.mend) for each in problems]
    return Faults(tuple(_fault(document, *each, language=language) for each in dict.fromkeys(told)))


def _fault(document: Mapping[str, Any], address: str, what: Said, mend: Said, *, language: str) -> Fault:
    """In the reader's language: what is wrong knows its message, not who reads it."""
    at, said = selection.of_address(document, address), what.told(gettext)
    name = part_name(document, at, language)
    return Fault(address, at, name, said[:1].upper() + said[1:], mend.told(gettext))


def part_name(document: Mapping[str, Any], at: str, language: str) -> str:
    """How people know a part: a question by its words, a page by its title."""
    kind, _, key = at.partition(".")
    try:
        if kind == "questions":
            return labels.of_text(places.question(document, key).question.get("text"), language) or key
        if kind == "pages":
            return labels.of_text(places.page(document, key).get("title"), language) or key
    except EditError:
        return key
    return str(labels.PARTS.get(at, at))
