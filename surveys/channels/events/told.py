"""One event of a provider in our words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType

from surveys.channels.feedback import bounces, mail, marks
from surveys.models import MailEventKind

KINDS = {
    EventType.DELIVERED: MailEventKind.DELIVERED,
    EventType.DEFERRED: MailEventKind.DELAYED,
    EventType.BOUNCED: MailEventKind.BOUNCED,
    EventType.REJECTED: MailEventKind.BOUNCED,
    EventType.FAILED: MailEventKind.BOUNCED,
    EventType.COMPLAINED: MailEventKind.COMPLAINED,
    EventType.UNSUBSCRIBED: MailEventKind.UNSUBSCRIBED,
    EventType.AUTORESPONDED: MailEventKind.IGNORED,
}
# Where a provider's own words for a mailbox that does not exist stand, if its server's answer is not told.
HARD = {"Type": ("HardBounce", "BadEmailAddress"), "event": ("hard_bounce", "invalid_email")}


@dataclass(frozen=True)
class Told:
    """What happened, to which mail, for whom; `message_uuid` is None where no mail of ours is named."""

    event_id: str
    kind: MailEventKind
    occurred_at: datetime
    words: str
    is_address_dead: bool
    message_uuid: UUID | None
    recipient: str


def told(event: AnymailTrackingEvent, now: datetime) -> Told | None:
    """The event, or None for what we do not follow: opening, clicking, queueing."""
    kind = KINDS.get(event.event_type)
    if kind is None:
        return None
    said = " ".join(str(event.mta_response or event.description or "").split())
    raw: Mapping[str, Any] = event.esp_event
    named = mail.ids([str(event.message_id or "")])
    return Told(
        event_id=str(event.event_id or _fingerprint(raw)),
        kind=kind,
        occurred_at=event.timestamp or now,
        words=said or str(event.reject_reason or ""),
        is_address_dead=kind == MailEventKind.BOUNCED and _is_dead(raw, said),
        message_uuid=marks.read(event.metadata or {}) or next(iter(named), None),
        recipient=str(event.recipient or ""),
    )


def _is_dead(raw: Mapping[str, Any], said: str) -> bool:
    """By the server's answer; where the provider does not tell it, by the provider's own sorting."""
    if bounces.ENHANCED.search(said):
        return bounces.is_dead("", said)
    return bounces.is_dead("", said) or any(raw.get(name) in values for name, values in HARD.items())


def _fingerprint(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(raw), sort_keys=True, default=str).encode()).hexdigest()
