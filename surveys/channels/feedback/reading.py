"""Makes one report out of any mail that came in."""

import re
from datetime import datetime
from email.message import Message
from uuid import UUID

from surveys.channels.feedback import automatic, bounces, complaints, mail, words
from surveys.channels.feedback.report import LONGEST_WORDS, Report
from surveys.models import MailEventKind

# What is opened and never closed goes on to the end: nothing is searched twice.
MARKUP = re.compile(r"<(style|script)\b.*?(?:</\1>|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def read(raw: bytes, *, now: datetime, handed_to: str = "") -> Report:
    """What the mail says. `handed_to` is the envelope's recipient where the server tells it apart."""
    message = mail.opened(raw)
    source, kind, said = "reply", MailEventKind.REPLIED, ""
    recipients: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    is_dead = False
    if (complaint := complaints.read(message)) is not None:
        source, said, recipients, named = "arf", complaint.words, complaint.recipients, complaint.paths
        kind = MailEventKind.IGNORED if complaint.is_harmless else MailEventKind.COMPLAINED
    elif (bounce := bounces.read(message)) is not None:
        source, kind, said, recipients = "dsn", bounce.kind, bounce.words, bounce.recipients
        is_dead = bounce.is_address_dead
    elif automatic.is_automatic(message):
        source, kind, said = "auto", MailEventKind.IGNORED, "an automatic reply"
    else:
        said, recipients = _said(message), tuple(mail.addresses(message, "From"))
    return Report(
        source=source,
        kind=kind,
        event_id=mail.fingerprint(message, raw),
        occurred_at=mail.dated(message, now),
        words=" ".join(said.split())[:LONGEST_WORDS],
        is_address_dead=is_dead,
        recipients=recipients,
        message_uuids=tuple(_answered(message) if source in ("reply", "auto") else _brought_back(message)),
        paths=(handed_to, *named, *_paths(message)),
    )


def _answered(message: Message) -> list[UUID]:
    """The mails of ours that a person or their program answered."""
    return mail.ids([mail.header(message, name) for name in ("In-Reply-To", "References")])


def _brought_back(message: Message) -> list[UUID]:
    inner = mail.returned(message)
    sure = mail.ids([mail.header(one, "Message-ID") for one in inner])
    return sure or _answered(message) or mail.ids(mail.texts(message))


def _paths(message: Message) -> list[str]:
    """To whom the mail was handed, and where returned mails say their bounces go."""
    inner = [path for one in mail.returned(message) for path in mail.addresses(one, "Return-Path")]
    return [*mail.addresses(message, *mail.HANDED_TO), *inner]


def _said(message: Message) -> str:
    """The beginning of what a person wrote, without what they answered."""
    text = next(
        (mail.text(part) for part in mail.parts(message) if part.get_content_type() == "text/plain"), None
    )
    if text is None:
        text = MARKUP.sub(" ", next(iter(mail.texts(message)), ""))
    return words.QUOTED.split(text.replace("\r\n", "\n"), maxsplit=1)[0]
