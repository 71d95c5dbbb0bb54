"""A file that was given already: its name, and the tick that removes it."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from surveys.definition.questionnaire import Question
from surveys.rendering.phrasebook import book, edition
from surveys.rendering.ready import Ready


def kept_file(question: Question, answer: Any, language: str) -> SafeString:
    """Nothing where no file was given yet."""
    name = answer.get("name") if isinstance(answer, dict) else None
    if not name:
        return mark_safe("")
    # Named by the page as well: after a mistake elsewhere on it the answer is not stored yet.
    personal = {"name": str(name), "key": question.key, "file": str(answer.get("file", ""))}
    return mark_safe(_ready(language, edition()).fill(personal.__getitem__))


@lru_cache(maxsize=100)
def _ready(language: str, edition: int) -> Ready:
    words = book(language).group("form")
    return Ready(
        "surveys/question/kept.html",
        lambda personal: {name: personal(name) for name in ("name", "key", "file")} | {"words": words},
    )
