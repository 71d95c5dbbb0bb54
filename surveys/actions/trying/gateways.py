"""Sends one message through a gateway to ourselves, so that its address and secret are known to work."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings

from surveys.actions.gateways import keeping
from surveys.channels.replies import Receipt
from surveys.channels.senders import registry
from surveys.channels.senders.interface import Outgoing
from surveys.models import Gateway

TRIAL = "trial"  # stands as the kind of survey: receivers can tell it from a client's message


def send_to(*, gateway: Gateway, address: str, text: str, language: str, now: datetime) -> Receipt:
    """Send the text to an address of the gateway's channel, whether or not the gateway is switched on.

    No invitation comes of it; its link leads to our own start page. Raises WrongAddress.
    """
    channel = registry.channel(gateway.channel)
    outgoing = Outgoing(
        uuid=uuid4(),
        invitation_uuid=uuid4(),
        address=channel.check_address(address),
        text=f"{text}\n{settings.BASE_URL}/",
        link=f"{settings.BASE_URL}/",
        unsubscribe_link=f"{settings.BASE_URL}/",
        language=language,
        kind=TRIAL,
        dated_at=now,
    )
    return channel.send(outgoing, keeping.opened(gateway), now=now)
