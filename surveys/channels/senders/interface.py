"""What every channel beside mail is and does; the sending floor knows no more of it than this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from surveys.channels.replies import Receipt


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to be read: the same at every repeat. `text` holds `link` already."""

    uuid: UUID
    invitation_uuid: UUID
    address: str
    text: str
    link: str
    unsubscribe_link: str
    language: str
    kind: str
    dated_at: datetime
    number: int = 0  # 0 invites, 1 and more remind

    @property
    def is_reminder(self) -> bool:
        return self.number > 0


@dataclass(frozen=True)
class OpenGateway:
    """Where a channel hands over, its secret readable. Never kept, never logged."""

    url: str = ""
    secret: str = field(default="", repr=False)


class WrongAddress(ValueError):
    """No address of this channel: its words say what one looks like."""


class Channel(Protocol):
    """A way to a person.

    `repeats_safely`: the other side knows a repeated message by its uuid, so that what is in doubt may go out
    again at once. Where it is false, a doubt may cost the client a second message.
    """

    name: str
    label: str  # a msgid
    address_label: str  # a msgid: what an address is called here
    needs_url: bool
    needs_secret: bool
    repeats_safely: bool
    most_characters: int  # of one message; more is refused by the other side

    def check_address(self, text: str) -> str:
        """The address in its one spelling. Raises WrongAddress."""

    def new_secret(self) -> str:
        """A secret that we choose; empty where the other side gives it."""

    def check_gateway(self, gateway: OpenGateway) -> Mapping[str, str]:
        """What is wrong with its url or secret, by field; empty where it can be used."""

    def send(self, outgoing: Outgoing, gateway: OpenGateway, *, now: datetime) -> Receipt:
        """Hand one message over. What the other side said is the receipt's: nothing is raised."""
