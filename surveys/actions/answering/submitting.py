"""Submits an answer, once for an invitation or a ticket: the statement that clients wait on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from surveys import signals
from surveys.actions.answering.parameters import NOWHERE, Asked, Statement, Ticket, Whence, of_answer
from surveys.actions.answering.receipts import Receipt, StalePage, WrongAnswers
from surveys.definition import answers as judge
from surveys.models import Response, prepared
from surveys.rendering import published

SUBMIT = Statement("submit")


def submit(
    *,
    asked: Asked,
    submission_id: UUID,
    answers: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    now: datetime,
    opened_at: datetime | None = None,
    whence: Whence = NOWHERE,
) -> Receipt:
    """Store a complete answer, once for who was asked, and tell so after the commit.

    A repeat, with the same submission id or another, gets the receipt of the first. Raises WrongAnswers where
    something is missing, and StalePage where a later page came first.
    """
    questionnaire = published.questionnaire(asked.version_id)
    judged = judge.check_all(questionnaire, answers, asked.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    parameters = of_answer(asked, judged.answers, language=language, doubts=doubts, whence=whence) | {
        "submission_id": submission_id,
        "sequence": sequence,
        "opened_at": opened_at or now,
        "now": now,
    }
    row = prepared.row(SUBMIT.of(asked), parameters)
    if row is None:
        return _receipt_of_first(asked)
    tell(response_id=row["id"])
    return Receipt(response_id=row["id"], response_uuid=row["uuid"], submitted_at=row["submitted_at"])


def tell(*, response_id: int) -> None:
    """Say after the commit that there is something new in an answer."""
    transaction.on_commit(
        lambda: signals.response_submitted.send(sender=Response, response_id=response_id), robust=True
    )


def _receipt_of_first(asked: Asked) -> Receipt:
    mine = {"ticket": asked.uuid} if isinstance(asked, Ticket) else {"invitation": asked}
    response = Response.objects.filter(**mine, submitted_at__isnull=False).first()
    if response is None or response.submitted_at is None:
        raise StalePage("A later page was saved before this one.")
    return Receipt(
        response_id=response.id,
        response_uuid=response.uuid,
        submitted_at=response.submitted_at,
        is_first=False,
    )
