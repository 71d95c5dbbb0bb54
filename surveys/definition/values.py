"""Judges one value of one question: the clean value, or the code of what is wrong with it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from surveys.definition.questionnaire import (
    CANNOT_JUDGE,
    OTHER,
    TODAY,
    ContactWish,
    Question,
    QuestionType,
)

LONGEST = {QuestionType.TEXT: 300, QuestionType.LONG_TEXT: 5000}
LONGEST_OTHER = 300
LONGEST_NAME = 200
MB = 1024 * 1024
LARGEST_NUMBER = 1e100
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # the database keeps no NUL, and no half of a letter
OTHER_ENDINGS = {"jpeg": "jpg", "heif": "heic"}
FILE_FIELDS = {"file", "name", "size"}
CONTACT_FIELDS = {"choice", "phone", "time", "who"}
CONTACT_DETAILS: dict[ContactWish, tuple[str, ...]] = {
    ContactWish.YES: ("phone", "time"),
    ContactWish.NO: (),
    ContactWish.OTHER_PERSON: ("who",),
}


class WrongValue(ValueError):
    """`code` names the sentence in the phrasebook; `detail` fills it."""

    def __init__(self, code: str, **detail: Any) -> None:
        self.code, self.detail = code, detail
        super().__init__(code)


def clean(question: Question, value: Any, *, today: date | None = None) -> Any:
    """The value as it is stored; None where it says nothing. Without `today` no date is too early for it.

    Raises WrongValue where it does not fit the question.
    """
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return None
    if value == CANNOT_JUDGE and question.cannot_judge:
        return CANNOT_JUDGE
    if question.type == QuestionType.DATE:
        return _date(question, value, today)
    return CLEANERS[question.type](question, value)


def _scale(question: Question, value: Any) -> int:
    scale = question.scale
    assert scale is not None  # the document's schema demands one
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or value not in scale.points:
        raise WrongValue("not_on_scale", lowest=scale.lowest, highest=scale.highest)
    return int(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not UNSTORABLE.search(value)


def longest(question: Question) -> int:
    """Characters that a text may have."""
    limit = LONGEST[question.type]
    return limit if question.most is None else min(limit, int(question.most))


def _other(question: Question, value: Any) -> dict[str, str]:
    if not question.has_other or set(value) != {OTHER} or not _is_text(value[OTHER]):
        raise WrongValue("not_an_option")
    words = value[OTHER].strip()
    if not words:
        raise WrongValue("other_empty")
    if len(words) > LONGEST_OTHER:
        raise WrongValue("too_long", most=LONGEST_OTHER)
    return {OTHER: words}


def _choice(question: Question, value: Any) -> Any:
    if isinstance(value, dict):
        return _other(question, value)
    if not isinstance(value, str) or value not in question.option_keys:
        raise WrongValue("not_an_option")
    return value


def _choices(question: Question, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise WrongValue("wrong_shape")
    chosen = [_choice(question, part) for part in value]
    if any(part in chosen[:number] for number, part in enumerate(chosen)):
        raise WrongValue("repeated")
    least = int(question.least or 0)
    most = len(chosen) if question.most is None else int(question.most)
    if len(chosen) > most:
        raise WrongValue("too_many", least=least, most=most, given=len(chosen))
    if len(chosen) < least:
        raise WrongValue("too_few", least=least, most=most, given=len(chosen))
    order = question.option_keys
    return sorted(chosen, key=lambda part: order.index(part) if isinstance(part, str) else len(order))


def _ranking(question: Question, value: Any) -> list[str]:
    if isinstance(value, dict):  # places by option, as a form gives them where they are no order
        raise WrongValue("incomplete_ranking", most=len(question.options))
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise WrongValue("wrong_shape")
    if not set(value) <= set(question.option_keys):
        raise WrongValue("not_an_option")
    if len(set(value)) != len(value) or len(value) != len(question.options):
        raise WrongValue("incomplete_ranking", most=len(question.options))
    return value


def _yes_no(question: Question, value: Any) -> str:
    if value not in ("yes", "no"):
        raise WrongValue("not_an_option")
    return str(value)


def _text(question: Question, value: Any) -> str:
    if not _is_text(value):
        raise WrongValue("wrong_shape")
    text = value.replace("\r\n", "\n").strip()
    if len(text) > longest(question):
        raise WrongValue("too_long", most=longest(question))
    if question.least is not None and len(text) < question.least:
        raise WrongValue("too_short", least=int(question.least), given=len(text))
    return text


def _number(question: Question, value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise WrongValue("not_a_number")
    if question.is_whole and value != int(value):
        raise WrongValue("not_whole")
    if question.least is not None and value < question.least:
        raise WrongValue("number_too_small", least=question.least)
    if question.most is not None and value > question.most:
        raise WrongValue("number_too_large", most=question.most)
    return value


def _date(question: Question, value: Any, today: date | None) -> str:
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise WrongValue("not_a_date") from error
    earliest, latest = limit_on(question.earliest, today), limit_on(question.latest, today)
    if earliest and day < earliest:
        raise WrongValue("date_too_early", earliest=earliest)
    if latest and day > latest:
        raise WrongValue("date_too_late", latest=latest)
    return day.isoformat()


def limit_on(limit: str, today: date | None) -> date | None:
    """The day that a date's limit means; None where there is none."""
    if limit == TODAY:
        return today
    return date.fromisoformat(limit) if limit else None


