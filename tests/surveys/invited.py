"""Invitations made through the real door, with what a test wants to be different."""

from datetime import datetime, timedelta
from typing import Any

from surveys.actions import inviting
from surveys.models import Attempt, Batch, Invitation, Message
from tests.surveys import asked

SENDER = "irina.belova@meridian.example"


def batch(now: datetime, **different: Any) -> Batch:
    asked.brand()
    fields: dict[str, Any] = {
        "name": "November",
        "sender_name": "Irina Belova",
        "sender_title": "Head of customer service",
        "sender_address": SENDER,
        "reply_to_address": SENDER,
    }
    return inviting.open_batch(**(fields | different), now=now)


def invite(now: datetime, *, into: Batch | None = None, **different: Any) -> Invitation:
    """Due at once, for two weeks, with a reminder after four days."""
    fields: dict[str, Any] = {
        "version": asked.published("post-sale", now=now),
        "address": "elena@alfa.example",
        "language": "en",
        "kind": "post_sale",
        "facts": asked.FACTS,
        "zone": "Europe/Berlin",
        "not_before_at": now,
        "expires_at": now + timedelta(days=14),
        "remind_after_days": 0,
    }
    return inviting.invite(batch=into or batch(now), **(fields | different), now=now)


def mail(invitation: Invitation, number: int = 0) -> Message:
    return Message.objects.get(invitation=invitation, number=number)


def ledger(message: Message) -> list[tuple[int, str, bool]]:
    """The attempts as number, outcome and doubt."""
    rows = Attempt.objects.filter(message=message).order_by("number")
    return list(rows.values_list("number", "outcome", "may_have_been_sent"))
