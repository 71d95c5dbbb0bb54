"""Proves that every question has an answer: nobody stands before one whose limits leave none."""

from collections.abc import Iterator
from datetime import date

from surveys.definition.problems import NOTHING, Problem, say
from surveys.definition.proofs import classes
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, TODAY, Question, Questionnaire, QuestionType

MENDS = {
    QuestionType.NUMBER: say("Let least and most leave a number between them."),
    QuestionType.TEXT: say("Let least be no more than most, and most no less than 1."),
    QuestionType.LONG_TEXT: say("Let least be no more than most, and most no less than 1."),
    QuestionType.DATE: say("Let earliest be no later than latest."),
    QuestionType.FILE: say("Name the kinds of files that may be given."),
    QuestionType.CHOICES: say("Let 0 <= least <= most <= options."),
}


def problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    for question in questionnaire.questions:
        if not question.takes_answer:
            continue
        if next(classes.of_question(question, (), today), None) in (None, CANNOT_JUDGE):
            what = say("no answer fits question “%(question)s”", question=question.key)
            yield Problem(question.path, what, MENDS.get(question.type, NOTHING), key=question.item_key)
        yield from _option_problems(question)
        yield from _time_problems(question)


def _option_problems(question: Question) -> Iterator[Problem]:
    there = len(question.options) + question.has_other
    if question.type == QuestionType.CHOICES and max(question.least or 0, question.most or 0) > there:
        what = say(
            "least and most of question “%(question)s” do not fit its %(count)s options",
            question=question.key,
            count=there,
        )
        yield Problem(question.path, what, MENDS[question.type], key=question.item_key)
    taken = {OTHER: question.has_other, CANNOT_JUDGE: question.cannot_judge}
    for number, option in enumerate(question.options):
        if taken.get(option.key):
            what = say(
                "“%(option)s” stands for an answer of its own in question “%(question)s”",
                option=option.key,
                question=question.key,
            )
            path = f"{question.path}.options[{number}].key"
            yield Problem(path, what, say("Choose another key."), key=question.item_key)


def _time_problems(question: Question) -> Iterator[Problem]:
    """A fixed last day with today as the first one: once that day is over, nobody gets any further."""
    is_moving = question.earliest == TODAY and question.latest not in ("", TODAY)
    if is_moving and question.is_required:
        yield Problem(
            question.path,
            say(
                "after %(day)s no answer fits question “%(question)s”",
                day=question.latest,
                question=question.key,
            ),
            say("Do not require it, or leave one of its limits out."),
            key=question.item_key,
        )
