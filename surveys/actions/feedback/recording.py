"""Stores what came back, once, and does what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from surveys.actions import suppressing
from surveys.actions.feedback import merging
from surveys.models import MailEvent, MailEventKind, Message, MessageState
from surveys.models.sending import WAITING

LONGEST_WORDS = 300
ANSWERED_BY_MAIL = "the client replied by mail"


@dataclass(frozen=True)
class Happening:
    """One thing that somebody says of a mail. `event_id` is the same however often it is told."""

    source: str
    event_id: str
    kind: MailEventKind
    occurred_at: datetime
    words: str = ""
    is_address_dead: bool = False


@transaction.atomic
def record(*, happening: Happening, message: Message | None, now: datetime) -> bool:
    """Store it and act on it; False where it was told before, and nothing changes.

    A dead address and a complaint keep us from writing to it, a wish to unsubscribe as well; a person's reply
    stops reminders; any other bounce leaves the contact alone.
    """
    is_erased = message is not None and not message.invitation.address
    words = "" if is_erased else happening.words.replace("\0", "")[:LONGEST_WORDS]
    fields = {
        "kind": happening.kind,
        "message": message,
        "words": words,
        "occurred_at": min(happening.occurred_at, now),
        "received_at": now,
    }
    _, is_new = MailEvent.objects.get_or_create(
        source=happening.source, event_id=happening.event_id[:200], defaults=fields
    )
    if not is_new or message is None or happening.kind == MailEventKind.IGNORED:
        return is_new
    merging.merge(message_ids=[message.id], now=now)
    reason = _suppressed_because(happening)
    if reason and message.invitation.address:
        suppressing.suppress(
            address=message.invitation.address, reason=reason, now=now, note=_note(happening)
        )
    if happening.kind == MailEventKind.REPLIED:
        _stop_reminders(message, now)
    return True


def _suppressed_because(happening: Happening) -> str:
    if happening.kind == MailEventKind.BOUNCED and happening.is_address_dead:
        return suppressing.BOUNCED
    if happening.kind == MailEventKind.COMPLAINED:
        return suppressing.COMPLAINED
    return suppressing.UNSUBSCRIBED if happening.kind == MailEventKind.UNSUBSCRIBED else ""


def _note(happening: Happening) -> str:
    """The list outlives the address: the server's words, which may repeat it, stay with the event."""
    return f"{happening.source}, {happening.occurred_at:%Y-%m-%d}"


def _stop_reminders(message: Message, now: datetime) -> None:
    waiting = Message.objects.filter(invitation=message.invitation_id, number__gt=0, state__in=WAITING)
    ids = list(waiting.select_for_update().order_by("id").values_list("id", flat=True))
    Message.objects.filter(id__in=ids).update(
        state=MessageState.CANCELLED, changed_at=now, reason=ANSWERED_BY_MAIL
    )
