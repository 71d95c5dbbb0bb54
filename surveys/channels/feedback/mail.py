"""A mail that came in, opened carefully: its headers as text, its parts, what it quotes of ours."""

import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from uuid import UUID

LARGEST = 2_000_000  # what is longer is no report, and a reply's beginning is enough
LONGEST_HEADER = 100_000  # what mail servers let through
MOST_PARTS = 60
OUR_ID = re.compile(r"msg-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
# Where servers write down to whom a mail was handed over, the envelope's recipient first.
HANDED_TO = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Rcpt-To"),
    "To",
)


def opened(raw: bytes) -> Message:
    return message_from_bytes(raw[:LARGEST])


def header(message: Message, name: str) -> str:
    """The header's words, decoded, on one line."""
    value = str(message.get(name, ""))[:LONGEST_HEADER]
    with contextlib.suppress(MessageError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.replace("\0", " ").split())


def addresses(message: Message, *names: str) -> list[str]:
    values = [str(value) for name in names for value in message.get_all(name, [])]
    return [address for _, address in getaddresses(values) if "@" in address]


def parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def part_of(message: Message, kind: str) -> Message | None:
    return next((part for part in parts(message) if part.get_content_type() == kind), None)


def text(part: Message) -> str:
    """The words of a leaf; bytes that do not fit its charset are replaced."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def texts(message: Message) -> list[str]:
    """Every text in it, returned mails' headers among them."""
    return [text(part) for part in parts(message) if part.get_content_maintype() == "text"]


def fields(part: Message) -> list[Message]:
    """The blocks of fields of a delivery status or feedback report, however they were encoded."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [block for block in payload if isinstance(block, Message)]
        if any(block.keys() for block in inner):
            return inner
        payload = "".join(str(block.get_payload()) for block in inner)
    words = text(part) or str(payload)
    return [
        message_from_bytes(block.encode()) for block in re.split(r"\r?\n\s*\r?\n", words) if block.strip()
    ]


def returned(message: Message) -> list[Message]:
    """The mails or headers of ours that it brings back."""
    found = []
    for part in parts(message):
        if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
            found += [inner for inner in part.get_payload() if isinstance(inner, Message)]
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "text/rfc822"):
            found.append(message_from_bytes(text(part).encode() or str(part.get_payload()).encode()))
    return found


def ids(words: Sequence[str]) -> list[UUID]:
    """Our messages' ids that stand in these words, each once."""
    return list(dict.fromkeys(UUID(found) for one in words for found in OUR_ID.findall(one)))


def fingerprint(message: Message, raw: bytes) -> str:
    """The same for the same mail, whatever headers were added on its way to us.

    Of the bytes as they came: a damaged mail cannot always be written again.
    """
    kept = [str(message.get(name, "")) for name in ("Message-ID", "Date", "From", "Subject")]
    content = raw[:LARGEST].replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return hashlib.sha256("\0".join(kept).encode("utf-8", "replace") + b"\0" + content).hexdigest()


def dated(message: Message, now: datetime) -> datetime:
    """When it was written; never after now, and now where it does not say."""
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError):
        return now
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), now)
