"""Hands out a few of the planned invitations at once: a newcomer finds something to answer in the inbox."""

from datetime import datetime

from surveys.actions import inviting
from surveys.models import Brand, Invitation, Message, MessageState

LANGUAGES = ("en", "ru")
EACH = 3


def hand_out(*, now: datetime) -> None:
    """Move some planned invitations of each language into a batch without quiet hours, due `now`."""
    brand = Brand.objects.get()
    batch = inviting.open_batch(
        name="To be answered at once",
        sender_name=brand.sender_name,
        sender_title=brand.sender_title,
        sender_address=brand.sender_address,
        reply_to_address=brand.reply_to_address,
        now=now,
    )
    for language in LANGUAGES:
        planned = Message.objects.filter(
            number=0, state=MessageState.PLANNED, invitation__language=language
        ).order_by("invitation__address")
        chosen = list(planned.values_list("invitation_id", flat=True)[:EACH])
        Invitation.objects.filter(id__in=chosen).update(batch=batch, not_before_at=now)
        planned.filter(invitation_id__in=chosen).order_by().update(due_at=now)
