"""Takes answers: saves page by page, submits once. The path that clients wait on: one statement each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from surveys import signals
from surveys.definition import answers as judge
from surveys.definition.answers import Mistake
from surveys.errors import DomainError
from surveys.models import Invitation, Response
from surveys.rendering import published

SQL = Path(__file__).parent / "sql"
SAVE_PAGE = (SQL / "save_page.sql").read_text(encoding="utf-8")
SUBMIT = (SQL / "submit.sql").read_text(encoding="utf-8")


class WrongAnswers(DomainError):
    """Something is missing or does not fit; `mistakes` say which question and what."""

    code = "wrong_answers"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            "The answer is not complete: "
            + ", ".join(f"{mistake.key} ({mistake.code})" for mistake in self.mistakes)
        )


class StalePage(DomainError):
    """A later page was saved, or the answer was submitted, before this page arrived."""

    code = "stale_page"


@dataclass(frozen=True)
class Receipt:
    """Proof that an answer is stored; a repeat gets an equal one."""

    response_id: int
    response_uuid: UUID
    submitted_at: datetime
    is_first: bool = field(default=True, compare=False)


def save_page(
    *,
    invitation: Invitation,
    page: int,
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    opened_at: datetime,
    now: datetime,
) -> Mapping[str, Any]:
    """Keep the answers of one page and return all that is stored.

    `earlier` are the answers read before, on which show-if rules go. Raises WrongAnswers, or StalePage where
    a later page came first.
    """
    questionnaire = published.questionnaire(invitation.version_id)
    judged = judge.check_page(questionnaire, page, answers, earlier=earlier, facts=invitation.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    parameters = _parameters(invitation, judged.answers, language=language, doubts=doubts) | {
        "keys": [question.key for question in questionnaire.pages[page].questions],
        "sequence": sequence,
        "opened_at": opened_at,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAVE_PAGE, parameters)
        if cursor.fetchone() is None:
            raise StalePage("A later page was saved before this one.")
    keys = set(parameters["keys"])
    return {key: value for key, value in earlier.items() if key not in keys} | dict(judged.answers)


def submit(
    *,
    invitation: Invitation,
    submission_id: UUID,
    answers: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    now: datetime,
    opened_at: datetime | None = None,
) -> Receipt:
    """Store a complete answer, once for an invitation, and tell so after the commit.

    A repeat, with the same submission id or another, gets the receipt of the first. Raises WrongAnswers where
    something is missing, and StalePage where a later page came first.
    """
    questionnaire = published.questionnaire(invitation.version_id)
    judged = judge.check_all(questionnaire, answers, invitation.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    parameters = _parameters(invitation, judged.answers, language=language, doubts=doubts) | {
        "submission_id": submission_id,
        "sequence": sequence,
        "opened_at": opened_at or now,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(SUBMIT, parameters)
        row = cursor.fetchone()
    if row is None:
        return _receipt_of_first(invitation)
    transaction.on_commit(
        lambda: signals.response_submitted.send(sender=Response, response_id=row[0]), robust=True
    )
    return Receipt(response_id=row[0], response_uuid=row[1], submitted_at=row[2])


def _parameters(
    invitation: Invitation, answers: Mapping[str, Any], *, language: str, doubts: Sequence[str]
) -> dict[str, Any]:
    return {
        "uuid": uuid4(),
        "invitation": invitation.id,
        "version": invitation.version_id,
        "language": language,
        "answers": Jsonb(dict(answers)),
        "doubts": sorted(set(doubts)),
    }


def _receipt_of_first(invitation: Invitation) -> Receipt:
    response = Response.objects.filter(invitation=invitation, submitted_at__isnull=False).first()
    if response is None or response.submitted_at is None:
        raise StalePage("A later page was saved before this one.")
    return Receipt(
        response_id=response.id,
        response_uuid=response.uuid,
        submitted_at=response.submitted_at,
        is_first=False,
    )
