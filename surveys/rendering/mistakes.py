"""Mistakes in words, for the summary above a page and for each question."""

from collections.abc import Sequence
from typing import NamedTuple

from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Question, Questionnaire, QuestionType
from surveys.rendering import questions
from surveys.rendering.phrasebook import Phrasebook, book

PICKED = (QuestionType.SCALE, QuestionType.CHOICE, QuestionType.YES_NO)


class Line(NamedTuple):
    """A sentence, and the id of the control that it speaks of; none for the page as a whole."""

    sentence: str
    target: str


class Summary:
    """What stands above a page that could not be taken; empty on a good one."""

    def __init__(
        self, questionnaire: Questionnaire, mistakes: Sequence[Mistake], notice: str, language: str
    ) -> None:
        words = book(language)
        known = [mistake for mistake in mistakes if mistake.key in questionnaire.by_key]
        self._sentences = {
            mistake.key: sentence(questionnaire.by_key[mistake.key], mistake, words) for mistake in known
        }
        self.lines = [
            Line(text, questions.first_input(questionnaire.by_key[key]))
            for key, text in self._sentences.items()
        ]
        if notice or len(known) < len(mistakes):
            self.lines.insert(0, Line(words(f"mistakes.{notice or 'unknown_question'}"), ""))
        is_all_missing = all(mistake.code == "missing" for mistake in mistakes) and not notice
        name = "mistakes.title_missing" if is_all_missing else "mistakes.title"
        self.title = words.counted(name, len(self.lines)) if self._sentences else ""

    def __bool__(self) -> bool:
        return bool(self.lines)

    def of(self, key: str) -> str:
        return self._sentences.get(key, "")


def sentence(question: Question, mistake: Mistake, words: Phrasebook) -> str:
    """What is wrong with one answer and how to mend it."""
    name = f"mistakes.{mistake.code}"
    detail = dict(mistake.detail)
    if mistake.code == "missing" and question.scale and not question.scale.labels:
        suffix = "_scale_cannot_judge" if question.cannot_judge else "_scale"
        name += suffix
        detail = {"lowest": question.scale.lowest, "highest": question.scale.highest}
        cannot_judge = question.cannot_judge_text.get(words.language) or words("form.cannot_judge")
        detail["cannot_judge"] = cannot_judge
    elif mistake.code == "missing" and question.type in PICKED:
        name += "_choice"
    return words(name, **{key: _plain(value) for key, value in detail.items()})


def _plain(value: object) -> object:
    """12.0 reads as 12."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
