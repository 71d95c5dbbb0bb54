"""Reads complaints: feedback reports (RFC 5965), and the forwarded mails that some providers send instead."""

from dataclasses import dataclass
from email.message import Message

from surveys.channels.feedback import mail

# Types that say nothing against us, or nothing about a person.
HARMLESS = ("not-spam", "auth-failure")
HELD_RECIPIENT = ("X-HmXmrOriginalRecipient", "X-Original-Rcpt-To")


@dataclass(frozen=True)
class Complaint:
    """A person called our mail spam. Providers often black out whom it was sent to."""

    recipients: tuple[str, ...]
    paths: tuple[str, ...]
    words: str
    is_harmless: bool = False


def read(message: Message) -> Complaint | None:
    """The complaint that a mail is, or None."""
    report = mail.part_of(message, "message/feedback-report")
    if report is not None:
        return _reported(message, report)
    for inner in mail.returned(message):
        held = mail.addresses(inner, *HELD_RECIPIENT)
        if held:
            return Complaint(tuple(held), (), "junk mail report")
    return None


def _reported(message: Message, report: Message) -> Complaint:
    given: dict[str, list[str]] = {}
    for block in mail.fields(report):
        for name, value in block.items():
            given.setdefault(name.lower(), []).append(" ".join(str(value).split()))
    kind = given.get("feedback-type", ["abuse"])[0].lower()
    named = [*given.get("original-rcpt-to", []), *given.get("removal-recipient", [])]
    inner = [
        address for one in mail.returned(message) for address in mail.addresses(one, "To", *HELD_RECIPIENT)
    ]
    recipients = [one.rpartition(";")[2].strip().strip("<>") for one in named]
    return Complaint(
        recipients=tuple(dict.fromkeys([one for one in recipients if "@" in one] or inner)),
        paths=tuple(one.strip("<>") for one in given.get("original-mail-from", [])),
        words=" ".join([kind, *given.get("user-agent", [])[:1]]),
        is_harmless=kind in HARMLESS,
    )
