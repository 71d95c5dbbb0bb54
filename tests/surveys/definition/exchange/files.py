"""The fixture files, read once each; and what tests ask of what was read."""

from functools import cache
from pathlib import Path
from typing import Any

from surveys.definition.exchange import reading
from surveys.definition.exchange.imported import Fate, Imported

FOLDER = Path(__file__).parent / "files"


@cache
def imported(name: str) -> Imported:
    return reading.read((FOLDER / name).read_bytes())


def questions(found: Imported) -> dict[str, dict[str, Any]]:
    """Questions by key."""
    return {question["key"]: question for page in found.document["pages"] for question in page["questions"]}


def types(found: Imported) -> dict[str, str]:
    return {key: question["type"] for key, question in questions(found).items()}


def notes(found: Imported, fate: Fate) -> set[tuple[str, str]]:
    """Where and code of every note of one fate."""
    return {(note.where, note.code) for note in found.report if note.fate == fate}


def pages(found: Imported) -> list[list[str]]:
    return [[question["key"] for question in page["questions"]] for page in found.document["pages"]]
