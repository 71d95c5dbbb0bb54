"""One POST of a channel: what the network did to it, and what every status says whatever the channel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from surveys.channels.replies import LONGEST_REPLY, Receipt
from surveys.models import Outcome
from surveys.outbound.answers import Answer, Interrupted, OutboundError
from surveys.outbound.client import Client

GONE, TOO_MANY = 410, 429
NOT_NOW = (408, 425, TOO_MANY)
# The gateway is set up wrongly, or is being rebuilt: nothing is wrong with the message.
NOT_THERE = (401, 403, 404, 405, 407)
LONGEST_PATIENCE = timedelta(days=1)


@dataclass(frozen=True)
class Posted:
    """The other side's answer, or the receipt where there is none."""

    answer: Answer | None
    receipt: Receipt


def post(client: Client, url: str, *, headers: Mapping[str, str], body: bytes, now: datetime) -> Posted:
    """POST JSON once, and judge the status."""
    given = {"Content-Type": "application/json", "User-Agent": "Barometer"} | dict(headers)
    try:
        answer = client.request("POST", url, headers=given, body=body)
    except Interrupted as error:
        return Posted(None, Receipt(Outcome.IN_DOUBT, str(error)[:LONGEST_REPLY]))
    except OutboundError as error:
        return Posted(None, Receipt(Outcome.NOT_SENT, str(error)[:LONGEST_REPLY]))
    return Posted(answer, judge(answer, now))


def judge(answer: Answer, now: datetime) -> Receipt:
    """What a status means where the channel knows nothing better."""
    reply = words(answer)
    if 200 <= answer.status < 300:
        return Receipt(Outcome.ACCEPTED, reply)
    if answer.status == GONE:
        return Receipt(Outcome.DEFERRED, reply, is_gateway_gone=True)
    if 400 <= answer.status < 500 and answer.status not in (*NOT_NOW, *NOT_THERE):
        return Receipt(Outcome.REFUSED, reply)
    return Receipt(Outcome.DEFERRED, reply, retry_after=patience(answer.headers.get("retry-after", ""), now))


def patience(text: str, now: datetime) -> timedelta | None:
    """Retry-After: seconds, or a date. More than a day is not believed."""
    plain = text.strip()
    if plain.isascii() and plain.isdecimal():
        # Of a number that is too long its beginning says so as well: Python reads no endless ones.
        wait = timedelta(seconds=min(int(plain[:10]), int(LONGEST_PATIENCE.total_seconds())))
    else:
        try:
            at = parsedate_to_datetime(plain)
        except (ValueError, OverflowError):  # the latter by a zone of a million hours
            return None
        wait = (at if at.tzinfo else at.replace(tzinfo=now.tzinfo)) - now
    return min(max(wait, timedelta(0)), LONGEST_PATIENCE)


def words(answer: Answer, said: str = "") -> str:
    """For the ledger: the status and what was said, on one line."""
    text = said or answer.body[:LONGEST_REPLY].decode("utf-8", "replace")
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(f"{answer.status} {printable}".split())[:LONGEST_REPLY]


def given(answer: Answer) -> Mapping[str, Any]:
    """The answer's JSON object; empty where it is none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def packed(document: Mapping[str, Any]) -> bytes:
    """JSON, the same bytes for the same document."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
