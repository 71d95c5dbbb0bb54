"""Mailgun, which keeps our Message-ID: any event of the mail says that it was taken."""

import base64
import json
from urllib.parse import quote, unquote, urlsplit

from surveys.channels.lookups.interface import SECONDS, Presence, is_readable
from surveys.outbound.answers import OutboundError
from surveys.outbound.client import Client

HOSTS = {"mailgun": "https://api.mailgun.net", "mailgun+eu": "https://api.eu.mailgun.net"}


class Mailgun:
    is_certain = False

    def __init__(self, url: str, *, client: Client | None = None, host: str = "") -> None:
        parts = urlsplit(url)  # mailgun://API_KEY@DOMAIN
        self._events = f"{host or HOSTS[parts.scheme]}/v3/{parts.hostname}/events"
        key = unquote(parts.netloc.rpartition("@")[0])
        self._login = "Basic " + base64.b64encode(f"api:{key}".encode()).decode()
        self._client = client or Client(seconds=SECONDS)

    def ask(self, message_id: str) -> Presence:
        url = f"{self._events}?limit=1&message-id={quote(message_id, safe='')}"
        try:
            answer = self._client.request("GET", url, headers={"Authorization": self._login})
            found = json.loads(answer.body)["items"] if is_readable(answer) else None
        except (OutboundError, ValueError, KeyError, TypeError):
            found = None
        if found is None:
            return Presence.UNAVAILABLE
        return Presence.ACCEPTED if found else Presence.UNKNOWN
