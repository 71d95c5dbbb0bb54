"""Hands messages to a gateway by a POST signed as Standard Webhooks say: the way of SMS and chat gateways."""

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from surveys.channels.replies import Receipt
from surveys.channels.senders import posting
from surveys.channels.senders.interface import OpenGateway, Outgoing
from surveys.models import Outcome
from surveys.outbound.client import Client

PREFIX = "whsec_"
SECRET_BYTES, LEAST_BYTES, MOST_BYTES = 32, 24, 64  # as the specification wants
UNKNOWN_ADDRESS = "unknown_address"  # a gateway that answers 4xx and this code: the address is dead


@dataclass(frozen=True)
class WebhookChannel:
    """A kind of gateway: what an address of it looks like, and how long a message may be."""

    name: str
    label: str
    address_label: str
    normalise: Callable[[str], str]
    most_characters: int
    client: Client = field(default_factory=Client)
    needs_url: bool = True
    needs_secret: bool = True
    repeats_safely: bool = True  # the receiver knows a repeat by its webhook-id

    def check_address(self, text: str) -> str:
        return self.normalise(text)

    def new_secret(self) -> str:
        return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()

    def check_gateway(self, gateway: OpenGateway) -> Mapping[str, str]:
        wrong = {}
        if not gateway.url.startswith("https://"):
            wrong["url"] = _("The address must begin with https://: messages name your clients.")
        if not LEAST_BYTES <= len(_key(gateway.secret)) <= MOST_BYTES:
            wrong["secret"] = _("A secret is whsec_ and 24 to 64 bytes in base64. Leave it empty for ours.")
        return wrong

    def send(self, outgoing: Outgoing, gateway: OpenGateway, *, now: datetime) -> Receipt:
        if not _key(gateway.secret):
            return Receipt(Outcome.NOT_SENT, "the gateway has no secret to sign with")
        body = posting.packed(self._document(outgoing))
        headers = signed(outgoing, body, secret=gateway.secret, now=now)
        posted = posting.post(self.client, gateway.url, headers=headers, body=body, now=now)
        answer = posted.answer
        if answer and 400 <= answer.status < 500 and posting.given(answer).get("error") == UNKNOWN_ADDRESS:
            return replace(posted.receipt, is_address_dead=True)
        return posted.receipt

    def _document(self, outgoing: Outgoing) -> dict[str, object]:
        return {
            "type": "message.send",
            "timestamp": outgoing.dated_at.astimezone(UTC).isoformat(),
            "data": {
                "id": str(outgoing.uuid),
                "invitation": str(outgoing.invitation_uuid),
                "channel": self.name,
                "to": outgoing.address,
                "text": outgoing.text,
                "link": outgoing.link,
                "unsubscribe_link": outgoing.unsubscribe_link,
                "language": outgoing.language,
                "kind": outgoing.kind,
                "number": outgoing.number,
                "is_reminder": outgoing.is_reminder,
            },
        }


def signed(outgoing: Outgoing, body: bytes, *, secret: str, now: datetime) -> dict[str, str]:
    """The three headers. The id is the message's own at every repeat; the time is the try's, or receivers
    would take a late repeat for a replay."""
    at = now.astimezone(UTC)
    signature = Webhook(_key(secret)).sign(str(outgoing.uuid), at, body.decode())
    return {
        "webhook-id": str(outgoing.uuid),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
