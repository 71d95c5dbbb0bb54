"""Pipes facts and earlier answers into texts: {manager}, {answer:goods}; [ ({manager})] vanishes unknown."""

import re
from collections.abc import Mapping
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

    def pipe(match: re.Match[str]) -> str:
        return str(facts.get(match.group(1)) or "")

    def optional(match: re.Match[str]) -> str:
        part = match.group(1)
        names = names_in(part)
        if not names:
            return match.group(0)
        return _PIPE.sub(pipe, part) if all(facts.get(name) for name in names) else ""

    filled, end = [], 0
    for match in _OPTIONAL.finditer(text):
        filled += [_PIPE.sub(pipe, text[end : match.start()]), optional(match)]
        end = match.end()
    return "".join([*filled, _PIPE.sub(pipe, text[end:])])


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
