"""Reads a cell as an answer to a question. A number of another scale is refused, never converted."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from surveys.definition import values
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, ContactWish, Question, QuestionType, Scale
from surveys.rendering import mistakes, phrasebook
from surveys.tabular import cells, dates
from surveys.tabular.cells import Habits
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

UNJUDGED = {
    "cannot judge",
    "cannot_judge",
    "can't judge",
    "не могу оценить",
    "затрудняюсь ответить",
    "n/a",
    "н/д",
}
WISHES = {"another person": ContactWish.OTHER_PERSON, "другой человек": ContactWish.OTHER_PERSON}


def answer(question: Question, cell: object, habits: Habits) -> Any:
    """The answer that a cell holds, as the form would store it. Raises CellProblem."""
    words = str(cell).strip()
    if question.cannot_judge and words.casefold() in UNJUDGED | _unjudged(question):
        return CANNOT_JUDGE
    try:
        return values.clean(question, _read(question, words, habits))
    except values.WrongValue as wrong:
        book = phrasebook.book(get_language() or "en")
        said = mistakes.sentence(question, Mistake(question.key, wrong.code, wrong.detail), book)
        raise CellProblem(_("%(said)s"), said=said) from wrong


def _read(question: Question, words: str, habits: Habits) -> Any:
    match question.type:
        case QuestionType.SCALE if question.scale:
            return _on_scale(question.scale, words, habits)
        case QuestionType.CHOICE:
            return _option(question, words)
        case QuestionType.CHOICES | QuestionType.RANKING:
            return _options(question, words)
        case QuestionType.YES_NO:
            return "yes" if cells.boolean(words) else "no"
        case QuestionType.CONTACT_WISH:
            return {"choice": WISHES.get(words.casefold()) or ("yes" if cells.boolean(words) else "no")}
        case QuestionType.NUMBER:
            return _plain(cells.decimal(words, habits))
        case QuestionType.DATE:
            return dates.day(words, habits).isoformat()
        case _:
            return words


def _on_scale(scale: Scale, words: str, habits: Habits) -> int:
    """A whole number of the scale, or the label that stands for one."""
    for point, label in zip(scale.points, scale.labels, strict=False):
        if words.casefold() in {text.casefold() for text in label.values()}:
            return point
    number = cells.decimal(words, habits)
    if number != int(number) or int(number) not in scale.points:
        raise CellProblem(
            _("%(number)s is not on the scale of this question, %(lowest)d to %(highest)d."),
            _("Nothing is converted: choose a survey that asked on the scale of the file."),
            number=words[:20],
            lowest=scale.lowest,
            highest=scale.highest,
        )
    return int(number)


def _options(question: Question, words: str) -> list[Any]:
    """Options with ; between, as our own export writes them; one alone may hold a semicolon itself."""
    if _known(question, words):
        return [_option(question, words)]
    return [_option(question, part) for part in words.split(";") if part.strip()]


def _option(question: Question, words: str) -> Any:
    known = _known(question, words)
    if known:
        return known
    if question.has_other:
        return {OTHER: words.strip().removeprefix(f"{OTHER}:").strip()}
    raise CellProblem(
        _("There is no such option."),
        _("There are: %(options)s."),
        options="; ".join(_first(option.text) or option.key for option in question.options)[:300],
    )


def _known(question: Question, words: str) -> str:
    wanted = " ".join(words.split()).casefold()
    for option in question.options:
        names = {option.key, *option.text.values()}
        if wanted in {" ".join(name.split()).casefold() for name in names}:
            return option.key
    return ""


def _first(texts: Mapping[str, str]) -> str:
    return texts.get((get_language() or "en").split("-")[0]) or next(iter(texts.values()), "")


def _unjudged(question: Question) -> set[str]:
    return {text.casefold() for text in question.cannot_judge_text.values()}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
