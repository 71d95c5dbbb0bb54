"""How long a survey takes, out of its questions: the number of minutes that the editor suggests."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from surveys.definition.editing import places

# Seconds to read and answer one question, after the medians that survey tools publish; a rule halves it.
SECONDS = {
    "scale": 8,
    "choice": 10,
    "choices": 15,
    "ranking": 25,
    "yes_no": 6,
    "text": 15,
    "long_text": 30,
    "number": 10,
    "date": 10,
    "file": 30,
    "statement": 5,
    "contact_wish": 10,
}
ROW_SECONDS = 6
PAGE_SECONDS = 4


def minutes(document: Mapping[str, Any]) -> int:
    """Whole minutes, at least one."""
    seconds = sum(_seconds(question) for question in places.questions(document))
    return max(1, ceil((seconds + PAGE_SECONDS * len(document.get("pages", ()))) / 60))


def _seconds(question: Mapping[str, Any]) -> float:
    sides = 2 if question.get("importance") else 1
    needed = ROW_SECONDS * sides * len(question.get("rows", ())) or SECONDS.get(question["type"], 10)
    return needed / 2 if "show_if" in question else needed
