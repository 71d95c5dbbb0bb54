"""An answer in words, as the person gave it: for the page on which they see what we hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, QuestionType
from surveys.rendering.phrasebook import Phrasebook

MISSING = "—"


def words(question: Question, value: Any, book: Phrasebook) -> str:
    """One line; texts as they were written."""
    if value in (None, "", [], {}):
        return MISSING
    if value == CANNOT_JUDGE and question.cannot_judge:
        return question.cannot_judge_text.get(book.language) or book("form.cannot_judge")
    match question.type:
        case QuestionType.SCALE:
            return _point(question, value, book)
        case QuestionType.YES_NO:
            return book(f"form.{value}")
        case QuestionType.CHOICE:
            return _option(question, value, book)
        case QuestionType.CHOICES:
            return ", ".join(_option(question, part, book) for part in value)
        case QuestionType.RANKING:
            return ", ".join(f"{n}. {_option(question, part, book)}" for n, part in enumerate(value, 1))
        case QuestionType.DATE:
            return book.day(date.fromisoformat(value))
        case QuestionType.FILE:
            return str(value["name"])
        case QuestionType.CONTACT_WISH:
            return _wish(value, book)
    return str(value)


def _point(question: Question, value: int, book: Phrasebook) -> str:
    scale = question.scale
    if scale is None:
        return str(value)
    if scale.labels:
        return scale.labels[value - scale.lowest].get(book.language, str(value))
    return book("mail.point", number=value, highest=scale.highest)


def _option(question: Question, value: Any, book: Phrasebook) -> str:
    if isinstance(value, Mapping):
        return str(value.get(OTHER, ""))
    texts = {option.key: option.text for option in question.options}
    return texts.get(value, {}).get(book.language, str(value))


def _wish(value: Mapping[str, str], book: Phrasebook) -> str:
    parts = [value.get(name, "") for name in ("phone", "time", "who")]
    return ", ".join(filter(None, [book(f"form.wish_{value['choice']}"), *parts]))
