"""Reads what a form posted into the answers' JSON values. Judges nothing: a wrong value stays as it came."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Page, Question, QuestionType

UPLOAD, REMOVE = "upload", "remove"


def answers(page: Page, post: QueryDict, files: Mapping[str, UploadedFile] | None = None) -> dict[str, Any]:
    """The answers of one page by question key; a question that was left blank is not in it.

    A file question reads as {"upload": the uploaded file} or {"remove": True}; one that is not in it keeps
    the file given before.
    """
    read = {
        question.key: READERS.get(question.type, _text)(question, post)
        for question in page.questions
        if question.takes_answer and question.type != QuestionType.FILE
    }
    read |= {
        question.key: _file(question, post, files or {})
        for question in page.questions
        if question.type == QuestionType.FILE
    }
    return {key: value for key, value in read.items() if value not in (None, "", [], {})}


def fields(question: Question, answer: Any) -> list[tuple[str, str]]:
    """The form's fields that would post this answer: what `answers` reads, the other way round."""
    key = question.key
    if question.type == QuestionType.FILE:
        return []
    if question.type == QuestionType.RANKING:
        places = answer if isinstance(answer, dict) else {option: n for n, option in enumerate(answer, 1)}
        return [(f"{key}.{option}", str(place)) for option, place in places.items()]
    if question.type == QuestionType.CONTACT_WISH:
        named = {name: words for name, words in answer.items() if name != "choice"}
        return [(key, answer.get("choice", "")), *((f"{key}.{name}", words) for name, words in named.items())]
    found: list[tuple[str, str]] = []
    for part in answer if isinstance(answer, list) else [answer]:
        if isinstance(part, dict):
            found += [(key, OTHER), (f"{key}.{OTHER}", part[OTHER])]
        else:
            found.append((key, str(part)))
    return found


def _file(question: Question, post: QueryDict, files: Mapping[str, UploadedFile]) -> dict[str, Any]:
    if upload := files.get(question.key):
        return {UPLOAD: upload}
    return {REMOVE: True} if post.get(f"{question.key}.{REMOVE}") else {}


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
