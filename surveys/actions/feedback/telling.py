"""Takes in events of the mail provider: its signature was checked, what it names is checked here."""

from dataclasses import replace
from datetime import datetime

from surveys.actions.feedback import believing, recording
from surveys.actions.feedback.recording import Happening
from surveys.channels.events.told import Told
from surveys.models import MailEventKind, Message


def take(*, told: Told, provider: str, now: datetime) -> bool:
    """Store an event and act on it; False where it was told before or names no mail of ours.

    One about another recipient than the mail's own is kept as ignored and changes nothing. Raises nothing.
    """
    if told.message_uuid is None:
        return False
    message = Message.objects.select_related("invitation").filter(uuid=told.message_uuid).first()
    if message is None:
        return False
    happening = Happening(
        source=provider,
        event_id=told.event_id,
        kind=told.kind,
        occurred_at=told.occurred_at,
        words=told.words,
        is_address_dead=told.is_address_dead,
    )
    if told.recipient and message.invitation.address and not _is_about(message, told.recipient):
        happening = replace(happening, kind=MailEventKind.IGNORED, words=believing.ANOTHER)
        return recording.record(happening=happening, message=None, now=now)
    return recording.record(happening=happening, message=message, now=now)


def _is_about(message: Message, recipient: str) -> bool:
    return believing.is_recipient(message, (recipient,))
