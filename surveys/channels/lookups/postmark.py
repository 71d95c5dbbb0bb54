"""Postmark, which gives mails ids of its own: ours is found by the metadata that the mail carries."""

import json
from urllib.parse import unquote, urlsplit

from surveys.channels.feedback.marks import NAME
from surveys.channels.lookups.interface import SECONDS, Presence, is_readable, uuid_of
from surveys.outbound.answers import OutboundError
from surveys.outbound.client import Client

HOST = "https://api.postmarkapp.com"


class Postmark:
    is_certain = False

    def __init__(self, url: str, *, client: Client | None = None, host: str = HOST) -> None:
        self._token = unquote(urlsplit(url).netloc)  # postmark://SERVER_TOKEN
        self._search = f"{host}/messages/outbound?count=1&offset=0&metadata_{NAME}="
        self._client = client or Client(seconds=SECONDS)

    def ask(self, message_id: str) -> Presence:
        headers = {"Accept": "application/json", "X-Postmark-Server-Token": self._token}
        try:
            answer = self._client.request("GET", self._search + uuid_of(message_id), headers=headers)
            found = int(json.loads(answer.body)["TotalCount"]) if is_readable(answer) else None
        except (OutboundError, ValueError, KeyError, TypeError):
            found = None
        if found is None:
            return Presence.UNAVAILABLE
        return Presence.ACCEPTED if found else Presence.UNKNOWN
