"""The questions of a survey as clients meet them, to be read through on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.definition import piping
from surveys.editor.editing import labels


@dataclass(frozen=True)
class Asked:
    """One question or grid; `parts` are its options or rows, `range` the ends of its scale."""

    number: int | None  # a statement has none
    key: str
    text: str
    kind: Any
    range: tuple[int, int] | None
    parts: tuple[str, ...]
    is_optional: bool
    has_rule: bool


@dataclass(frozen=True)
class Leaf:
    """One page."""

    number: int
    key: str
    title: str
    questions: tuple[Asked, ...]


def leaves(document: Mapping[str, Any], language: str) -> list[Leaf]:
    """The document page by page; questions are counted through, as clients see them."""
    found, number = [], 0
    for index, page in enumerate(document.get("pages", ())):
        questions = []
        for question in page.get("questions", ()):
            is_counted = question["type"] != "statement"
            number += is_counted
            questions.append(_asked(document, question, number if is_counted else None, language))
        found.append(Leaf(index + 1, page["key"], _words(page.get("title"), language), tuple(questions)))
    return found


def _asked(
    document: Mapping[str, Any], question: Mapping[str, Any], number: int | None, language: str
) -> Asked:
    scale = document.get("scales", {}).get(question.get("scale"))
    parts = (*question.get("options", ()), *question.get("rows", ()))
    return Asked(
        number=number,
        key=question["key"],
        text=_words(question.get("text"), language),
        kind=labels.TYPES.get(question["type"], question["type"]),
        range=(scale["from"], scale["to"]) if scale else None,
        parts=tuple(_words(part.get("text"), language) for part in parts),
        is_optional=number is not None and not question.get("required", True),
        has_rule="show_if" in question,
    )


def _words(texts: Mapping[str, str] | None, language: str) -> str:
    """In the reader's language, else in the survey's first one; facts stand as what they are."""
    words = (texts or {}).get(language) or next(iter((texts or {}).values()), "")
    return piping.fill(words, {name: f"‹{_named(name)}›" for name in piping.names_in(words)})


def _named(pipe: str) -> str:
    return _("an earlier answer") if pipe.startswith(piping.ANSWER) else labels.of_fact(pipe)
