"""Decides whether a report is about a mail of ours, and about which."""

from datetime import date

from django.db.models import QuerySet

from surveys.channels.feedback import verp
from surveys.channels.feedback.report import Report
from surveys.models import MailEventKind, Message
from surveys.rendering.mails import encoding

FORGED = "its return path was not given out by us, or too long ago"
NOTHING_OF_OURS = "it names no mail of ours"
ANOTHER = "it is about another recipient"


def mail_of(report: Report, *, today: date) -> tuple[Message | None, str]:
    """The mail that a report is about, or None and why it is not believed.

    A return path proves it by its HMAC. Without one the report must quote the Message-ID, which nobody
    guesses, and name the recipient; a person's reply may come from another address than we wrote to.
    """
    named = [found for path in report.paths if (found := verp.read(path, today))]
    if named:
        proven = next((found.message_uuid for found in named if found.is_proven), None)
        if proven is None:
            return None, FORGED
        message = _messages().filter(uuid=proven).first()
        return message, "" if message else NOTHING_OF_OURS
    message = _messages().filter(uuid__in=report.message_uuids).order_by("-id").first()
    if message is None:
        return None, NOTHING_OF_OURS
    if report.kind == MailEventKind.REPLIED or is_recipient(message, report.recipients):
        return message, ""
    return None, ANOTHER


def was_sent_to_a_return_path(report: Report, *, today: date) -> bool:
    """Whether it came to a return path of ours, where programs answer and people never do."""
    return any(verp.read(path, today) for path in report.paths)


def is_recipient(message: Message, addresses: tuple[str, ...]) -> bool:
    """Whether one of the addresses is the one that the mail was sent to, in whatever spelling."""
    ours = message.invitation.address.strip().casefold()
    if not ours:
        return False
    spellings = {ours, encoding.wire_address(ours).casefold()} if "@" in ours else {ours}
    return any(address.strip().strip("<>").casefold() in spellings for address in addresses)


def _messages() -> QuerySet[Message]:
    return Message.objects.select_related("invitation")
