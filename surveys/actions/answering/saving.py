"""Keeps an answer page by page until it is submitted: one statement a page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from surveys.actions.answering.parameters import NOWHERE, Asked, Statement, Whence, of_answer
from surveys.actions.answering.receipts import StalePage, WrongAnswers
from surveys.definition import answers as judge
from surveys.models import prepared
from surveys.rendering import published

SAVE_PAGE = Statement("save_page")


def save_page(
    *,
    asked: Asked,
    page: int,
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    opened_at: datetime,
    now: datetime,
    whence: Whence = NOWHERE,
) -> Mapping[str, Any]:
    """Keep the answers of one page and return all that is stored; what the page has hidden is not.

    `earlier` are the answers read before, on which show-if rules go. Raises WrongAnswers, or StalePage where
    a later page came first.
    """
    questionnaire = published.questionnaire(asked.version_id)
    judged = judge.check_page(questionnaire, page, answers, earlier=earlier, facts=asked.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    here = [question.key for question in questionnaire.pages[page].questions]
    others = {key: value for key, value in earlier.items() if key not in here}
    kept = judge.kept(questionnaire, others | dict(judged.answers), asked.facts)
    parameters = of_answer(asked, judged.answers, language=language, doubts=doubts, whence=whence) | {
        "keys": [*here, *(key for key in others if key not in kept)],
        "sequence": sequence,
        "opened_at": opened_at,
        "now": now,
    }
    if prepared.row(SAVE_PAGE.of(asked), parameters) is None:
        raise StalePage("A later page was saved before this one.")
    return kept
