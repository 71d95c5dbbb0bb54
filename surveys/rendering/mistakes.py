"""Mistakes in words, for the summary above a page and for each question."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from surveys.definition import piping
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Question, Questionnaire, QuestionType
from surveys.rendering.phrasebook import Phrasebook
from surveys.rendering.questions import context as questions

PICKED = (QuestionType.SCALE, QuestionType.CHOICE, QuestionType.YES_NO)


class Line(NamedTuple):
    """A sentence, and the id of the control that it speaks of; none for the page as a whole."""

    sentence: str
    target: str


class Summary:
    """What stands above a page that could not be taken; empty on a good one."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        mistakes: Sequence[Mistake],
        *,
        notice: str,
        words: Phrasebook,
        facts: Mapping[str, str],
    ) -> None:
        known = [mistake for mistake in mistakes if mistake.key in questionnaire.by_key]
        asked = [questionnaire.by_key[mistake.key] for mistake in known]
        self._sentences = {
            question.key: sentence(question, mistake, words)
            for question, mistake in zip(asked, known, strict=True)
        }
        self.lines = [
            Line(
                self._sentences[question.key] if len(known) == 1 else _named(question, mistake, words, facts),
                questions.first_input(question),
            )
            for question, mistake in zip(asked, known, strict=True)
        ]
        if notice or len(known) < len(mistakes):
            self.lines.insert(0, Line(words(f"mistakes.{notice or 'unknown_question'}"), ""))
        is_all_missing = all(mistake.code == "missing" for mistake in mistakes)
        name = "mistakes.title_missing" if is_all_missing else "mistakes.title"
        self.title = words.counted(name, len(known)) if known else ""

    def __bool__(self) -> bool:
        return bool(self.lines)

    def of(self, key: str) -> str:
        return self._sentences.get(key, "")


def _named(question: Question, mistake: Mistake, words: Phrasebook, facts: Mapping[str, str]) -> str:
    """Among several mistakes each line names its question; that it is missing stands in the title."""
    asked = piping.fill(question.text.get(words.language, ""), facts)
    return asked if mistake.code == "missing" else f"{asked} {sentence(question, mistake, words)}"


def sentence(question: Question, mistake: Mistake, words: Phrasebook) -> str:
    """What is wrong with one answer and how to mend it."""
    name = f"mistakes.{mistake.code}"
    detail = dict(mistake.detail)
    if mistake.code == "missing" and question.scale and not question.scale.labels:
        name += "_scale_cannot_judge" if question.cannot_judge else "_scale"
        detail = {"lowest": question.scale.lowest, "highest": question.scale.highest}
    elif mistake.code == "missing" and question.type in PICKED:
        name += "_choice"
    return words(name, **{key: _plain(value, words) for key, value in detail.items()})


def _plain(value: object, words: Phrasebook) -> object:
    """12.0 reads as 12, a date as people write it."""
    if isinstance(value, date):
        return words.day(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
