"""What stays of an answer when its person is erased: ticks and numbers; no words, no names, no files."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, Questionnaire, QuestionType

ERASED = "…"  # stands where own words stood, so that it is seen that something was said
WORDS = (QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.FILE, QuestionType.DATE, QuestionType.NUMBER)


def stripped(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without anything that a person has written; unknown questions go whole."""
    kept = {
        key: _kept(questionnaire.by_key[key], value)
        for key, value in answers.items()
        if key in questionnaire.by_key
    }
    return {key: value for key, value in kept.items() if value is not None}


def _kept(question: Question, value: Any) -> Any:
    if question.type in WORDS:
        return CANNOT_JUDGE if value == CANNOT_JUDGE else None
    if isinstance(value, list):
        return [_option(part) for part in value]
    if question.type == QuestionType.CONTACT_WISH:
        return {"choice": value["choice"]} if isinstance(value, Mapping) and "choice" in value else None
    return _option(value)


def _option(value: Any) -> Any:
    return {OTHER: ERASED} if isinstance(value, Mapping) else value


def words(answers: Mapping[str, Any]) -> Iterator[str]:
    """Every text in the answers: to find where else it was written down."""
    for value in answers.values():
        yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name != "choice":
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
