"""Proves the ways through: everything can be reached by somebody, and everybody sees something."""

from collections.abc import Iterator, Sequence
from datetime import date

from surveys.definition.problems import Problem, Said, say
from surveys.definition.proofs.paths import Goal, Outcome, Searches
from surveys.definition.questionnaire import Condition, Questionnaire

SIMPLIFY = say("Simplify the rule.")
# What is wrong, and what is said where it would take too long to find out.
EMPTY_FIRST_PAGE = (
    say("somebody may see nothing on the first page"),
    say("too many cases to prove that nobody may see nothing on the first page"),
)
NOTHING_ASKED = (
    say("somebody may be asked nothing at all"),
    say("too many cases to prove that nobody may be asked nothing at all"),
)


def problems(questionnaire: Questionnaire, today: date | None) -> Iterator[Problem]:
    searches = Searches(questionnaire, today)
    yield from _question_problems(questionnaire, searches)
    yield from _thanks_problems(questionnaire, searches)
    first = [question.show_if for question in questionnaire.pages[0].questions]
    empty = list(_nobody_problems(searches, first, "pages[0]", EMPTY_FIRST_PAGE))
    yield from empty
    if not empty:
        asked = [question.show_if for question in questionnaire.questions if question.takes_answer]
        yield from _nobody_problems(searches, asked, "pages", NOTHING_ASKED)


def _question_problems(questionnaire: Questionnaire, searches: Searches) -> Iterator[Problem]:
    items = {question.item_key: question for question in questionnaire.questions if question.show_if}
    for key, question in items.items():
        path = f"{question.item_path}.show_if"
        match searches.find([Goal(question.show_if)]):
            case Outcome.NOBODY:
                what = say("nobody can ever see question “%(question)s”", question=key)
                yield Problem(path, what, say("Change the rule or remove the question."), key=key)
            case Outcome.TOO_MANY:
                what = say(
                    "too many cases to prove that question “%(question)s” can be reached", question=key
                )
                yield Problem(path, what, SIMPLIFY, key=key)


def _thanks_problems(questionnaire: Questionnaire, searches: Searches) -> Iterator[Problem]:
    for number, thanks in enumerate(questionnaire.thanks):
        before = [Goal(other.show_if, wanted=False) for other in questionnaire.thanks[:number]]
        match searches.find([Goal(thanks.show_if), *before]):
            case Outcome.NOBODY:
                mend = say("Change its rule or those before it; the first that holds is shown.")
                yield Problem(thanks.path, say("nobody can ever see these thanks"), mend)
            case Outcome.TOO_MANY:
                what = say("too many cases to prove that these thanks can be reached")
                yield Problem(thanks.path, what, SIMPLIFY)


def _nobody_problems(
    searches: Searches, rules: Sequence[Condition | None], path: str, words: tuple[Said, Said]
) -> Iterator[Problem]:
    """One of the rules must hold whatever the facts are: who is asked nothing has answered nothing."""
    found, unproved = words
    mend = say("Show one of its questions always.")
    match searches.find([Goal(rule, wanted=False) for rule in rules], answers=False):
        case Outcome.SOMEBODY:
            yield Problem(path, found, mend)
        case Outcome.TOO_MANY:
            yield Problem(path, unproved, mend)
