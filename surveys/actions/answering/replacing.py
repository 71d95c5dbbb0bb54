"""Where a program answered first, the person's own answer takes its place: no scanner locks anybody out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from surveys.actions.answering.parameters import NOWHERE, Whence, of_answer
from surveys.actions.answering.receipts import Receipt, StalePage, WrongAnswers
from surveys.actions.answering.submitting import tell
from surveys.definition import answers as judge
from surveys.models import Invitation, Response
from surveys.rendering import published

ANSWER_INSTEAD = (Path(__file__).parent / "sql" / "answer_instead.sql").read_text(encoding="utf-8")


def answer_instead(
    *,
    invitation: Invitation,
    submission_id: UUID,
    answers: Mapping[str, Any],
    sequence: int,
    language: str,
    doubts: Sequence[str],
    opened_at: datetime,
    now: datetime,
    whence: Whence = NOWHERE,
) -> Receipt:
    """Put a person's answer in the place of a doubtful one that nobody has judged, and tell so.

    It becomes the first revision and counts; the doubtful one stays beside it, excluded. An answer that is
    doubtful itself changes nothing, as does a repeat: both get the receipt of what is stored. Raises
    WrongAnswers, and StalePage where there is no answer at all.
    """
    judged = judge.check_all(published.questionnaire(invitation.version_id), answers, invitation.facts)
    if not judged.is_good:
        raise WrongAnswers(judged.mistakes)
    row = None
    if not doubts:
        parameters = of_answer(invitation, judged.answers, language=language, doubts=(), whence=whence) | {
            "submission_id": submission_id,
            "sequence": sequence,
            "opened_at": opened_at,
            "now": now,
        }
        with connection.cursor() as cursor:
            cursor.execute(ANSWER_INSTEAD, parameters)
            row = cursor.fetchone()
    if row is None:
        return _receipt_of_stored(invitation)
    tell(response_id=row[0])
    return Receipt(response_id=row[0], response_uuid=row[1], submitted_at=row[2])


def _receipt_of_stored(invitation: Invitation) -> Receipt:
    stored = Response.objects.filter(invitation=invitation, submitted_at__isnull=False).first()
    if stored is None or stored.submitted_at is None:
        raise StalePage("There is no answer whose place could be taken.")
    return Receipt(
        response_id=stored.pk,
        response_uuid=stored.uuid,
        submitted_at=stored.submitted_at,
        is_first=False,
    )
