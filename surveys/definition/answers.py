"""The judge of answers: what counts, what is missing, what is wrong. It alone decides, on the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from surveys.definition import conditions, values
from surveys.definition.questionnaire import Question, Questionnaire, Thanks

Answers = Mapping[str, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one answer: `code` names a sentence of the phrasebook, `detail` fills it."""

    key: str
    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """`answers` are the good ones, cleaned; hidden and empty ones are dropped without a mistake."""

    answers: Mapping[str, Any]
    mistakes: tuple[Mistake, ...]

    @property
    def is_good(self) -> bool:
        return not self.mistakes


def shown(questionnaire: Questionnaire, answers: Answers, facts: Facts) -> tuple[Question, ...]:
    """The questions that this person sees, in order; hidden ones' answers hold for nothing."""
    visible: list[Question] = []
    counted: dict[str, Any] = {}
    for question in questionnaire.questions:
        if conditions.is_shown(question.show_if, counted, facts):
            visible.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return tuple(visible)


def kept(questionnaire: Questionnaire, answers: Answers, facts: Facts) -> dict[str, Any]:
    """What may be stored: a change on one page hides answers of later ones, and hidden ones are not kept."""
    return {q.key: answers[q.key] for q in shown(questionnaire, answers, facts) if q.key in answers}


def check_page(
    questionnaire: Questionnaire,
    page: int,
    given: Answers,
    *,
    earlier: Answers,
    facts: Facts,
    today: date | None = None,
) -> Judged:
    """Judges what was given on one page; `earlier` are the answers stored so far.

    What is stored then is `kept(everything)`: this page may have hidden answers of later ones.
    """
    questions = questionnaire.pages[page].questions
    keys = {question.key for question in questions}
    outside = {key: value for key, value in earlier.items() if key not in keys}
    visible = {question.key for question in shown(questionnaire, outside, facts)}
    mistakes = [Mistake(key, "unknown_question") for key in given if key not in keys]
    return _judge([q for q in questions if q.key in visible], given, mistakes, today)


def check_all(
    questionnaire: Questionnaire, given: Answers, facts: Facts, *, today: date | None = None
) -> Judged:
    """Judges a whole answer: complete and right, or every mistake."""
    unknown = [Mistake(key, "unknown_question") for key in given if key not in questionnaire.by_key]
    # Twice, because a wrong value must not open a follow-up: the second pass sees good answers only.
    first = _judge(list(questionnaire.questions), given, [], today)
    visible = shown(questionnaire, first.answers, facts)
    return _judge(list(visible), given, unknown, today)


def thanks(questionnaire: Questionnaire, answers: Answers, facts: Facts) -> Thanks | None:
    """What stands after submitting: the first whose rule holds; None: the phrasebook's words."""
    counted = kept(questionnaire, answers, facts)
    return next((t for t in questionnaire.thanks if conditions.is_shown(t.show_if, counted, facts)), None)


def missing(questionnaire: Questionnaire, given: Answers, facts: Facts) -> tuple[str, ...]:
    """Keys of the questions that must still be answered, in order."""
    return tuple(
        question.key
        for question in shown(questionnaire, given, facts)
        if question.is_required and question.takes_answer and question.key not in given
    )


def first_unanswered_page(questionnaire: Questionnaire, given: Answers, facts: Facts) -> int:
    """Index of the page where the person goes on: the first with nothing given or something missing."""
    visible = shown(questionnaire, given, facts)
    lacking = set(missing(questionnaire, given, facts))
    pages = shown_pages(questionnaire, given, facts)
    for page in pages:
        here = [q for q in visible if questionnaire.page_of[q.key] == page and q.takes_answer]
        is_untouched = here and not any(question.key in given for question in here)
        if is_untouched or any(question.key in lacking for question in here):
            return page
    return pages[-1]


def shown_pages(questionnaire: Questionnaire, given: Answers, facts: Facts) -> tuple[int, ...]:
    """Indexes of the pages on which this person sees anything, in order."""
    visible = shown(questionnaire, given, facts)
    return tuple(sorted({questionnaire.page_of[question.key] for question in visible}))


def _judge(questions: list[Question], given: Answers, mistakes: list[Mistake], today: date | None) -> Judged:
    good: dict[str, Any] = {}
    for question in questions:
        try:
            value = values.clean(question, given.get(question.key), today=today)
        except values.WrongValue as wrong:
            mistakes.append(Mistake(question.key, wrong.code, wrong.detail))
            continue
        if value is not None:
            good[question.key] = value
        elif question.is_required and question.takes_answer:
            mistakes.append(Mistake(question.key, "missing"))
    return Judged(good, tuple(mistakes))
