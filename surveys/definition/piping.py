"""Pipes facts and earlier answers into texts: {manager}, {answer:goods}; [ ({manager})] vanishes unknown."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from surveys.definition import facts as known
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, Questionnaire, QuestionType

NAMES = known.SPOKEN
ANSWER = "answer:"
_PIPE = re.compile(r"\{((?:answer:)?\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NUMBERS = (QuestionType.SCALE, QuestionType.NUMBER)
_WORDS = (QuestionType.CHOICE, QuestionType.CHOICES)
SPEAKING = (*_NUMBERS, *_WORDS, QuestionType.TEXT)


def names_in(text: str) -> set[str]:
    return set(_PIPE.findall(text))


def answers_in(text: str) -> set[str]:
    """Keys of the questions whose answers the text repeats."""
    return {name.removeprefix(ANSWER) for name in names_in(text) if name.startswith(ANSWER)}


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; a bracket whose facts are not all known vanishes, an unknown one is empty.

    What is filled in is never looked at again: a client's own words may hold brackets.
    """
    if "{" not in text:
        return text
    filled = []
    for is_optional, (first, *rest) in _cut(text):
        values = [str(facts.get(name) or "") for name in rest[::2]]
        if not is_optional or all(values):
            filled.append(first)
            for value, fixed in zip(values, rest[1::2], strict=True):
                filled += (value, fixed)
    return "".join(filled)


@lru_cache(maxsize=1000)  # a mail's texts are the same for thousands
def _cut(text: str) -> tuple[tuple[bool, list[str]], ...]:
    """The text's parts, and whether each vanishes unknown: words and the names between them, in turns."""
    parts, end = [], 0
    for match in _OPTIONAL.finditer(text):
        inner = _PIPE.split(match[1])
        is_optional = len(inner) > 1
        parts += [(False, _PIPE.split(text[end : match.start()]))]
        parts += [(is_optional, inner if is_optional else [match[0]])]
        end = match.end()
    return (*parts, (False, _PIPE.split(text[end:])))


def unsecured(text: str) -> set[str]:
    """Facts that stand outside brackets: the sentence breaks where one is unknown."""
    return names_in(_OPTIONAL.sub("", text))


def spoken_answers(questionnaire: Questionnaire, answers: Mapping[str, Any], language: str) -> dict[str, str]:
    """Answers as texts may repeat them in `language`, by pipe name; what says nothing is left out."""
    spoken = {
        f"{ANSWER}{question.key}": _spoken(question, answers[question.key], language)
        for question in questionnaire.questions
        if question.type in SPEAKING and question.key in answers
    }
    return {name: words for name, words in spoken.items() if words}


def _spoken(question: Question, value: Any, language: str) -> str:
    if value == CANNOT_JUDGE and question.cannot_judge:
        return ""
    if question.type in _WORDS:
        parts = value if isinstance(value, list) else [value]
        return ", ".join(filter(None, (_option(question, part, language) for part in parts)))
    if question.type in _NUMBERS and isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def _option(question: Question, value: Any, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(OTHER, ""))
    texts = {option.key: option.text for option in question.options}
    # An option's own facts are not piped twice over: its words without them.
    return fill(texts.get(value, {}).get(language, ""), {})
