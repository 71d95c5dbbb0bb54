"""Proves that every question has an answer: nobody stands before one whose limits leave none."""

from collections.abc import Iterator
from datetime import date

from surveys.definition.problems import Problem
from surveys.definition.proofs import classes
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, TODAY, Question, Questionnaire, QuestionType

MENDS = {
    QuestionType.NUMBER: "Let least and most leave a number between them.",
    QuestionType.TEXT: "Let least be no more than most, and most no less than 1.",
    QuestionType.LONG_TEXT: "Let least be no more than most, and most no less than 1.",
    QuestionType.DATE: "Let earliest be no later than latest.",
    QuestionType.FILE: "Name the kinds of files that may be given.",
    QuestionType.CHOICES: "Let 0 <= least <= most <= options.",
}


def problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    for question in questionnaire.questions:
        if not question.takes_answer:
            continue
        if next(classes.of_question(question, (), today), None) in (None, CANNOT_JUDGE):
            what = f"no answer fits question {question.key!r}"
            yield Problem(question.path, what, MENDS.get(question.type, ""), key=question.item_key)
        yield from _option_problems(question)
        yield from _time_problems(question)


def _option_problems(question: Question) -> Iterator[Problem]:
    there = len(question.options) + question.has_other
    if question.type == QuestionType.CHOICES and max(question.least or 0, question.most or 0) > there:
        what = f"least and most of question {question.key!r} do not fit its {there} options"
        yield Problem(question.path, what, MENDS[question.type], key=question.item_key)
    taken = {OTHER: question.has_other, CANNOT_JUDGE: question.cannot_judge}
    for number, option in enumerate(question.options):
        if taken.get(option.key):
            what = f"{option.key!r} stands for an answer of its own in question {question.key!r}"
            path = f"{question.path}.options[{number}].key"
            yield Problem(path, what, "Choose another key.", key=question.item_key)


def _time_problems(question: Question) -> Iterator[Problem]:
    """A fixed last day with today as the first one: once that day is over, nobody gets any further."""
    is_moving = question.earliest == TODAY and question.latest not in ("", TODAY)
    if is_moving and question.is_required:
        yield Problem(
            question.path,
            f"after {question.latest} no answer fits question {question.key!r}",
            "Do not require it, or leave one of its limits out.",
            key=question.item_key,
        )
