"""What a text can be filled with: facts that may be spoken, and answers of earlier pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import facts
from surveys.editor.editing import labels
from surveys.editor.editing.logic import reading, subjects

NEAREST = 8  # earlier answers on offer; more would be a list to search through


@dataclass(frozen=True)
class Pipe:
    """`text` is what is written into the field; in brackets where it may be unknown."""

    text: str
    label: str


def available(document: Mapping[str, Any], address: str, language: str) -> tuple[Pipe, ...]:
    """Facts first, then the nearest answers before the place of `address`."""
    known = [
        Pipe(f"{{{name}}}" if fact.is_always_known else f"[{{{name}}}]", labels.of_fact(name))
        for name, fact in facts.KNOWN.items()
        if fact.is_spoken
    ]
    before = reading.pages_before(document, address)
    asked = [one for one in subjects.available(document, before, language).values() if one.source == "answer"]
    return (*known, *(Pipe(f"[{{answer:{one.name}}}]", f"“{one.label}”") for one in asked[:NEAREST]))
