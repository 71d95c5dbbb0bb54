"""Stores a file that a client posted, after every check; the answer names it by its uuid."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from surveys.actions.answering import Asked, Ticket
from surveys.actions.uploading import contents, names
from surveys.definition import values
from surveys.definition.questionnaire import Question
from surveys.errors import DomainError
from surveys.models import SurveyVersion, Upload

MB = 1024 * 1024
MOST_BYTES_AN_ANSWER = 50 * MB
MOST_FILES_AN_ANSWER = 40  # replaced ones included: nobody fills the database by changing their mind


class CannotKeep(DomainError):
    """The file is not taken; `reason` names a sentence of the phrasebook's mistakes, `detail` fills it."""

    code = "cannot_keep"

    def __init__(self, reason: str, **detail: object) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"The file is not taken: {reason}")


@transaction.atomic
def keep(*, asked: Asked, question: Question, name: str, content: bytes, now: datetime) -> dict[str, Any]:
    """Store a file as the answer to one question; returns the answer that names it.

    Raises CannotKeep for a size, format, content or number of files that is not allowed.
    """
    clean = names.cleaned(name)
    claimed = values.format_of(clean)
    _check(question, claimed, content)
    _take_turns(asked)
    earlier = _of(asked)
    total = earlier.aggregate(bytes=Sum("blob__size_bytes"))["bytes"] or 0
    if total + len(content) > MOST_BYTES_AN_ANSWER or earlier.count() >= MOST_FILES_AN_ANSWER:
        raise CannotKeep("file_total", most=MOST_BYTES_AN_ANSWER // MB)
    upload = Upload.objects.create(
        survey_id=SurveyVersion.objects.values_list("survey_id", flat=True).get(id=asked.version_id),
        question_key=question.key,
        name=clean,
        content_type=contents.TYPES[claimed],
        blob_id=_stored(content, now),
        created_at=now,
        **_owner(asked),
    )
    return _answer(upload, len(content))


def find(*, asked: Asked, question: Question, upload_uuid: str) -> dict[str, Any] | None:
    """The answer that names a file given before to the same question by the same person; None for others'."""
    try:
        wanted = UUID(upload_uuid)
    except ValueError:
        return None
    found = _of(asked).filter(uuid=wanted, question_key=question.key)
    row = found.values_list("uuid", "name", "blob__size_bytes").first()
    return {"file": str(row[0]), "name": row[1], "size": row[2]} if row else None


def _check(question: Question, claimed: str, content: bytes) -> None:
    if claimed not in question.formats or claimed not in contents.TYPES:
        raise CannotKeep("file_format", formats=", ".join(question.formats))
    if not content:
        raise CannotKeep("file_empty")
    if len(content) > question.most_mb * MB:
        raise CannotKeep("file_too_large", most=question.most_mb)
    if not contents.is_what_it_claims(content, claimed):
        raise CannotKeep("file_content")


def _take_turns(asked: Asked) -> None:
    """One person's uploads are counted one by one: many at once would pass the limit together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"upload:{asked.uuid}"])


def _stored(content: bytes, now: datetime) -> int:
    """The blob of these bytes. Touching it keeps the sweep from taking away what is just being named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_blob (sha256, size_bytes, content, created_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at RETURNING id",
            [hashlib.sha256(content).hexdigest(), len(content), content, now],
        )
        return int(cursor.fetchone()[0])


def _owner(asked: Asked) -> dict[str, Any]:
    return {"ticket": asked.uuid} if isinstance(asked, Ticket) else {"invitation_id": asked.id}


def _of(asked: Asked) -> QuerySet[Upload]:
    return Upload.objects.filter(**_owner(asked))


def _answer(upload: Upload, size: int) -> dict[str, Any]:
    return {"file": str(upload.uuid), "name": upload.name, "size": size}
