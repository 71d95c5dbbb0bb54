"""What an outbound request comes back with, and how it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A server's answer. Redirects are answers like any other: nobody follows them."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    is_cut: bool = False  # there was more than the limit


class OutboundError(Exception):
    """The request brought no answer. Its text names no secret: neither path, query nor credentials."""


class NotAllowed(OutboundError):
    """The address is not one that may be called; nothing was sent, and trying again is of no use."""


class Unreachable(OutboundError):
    """No connection came about: the server has surely not seen the request."""


class Interrupted(OutboundError):
    """The connection was lost or the time was over after the request began: it may have been taken."""
