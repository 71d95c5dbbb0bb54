"""Settles mails whose sending broke off: in doubt, looked up, accepted or sent again (D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from surveys.actions import inviting
from surveys.channels.lookups.interface import Presence
from surveys.channels.senders import registry
from surveys.models import Attempt, Message, MessageState, Outcome

ASK_AGAIN = timedelta(seconds=15)
ASKING_TAKES = timedelta(seconds=30)  # nobody else asks meanwhile
FROM_INVITATION = ("invitation__expires_at", "invitation__batch__channel")
BROKE_OFF = "the worker broke off; whether the mail was sent is not known"


@dataclass(frozen=True)
class Doubtful:
    """A mail of which nobody knows whether the server took it."""

    id: int
    uuid: UUID
    attempt: int
    doubtful_since: datetime
    expires_at: datetime
    channel: str = inviting.EMAIL


@transaction.atomic
def recover_expired(*, now: datetime, limit: int = 1000) -> int:
    """Put mails in doubt whose worker let its lease run out; returns how many."""
    expired = Message.objects.filter(state=MessageState.SENDING, lease_until__lt=now)
    found = list(
        expired.order_by("lease_until")
        .select_for_update(skip_locked=True)
        .values_list("id", "attempt")[:limit]
    )
    Attempt.objects.filter(
        message__in=[id for id, _ in found], number=F("message__attempt"), finished_at=None
    ).update(finished_at=now, outcome=Outcome.IN_DOUBT, reply=BROKE_OFF, may_have_been_sent=True)
    return Message.objects.filter(id__in=[id for id, _ in found]).update(
        state=MessageState.IN_DOUBT, lease_until=now, owner="", changed_at=now, reason=BROKE_OFF
    )


@transaction.atomic
def take_doubtful(*, limit: int, now: datetime, ids: Sequence[int] | None = None) -> list[Doubtful]:
    """Take mails in doubt to look them up; nobody else takes them for half a minute."""
    doubtful = Message.objects.filter(state=MessageState.IN_DOUBT, lease_until__lte=now)
    if ids is not None:
        doubtful = doubtful.filter(id__in=ids)
    rows = list(
        doubtful.order_by("lease_until")
        .select_for_update(of=("self",), skip_locked=True)
        .values_list("id", "uuid", "attempt", "changed_at", *FROM_INVITATION)[:limit]
    )
    Message.objects.filter(id__in=[row[0] for row in rows]).update(lease_until=now + ASKING_TAKES)
    return [Doubtful(*row) for row in rows]


@transaction.atomic
def settle(*, doubtful: Doubtful, presence: Presence | None, now: datetime) -> str:
    """Act on what the look-up said (None: there is none to ask); returns the state that follows.

    A yes counts at once. A no counts after the settle time only: until then the mail may still be on its way
    through the relay. Without a look-up the same bytes go out again, and the ledger keeps the doubt.
    """
    if presence == Presence.ACCEPTED:
        _close_ledger(doubtful, Outcome.ACCEPTED, "found by look-up", now)
        return _move(doubtful, MessageState.ACCEPTED, "", now, accepted_at=now)
    if presence is None:
        if _is_known_there(doubtful.channel):
            _close_ledger(doubtful, Outcome.DEFERRED, "sent again under the same id", now)
        return _move(doubtful, MessageState.DEFERRED, "sent again: it may have got lost", now, due_at=now)
    settles_at = doubtful.doubtful_since + timedelta(seconds=settings.MAIL_SETTLE_SECONDS)
    if presence == Presence.UNKNOWN and now >= settles_at:
        _close_ledger(doubtful, Outcome.NOT_SENT, "not found by look-up", now)
        return _move(doubtful, MessageState.DEFERRED, "sent again: it was not taken", now, due_at=now)
    if doubtful.expires_at <= now and now >= settles_at:
        return _move(doubtful, MessageState.EXPIRED, "nobody can say whether it was sent", now)
    ask_at = now + ASK_AGAIN
    Message.objects.filter(id=doubtful.id, state=MessageState.IN_DOUBT, attempt=doubtful.attempt).update(
        lease_until=min(ask_at, settles_at) if now < settles_at else ask_at
    )
    return MessageState.IN_DOUBT


def _is_known_there(channel: str) -> bool:
    """Whether the other side knows a repeat by its id, so that it doubles nothing."""
    found = registry.channels().get(channel)
    return found is not None and found.repeats_safely


def _move(doubtful: Doubtful, state: MessageState, reason: str, now: datetime, **more: datetime) -> str:
    Message.objects.filter(id=doubtful.id, state=MessageState.IN_DOUBT, attempt=doubtful.attempt).update(
        state=state, reason=reason, changed_at=now, lease_until=None, **more
    )
    return state


def _close_ledger(doubtful: Doubtful, outcome: Outcome, reply: str, now: datetime) -> None:
    Attempt.objects.filter(message=doubtful.id, number=doubtful.attempt, outcome=Outcome.IN_DOUBT).update(
        finished_at=now, outcome=outcome, reply=reply, may_have_been_sent=False
    )
