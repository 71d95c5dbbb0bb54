"""Hands a claimed message of a channel beside mail to its gateway; the receipt says what became of it."""

import logging
from datetime import datetime

from surveys.actions import freezing
from surveys.actions.gateways import keeping
from surveys.actions.sending import Claimed
from surveys.channels.replies import LONGEST_REPLY, Receipt
from surveys.channels.senders import registry
from surveys.channels.senders.interface import Outgoing, WrongAddress
from surveys.models import Outcome
from surveys.rendering import published
from surveys.rendering.mails import short
from surveys.rendering.mails.personal import personal

logger = logging.getLogger(__name__)
NO_GATEWAY = "no gateway is switched on"


def hand_over(*, mail: Claimed, channel: str, now: datetime) -> Receipt:
    """Send one claimed message by its batch's channel; nothing is raised.

    Without a gateway that is on it was surely not sent. An address that the channel cannot know is refused
    for good. A gateway that says it is gone is switched off.
    """
    gateway = keeping.current(channel)
    sender = registry.channels().get(channel)
    if gateway is None or sender is None:
        return Receipt(Outcome.NOT_SENT, f"{NO_GATEWAY}: {channel}")
    try:
        address = sender.check_address(mail.address)
    except WrongAddress as error:
        return Receipt(Outcome.REFUSED, str(error)[:LONGEST_REPLY], is_address_dead=True)
    try:
        ready = outgoing(mail, address, now)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # One message that cannot be written must not keep the others from going out.
        logger.exception("message %s cannot be composed", mail.uuid)
        return Receipt(Outcome.DEFERRED, f"cannot be composed: {error!r}"[:LONGEST_REPLY])
    if len(ready.text) > sender.most_characters:
        return Receipt(Outcome.REFUSED, f"longer than {sender.most_characters} characters")
    receipt = sender.send(ready, gateway, now=now)
    if receipt.is_gateway_gone:
        keeping.gone(channel=channel)
    return receipt


def outgoing(mail: Claimed, address: str, now: datetime) -> Outgoing:
    """The message as its reader sees it: the same at every repeat."""
    kind = freezing.Kind(mail.batch_id, mail.version_id, mail.language, mail.number > 0)
    frozen = freezing.frozen(kind, now=now)
    parts = personal(
        message_uuid=mail.uuid,
        invitation_uuid=mail.invitation_uuid,
        dated_at=mail.dated_at,
        address=address,
        language=mail.language,
        facts=mail.facts,
        sender_name=frozen.sender_name,
    )
    return Outgoing(
        uuid=mail.uuid,
        invitation_uuid=mail.invitation_uuid,
        address=address,
        text=short.fill(frozen.short, parts.facts),
        link=parts.facts["answer_link"],
        unsubscribe_link=parts.unsubscribe_link,
        language=mail.language,
        kind=published.questionnaire(mail.version_id).kind,
        dated_at=mail.dated_at,
        number=mail.number,
    )
