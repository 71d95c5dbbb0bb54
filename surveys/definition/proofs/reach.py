"""Proves the ways through: everything can be reached by somebody, and everybody sees something."""

from collections.abc import Iterator, Sequence
from datetime import date

from surveys.definition.problems import Problem
from surveys.definition.proofs.paths import Goal, Search, TooManyCases
from surveys.definition.questionnaire import Condition, Questionnaire

SIMPLIFY = "Simplify the rule."


def problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    yield from _question_problems(questionnaire, today)
    yield from _thanks_problems(questionnaire, today)
    first = [question.show_if for question in questionnaire.pages[0].questions]
    empty = list(_nobody_problems(questionnaire, first, "pages[0]", "may see nothing on the first page"))
    yield from empty
    if not empty:
        asked = [question.show_if for question in questionnaire.questions if question.takes_answer]
        yield from _nobody_problems(questionnaire, asked, "pages", "may be asked nothing at all")


def _question_problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    items = {question.item_key: question for question in questionnaire.questions if question.show_if}
    for key, question in items.items():
        path = f"{question.item_path}.show_if"
        try:
            if Search(questionnaire, [Goal(question.show_if)], today=today).succeeds():
                continue
        except TooManyCases:
            what = f"too many cases to prove that question {key!r} can be reached"
            yield Problem(path, what, SIMPLIFY, key=key)
            continue
        what = f"nobody can ever see question {key!r}"
        yield Problem(path, what, "Change the rule or remove the question.", key=key)


def _thanks_problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    for number, thanks in enumerate(questionnaire.thanks):
        before = [Goal(other.show_if, wanted=False) for other in questionnaire.thanks[:number]]
        try:
            if Search(questionnaire, [Goal(thanks.show_if), *before], today=today).succeeds():
                continue
        except TooManyCases:
            yield Problem(thanks.path, "too many cases to prove that these thanks can be reached", SIMPLIFY)
            continue
        mend = "Change its rule or those before it; the first that holds is shown."
        yield Problem(thanks.path, "nobody can ever see these thanks", mend)


def _nobody_problems(
    questionnaire: Questionnaire, rules: Sequence[Condition | None], path: str, what: str
) -> Iterator[Problem]:
    """One of the rules must hold whatever the facts are: who is asked nothing has answered nothing."""
    goals = [Goal(rule, wanted=False) for rule in rules]
    try:
        if Search(questionnaire, goals, today=None, answers=False).succeeds():
            yield Problem(path, f"somebody {what}", "Show one of its questions always.")
    except TooManyCases:
        yield Problem(
            path, f"too many cases to prove that nobody {what}", "Show one of its questions always."
        )
