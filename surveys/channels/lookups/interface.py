"""What every look-up answers."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from surveys.outbound.answers import Answer

SECONDS = 5.0  # a look-up is asked again soon: no worker waits long for one
NOT_FOUND = 404


class Presence(StrEnum):
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


class Lookup(Protocol):
    """Whether the provider has taken a mail.

    `is_certain`: its "no" is the operator's own contract. Of any other a "no" counts only if it finds a mail
    that was surely taken: a key of another account would else have every doubtful mail sent again.
    """

    is_certain: bool

    def ask(self, message_id: str) -> Presence:
        """By `msg-UUID@host`. Raises nothing: who does not answer is unavailable."""


def uuid_of(message_id: str) -> str:
    """The message's own id out of `msg-UUID@host`."""
    return str(UUID(message_id.partition("@")[0].removeprefix("msg-")))


def is_readable(answer: Answer) -> bool:
    return answer.status == 200 and not answer.is_cut
