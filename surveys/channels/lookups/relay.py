"""The operator's own relay (GET <url>/accepted/<message-id>): 200 is yes, 404 not yet."""

from urllib.parse import quote, urlsplit

from surveys.channels.lookups.interface import NOT_FOUND, SECONDS, Presence
from surveys.outbound.answers import OutboundError
from surveys.outbound.client import PORTS, Client


class Relay:
    is_certain = True

    def __init__(self, url: str) -> None:
        self._url = url
        parts = urlsplit(url)
        named = (parts.hostname or "", parts.port or PORTS[parts.scheme])
        # The operator named it: it may stand inside, on any port.
        self._client = Client(own=frozenset({named}), seconds=SECONDS)

    def ask(self, message_id: str) -> Presence:
        try:
            answer = self._client.request("GET", f"{self._url}/accepted/{quote(message_id, safe='@')}")
        except OutboundError:
            return Presence.UNAVAILABLE
        if answer.status == NOT_FOUND:
            return Presence.UNKNOWN
        return Presence.ACCEPTED if answer.status == 200 else Presence.UNAVAILABLE
