"""Reads what a form posted into the answers' JSON values. Judges nothing: a wrong value stays as it came."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Page, Question, QuestionType


def answers(page: Page, post: QueryDict) -> dict[str, Any]:
    """The answers of one page by question key; a question that was left blank is not in it."""
    read = {
        question.key: READERS.get(question.type, _text)(question, post)
        for question in page.questions
        if question.takes_answer
    }
    return {key: value for key, value in read.items() if value not in (None, "", [], {})}


def _text(question: Question, post: QueryDict) -> str:
    return post.get(question.key, "").strip()


def _scale(question: Question, post: QueryDict) -> Any:
    value = post.get(question.key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else value


def _number(question: Question, post: QueryDict) -> Any:
    value = post.get(question.key, "").strip()
    if question.cannot_judge and CANNOT_JUDGE in post.getlist(question.key):
        return CANNOT_JUDGE
    try:
        number = float(value.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


def _choice(question: Question, post: QueryDict) -> Any:
    value = post.get(question.key, "")
    return {OTHER: post.get(f"{question.key}.other", "")} if _is_other(question, value) else value


def _choices(question: Question, post: QueryDict) -> list[Any]:
    words = post.get(f"{question.key}.other", "")
    return [{OTHER: words} if _is_other(question, value) else value for value in post.getlist(question.key)]


def _is_other(question: Question, value: str) -> bool:
    return question.has_other and value == OTHER


def _ranking(question: Question, post: QueryDict) -> Any:
    """The options in their order, or their places by option where these are no order."""
    places = {key: post.get(f"{question.key}.{key}", "") for key in question.option_keys}
    if not any(places.values()):
        return None
    wanted = [str(n) for n in range(1, len(places) + 1)]
    is_order = sorted(places.values()) == sorted(wanted)
    return sorted(places, key=lambda key: int(places[key])) if is_order else places


def _contact_wish(question: Question, post: QueryDict) -> dict[str, str]:
    given = {name: post.get(f"{question.key}.{name}", "").strip() for name in ("phone", "time", "who")}
    given = {name: value for name, value in given.items() if value}
    choice = post.get(question.key, "")
    return {"choice": choice} | given if choice or given else {}


READERS: dict[QuestionType, Callable[[Question, QueryDict], Any]] = {
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.RANKING: _ranking,
    QuestionType.CONTACT_WISH: _contact_wish,
}