def _file(question: Question, value: Any) -> dict[str, Any]:
    """Judges what is known of the upload by name and size; its contents were judged as it arrived."""
    if not isinstance(value, dict) or set(value) != FILE_FIELDS:
        raise WrongValue("wrong_shape")
    name, size = value["name"], value["size"]
    is_size = isinstance(size, int) and not isinstance(size, bool)
    if not _is_text(name) or not 0 < len(name) <= LONGEST_NAME or not is_size:
        raise WrongValue("wrong_shape")
    try:
        identity = str(UUID(value["file"]))
    except (ValueError, TypeError, AttributeError) as error:
        raise WrongValue("wrong_shape") from error
    if format_of(name) not in question.formats:
        raise WrongValue("file_format", formats=", ".join(question.formats))
    if size <= 0:
        raise WrongValue("file_empty")
    if size > question.most_mb * MB:
        raise WrongValue("file_too_large", most=question.most_mb)
    return {"file": identity, "name": name, "size": size}


def format_of(name: str) -> str:
    """The format that a file's name claims: photo.JPEG is jpg."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return OTHER_ENDINGS.get(ending, ending)


def _contact_wish(question: Question, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value) <= CONTACT_FIELDS:
        raise WrongValue("wrong_shape")
    if not all(_is_text(part) for part in value.values()):
        raise WrongValue("wrong_shape")
    choice = value.get("choice", "")
    if choice not in set(ContactWish):
        raise WrongValue("not_an_option")
    kept = CONTACT_DETAILS[ContactWish(choice)]
    fields = {name: " ".join(value.get(name, "").split()) for name in kept}
    if any(len(words) > LONGEST_OTHER for words in fields.values()):
        raise WrongValue("too_long", most=LONGEST_OTHER)
    if choice == ContactWish.OTHER_PERSON and not fields["who"]:
        raise WrongValue("who_missing")
    return {"choice": choice} | {name: words for name, words in fields.items() if words}


def _statement(question: Question, value: Any) -> None:
    raise WrongValue("takes_no_answer")


CLEANERS: dict[QuestionType, Callable[[Question, Any], Any]] = {
    QuestionType.SCALE: _scale,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.RANKING: _ranking,
    QuestionType.YES_NO: _yes_no,
    QuestionType.TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.FILE: _file,
    QuestionType.STATEMENT: _statement,
    QuestionType.CONTACT_WISH: _contact_wish,
}
