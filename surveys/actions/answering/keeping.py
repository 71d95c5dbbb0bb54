"""Keeps single answers while a page is being filled in: nothing is missing yet, what is wrong is left out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from surveys.actions.answering.parameters import NOWHERE, Asked, Statement, Whence, of_answer
from surveys.actions.answering.receipts import StalePage
from surveys.definition import answers as judge
from surveys.models import prepared
from surveys.rendering import published

SAVE_SOME = Statement("save_some")


def save_some(
    *,
    asked: Asked,
    page: int,
    keys: Collection[str],
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    opened_at: datetime,
    today: date,
    now: datetime,
    whence: Whence = NOWHERE,
) -> None:
    """Keep the answers to the questions `keys` of one page; those that are not in `answers` were taken back.

    `earlier` are the answers read before, on which show-if rules go. Raises StalePage where a later page, or
    a later single answer, came first.
    """
    questionnaire = published.questionnaire(asked.version_id)
    given = {key: answers[key] for key in keys if key in answers}
    judged = judge.check_page(questionnaire, page, given, earlier=earlier, facts=asked.facts, today=today)
    here = {question.key for question in questionnaire.pages[page].questions}
    parameters = of_answer(asked, judged.answers, language=language, doubts=doubts, whence=whence) | {
        "keys": sorted(here & set(keys)),
        "page": page,
        "sequence": sequence,
        "opened_at": opened_at,
        "now": now,
    }
    if prepared.row(SAVE_SOME.of(asked), parameters) is None:
        raise StalePage("A later page was saved before this answer.")
