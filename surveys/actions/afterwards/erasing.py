"""Erases a person from all that was asked and answered: ticks stay, nothing says whose they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from surveys.actions import suppressing
from surveys.definition import facts as known
from surveys.definition import impersonal
from surveys.models import (
    Attempt,
    Blob,
    Brand,
    Invitation,
    MailEvent,
    Message,
    Response,
    ResponseNote,
    ResponseRevision,
    Suppression,
    Token,
    TokenPurpose,
    Upload,
)
from surveys.rendering import published

ERASED = "erased"
# Facts that name the person or could: these go; so does whatever nobody has a list of.
PERSONAL = {"contact_name", "contact_role"}


@dataclass(frozen=True)
class Erased:
    """How many invitations and answers were made nobody's, and the words that were in them."""

    invitations: int = 0
    answers: int = 0
    words: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def erase(
    *, invitations: QuerySet[Invitation], addresses: Iterable[str], by: User | None, now: datetime
) -> Erased:
    """Take name, address, words and files out of these invitations and their answers; never ask them again.

    Scores stay what they were: every answer gets a revision "erased", which scoring leaves alone. The
    addresses stay suppressed by their HMAC. A second call finds nothing more to do. Raises nothing.
    """
    for address in addresses:
        _never_again(address, now)
    ids = list(invitations.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    _erase_files(ids)
    words, answers = _erase_answers(ids, by, now)
    _erase_mails(ids)
    for row in Invitation.objects.filter(id__in=ids):
        _erase_invitation(row, now)
    Token.objects.filter(invitation__in=ids, revoked_at=None).exclude(
        purpose=TokenPurpose.UNSUBSCRIBE
    ).update(revoked_at=now)
    return Erased(invitations=len(ids), answers=answers, words=frozenset(words))


def _never_again(address: str, now: datetime) -> None:
    suppressing.suppress(address=address, reason=ERASED, now=now)
    Suppression.objects.filter(address_hmac__in=suppressing.hmacs_of(address), kind="").update(reason=ERASED)


def _erase_files(ids: Sequence[int]) -> None:
    uploads = Upload.objects.filter(invitation__in=ids)
    blobs = set(uploads.values_list("blob_id", flat=True))
    uploads.delete()
    shared = set(Upload.objects.filter(blob__in=blobs).values_list("blob_id", flat=True))
    logos = set(Brand.objects.exclude(logo=None).values_list("logo_id", flat=True))
    Blob.objects.filter(id__in=blobs - shared - logos).delete()


def _erase_answers(ids: Sequence[int], by: User | None, now: datetime) -> tuple[set[str], int]:
    """Unfinished answers go whole; of submitted ones the ticks stay, in every revision."""
    words: set[str] = set()
    ResponseNote.objects.filter(response__invitation__in=ids).delete()
    responses = Response.objects.filter(invitation__in=ids).select_for_update(of=("self",)).order_by("id")
    erased = 0
    for response in responses:
        revisions = list(response.revisions.all())
        for answers in (response.answers, response.changing or {}, *(one.answers for one in revisions)):
            words |= set(impersonal.words(answers))
        if response.submitted_at is None:
            response.delete()
            continue
        if not any(one.cause == ERASED for one in revisions):
            _erase_answer(response, revisions, by, now)
            erased += 1
    return {text.strip() for text in words if text.strip()}, erased


def _erase_answer(
    response: Response, revisions: Sequence[ResponseRevision], by: User | None, now: datetime
) -> None:
    questionnaire = published.questionnaire(response.version_id)
    for one in revisions:
        one.answers, one.reason = impersonal.stripped(questionnaire, one.answers), ""
    ResponseRevision.objects.bulk_update(revisions, ["answers", "reason"])
    response.answers = impersonal.stripped(questionnaire, response.answers)
    response.changing, response.device, response.begun_device = None, "", ""
    response.revision += 1
    response.save(update_fields=["answers", "changing", "device", "begun_device", "revision"])
    response.revisions.create(
        revision=response.revision, answers=response.answers, cause=ERASED, made_by=by, created_at=now
    )


def _erase_mails(ids: Sequence[int]) -> None:
    """What mail servers replied often repeats the address, and a reply by mail is the person's own words."""
    MailEvent.objects.filter(message__invitation__in=ids).update(words="")
    Attempt.objects.filter(message__invitation__in=ids).update(reply="")
    Message.objects.filter(invitation__in=ids).update(reason="")


def _erase_invitation(row: Invitation, now: datetime) -> None:
    row.address = row.address_hmac = ""
    row.facts = impersonal_facts(row.facts)
    if row.answered_at is None and row.cancelled_at is None:
        row.cancelled_at = now
    row.cancelled_because = ERASED if row.cancelled_at else ""
    row.save(update_fields=["address", "address_hmac", "facts", "cancelled_at", "cancelled_because"])


def impersonal_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the occasion; nothing of the person."""
    return {name: value for name, value in facts.items() if name in known.KNOWN and name not in PERSONAL}
