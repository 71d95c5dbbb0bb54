"""Mails that a server took, each with a reminder to come."""

from datetime import datetime, timedelta

from surveys.actions import inviting
from surveys.channels.feedback import verp
from surveys.models import Message, MessageState
from tests.faults.feedback.sent import Sent
from tests.surveys import asked, invited


def taken(count: int, *, now: datetime) -> list[Sent]:
    """As many, two days ago."""
    before = now - timedelta(days=2)
    version = asked.published("post-sale", now=before)
    wishes = [
        inviting.Wish(
            version=version,
            address=f"person{number}@client{number % 40}.example",
            language="en",
            kind="post_sale",
            facts=asked.FACTS,
            zone="Europe/Berlin",
            not_before_at=before,
            expires_at=before + timedelta(days=14),
            remind_after_days=5,
        )
        for number in range(count)
    ]
    inviting.invite_all(batch=invited.batch(before), wishes=wishes, now=before)
    first = Message.objects.filter(number=0)
    first.update(state=MessageState.SENDING, lease_until=now, dated_at=before)
    first.update(state=MessageState.ACCEPTED, accepted_at=before, lease_until=None)
    rows = first.order_by("id").values_list("uuid", "invitation__address")
    return [Sent(uuid, address, verp.return_path(uuid, before.date(), ""), before) for uuid, address in rows]
