"""Brings a mail's state to the highest that was reported of it: the order of the reports does not matter."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from surveys.models import Attempt, MailEvent, MailEventKind, Message, MessageState, Outcome

RANKS = {
    MessageState.ACCEPTED: 0,
    MessageState.DELIVERED: 1,
    MessageState.BOUNCED: 2,
    MessageState.COMPLAINED: 3,
}
STATES = {
    MailEventKind.DELIVERED: MessageState.DELIVERED,
    MailEventKind.BOUNCED: MessageState.BOUNCED,
    MailEventKind.COMPLAINED: MessageState.COMPLAINED,
}
LOOKED_BACK = timedelta(hours=6)
TOLD = "told by a report"
# A report of these says that the server took the mail, whatever we know.
PROOF = tuple(kind for kind in MailEventKind if kind != MailEventKind.IGNORED)


@transaction.atomic
def merge(*, message_ids: Sequence[int], now: datetime) -> int:
    """Move these mails where their reports say they are; returns how many moved. Never backwards.

    A mail in a worker's hands is left alone: `catch_up` finds it afterwards.
    """
    messages = Message.objects.filter(id__in=message_ids).order_by("id").select_for_update(of=("self",))
    return sum(_merged(message, now) for message in messages)


def catch_up(*, now: datetime, limit: int = 1000) -> int:
    """Merge reports that came before the worker had written down that the mail was accepted."""
    behind = Q(message__state=MessageState.IN_DOUBT, kind__in=PROOF)
    for kind, state in STATES.items():
        lower = [other for other, rank in RANKS.items() if rank < RANKS[state]]
        behind |= Q(kind=kind, message__state__in=lower)
    late = MailEvent.objects.filter(behind, received_at__gte=now - LOOKED_BACK)
    ids = list(late.order_by().values_list("message_id", flat=True).distinct()[:limit])
    return merge(message_ids=ids, now=now) if ids else 0


def _merged(message: Message, now: datetime) -> bool:
    events = list(MailEvent.objects.filter(message=message, kind__in=PROOF).order_by("occurred_at"))
    if not events:
        return False
    if message.state == MessageState.IN_DOUBT:
        _settle(message, events[0].occurred_at, now)
    if message.state not in RANKS:
        return False
    told = [event for event in events if event.kind in STATES]
    highest = max(told, key=lambda event: RANKS[STATES[MailEventKind(event.kind)]], default=None)
    if highest is None:
        return False
    state = STATES[MailEventKind(highest.kind)]
    if RANKS[state] <= RANKS[MessageState(message.state)]:
        return False
    reason = "" if state == MessageState.DELIVERED else highest.words
    Message.objects.filter(id=message.id).update(state=state, changed_at=now, reason=reason)
    return True


def _settle(message: Message, taken_at: datetime, now: datetime) -> None:
    """A report about a mail in doubt: the server has it."""
    doubt = Attempt.objects.filter(message=message, number=message.attempt, outcome=Outcome.IN_DOUBT)
    doubt.update(finished_at=now, outcome=Outcome.ACCEPTED, reply=TOLD, may_have_been_sent=False)
    message.state = MessageState.ACCEPTED
    Message.objects.filter(id=message.id).update(
        state=message.state, changed_at=now, lease_until=None, reason="", accepted_at=min(taken_at, now)
    )
