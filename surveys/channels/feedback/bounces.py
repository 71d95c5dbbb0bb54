"""Reads bounces: delivery status notifications (RFC 3464), and what servers write instead of one."""

import logging
import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from surveys.channels.feedback import mail, words
from surveys.channels.replies import DEAD_ADDRESS
from surveys.models import MailEventKind

# It tells of each of its 17 detectors for every mail, and of every damaged mail at length.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
LONGEST_LINE = 1000  # of RFC 5322; a longer one is nobody's words, and takes searching for long
ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<![\d.#-])([45])(\d\d)(?=[ -])")


@dataclass(frozen=True)
class Bounce:
    """What became of a mail, for whom, and what the server said."""

    kind: MailEventKind
    recipients: tuple[str, ...]
    words: str
    is_address_dead: bool = False


def read(message: Message) -> Bounce | None:
    """The bounce that a mail is, or None."""
    status = mail.part_of(message, "message/delivery-status")
    if status is not None:
        found = _notified(status)
        if found is not None:
            return found
    return _told(message) if is_from_machine(message) else None


def is_from_machine(message: Message) -> bool:
    """Whether a mail server wrote it, by its sender or its empty return path."""
    if message.get("X-Failed-Recipients"):
        return True
    names = mail.addresses(message, "From") or [mail.header(message, "From")]
    return any(words.MACHINE.match(name) for name in names) or mail.header(message, "Return-Path") == "<>"


def _notified(status: Message) -> Bounce | None:
    """Out of the fields of a notification. One mail of ours has one recipient: its worst fate counts."""
    blocks = [block for block in mail.fields(status) if block.get("Action") or block.get("Final-Recipient")]
    if not blocks:
        return None
    worst = min(blocks, key=lambda block: ACTIONS.index(_action(block)))
    recipients = [
        mail.header(worst, name).rpartition(";")[2].strip().strip("<>")
        for name in ("Original-Recipient", "Final-Recipient")
    ]
    said = mail.header(worst, "Diagnostic-Code").partition(";")[2].strip() or mail.header(worst, "Status")
    kind = KINDS[_action(worst)]
    return Bounce(
        kind=kind,
        recipients=tuple(one for one in recipients if "@" in one),
        words=said,
        is_address_dead=kind == MailEventKind.BOUNCED and is_dead(mail.header(worst, "Status"), said),
    )


ACTIONS = ("failed", "delayed", "relayed", "expanded", "delivered")
KINDS = {
    "failed": MailEventKind.BOUNCED,
    "delayed": MailEventKind.DELAYED,
    "relayed": MailEventKind.IGNORED,  # handed on: nobody knows yet
    "expanded": MailEventKind.IGNORED,
    "delivered": MailEventKind.DELIVERED,
}


def _action(block: Message) -> str:
    action = mail.header(block, "Action").lower().split(" ")[0]
    if action in ACTIONS:
        return action  # also "failed" with 4.x.x: what the server tried in vain until its patience was over
    return {"5": "failed", "4": "delayed", "2": "delivered"}.get(mail.header(block, "Status")[:1], "relayed")


def is_dead(status: str, said: str) -> bool:
    """Whether the address itself is wrong for good: 5.1.1, 5.1.2, 5.1.3 by the server's own words.

    A status that says nothing (5.0.0) is settled by what the next server answered.
    """
    inner = ENHANCED.findall(said)
    enhanced = next((code for code in inner if code.startswith("5.") and code != "5.0.0"), "")
    if not enhanced:
        stated = ENHANCED.findall(status)
        enhanced = next((code for code in stated if code.startswith("5.") and code != "5.0.0"), "")
    if enhanced:
        return enhanced in DEAD_ADDRESS
    return bool(words.NOBODY.search(said))


def _told(message: Message) -> Bounce | None:
    """Out of a text for people."""
    temporary, permanent = _failed(message)
    named = [part.strip() for part in str(message.get("X-Failed-Recipients", "")).split(",") if "@" in part]
    recipients = [address.decode("ascii", "replace") for address in permanent or temporary] or named
    own = mail.header(message, "Subject") + "\n" + _own_words(message)
    text = "\n".join(line.strip()[:LONGEST_LINE] for line in own.splitlines())
    said = _reason(text)
    if not recipients and not said:
        return None
    # Only who has given up names them in a header, whatever code the last try had.
    is_later = not named and (bool(temporary and not permanent) or _is_later(text, said))
    kind = MailEventKind.DELAYED if is_later else MailEventKind.BOUNCED
    dead = kind == MailEventKind.BOUNCED and is_dead("", said)
    return Bounce(kind, tuple(sorted(recipients)), said, is_address_dead=dead)


def _failed(message: Message) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The recipients that a text names, for now and for good. Damaged mails break some detectors."""
    try:
        return all_failures(message)
    except (LookupError, ValueError, TypeError, AttributeError):
        return frozenset(), frozenset()


def _own_words(message: Message) -> str:
    """The text before the returned mail."""
    text = next((one for one in mail.texts(message) if one.strip()), "")
    return words.COPY_BEGINS.split(text, maxsplit=1)[0]


def _reason(text: str) -> str:
    """The line in which the server says why, with what continues it."""
    lines = text.splitlines()
    for test in (ENHANCED.search, words.NOBODY.search, CODE.search):
        for number, line in enumerate(lines):
            if test(line):
                return " ".join(lines[number : number + 3]).strip()
    return ""


def _is_later(text: str, said: str) -> bool:
    enhanced = ENHANCED.findall(said)
    if enhanced:
        return all(code.startswith("4.") for code in enhanced)
    code = CODE.search(said)
    if code:
        return code[1] == "4"
    return bool(words.LATER.search(text)) and not words.NOBODY.search(said)
