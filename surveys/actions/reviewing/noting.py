"""Keeps what our staff write beside an answer; the client never sees it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.errors import DomainError
from surveys.models import Response, ResponseNote

LONGEST = 5000


class EmptyNote(DomainError):
    """A note without words, or with far too many."""

    code = "empty_note"


@transaction.atomic
def note(*, response: Response, text: str, by: User, now: datetime) -> ResponseNote:
    """Write a note beside an answer. Raises EmptyNote without words or with more than 5,000 characters."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise EmptyNote(_("The note is empty."), where="text")
    if len(text) > LONGEST:
        raise EmptyNote(_("The note is longer than %(most)d characters.") % {"most": LONGEST}, where="text")
    return ResponseNote.objects.create(response=response, text=text, written_by=by, written_at=now)
