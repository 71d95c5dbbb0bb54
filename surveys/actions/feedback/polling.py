"""Empties the mailbox of reports: each mail is dealt with in one transaction, then marked there."""

import logging
import ssl
from collections.abc import Callable
from datetime import datetime
from email.errors import MessageError

from django.conf import settings

from surveys.actions.feedback import receiving
from surveys.channels.feedback.mailbox import Incoming, Mailbox, MailboxLost
from surveys.models import MailEventKind

logger = logging.getLogger(__name__)
A_ROUND = 200
# What Python's mail parser is known to raise on broken mails.
UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def poll(*, clock: Callable[[], datetime], most: int = A_ROUND, tls: ssl.SSLContext | None = None) -> int:
    """Read up to `most` mails of FEEDBACK_MAILBOX_URL; returns how many. A lost connection costs this round.

    A mail is marked after its transaction: broken off in between it is read again, and changes nothing.
    """
    read = 0
    if not settings.FEEDBACK_MAILBOX_URL:
        return read
    try:
        with Mailbox(settings.FEEDBACK_MAILBOX_URL, tls=tls) as mailbox:
            for incoming in mailbox.unread(most):
                mailbox.mark(incoming, is_machines=_dealt_with(incoming, clock()))
                read += 1
    except MailboxLost as error:
        logger.warning("the mailbox of reports cannot be read: %s", error)
    return read


def _dealt_with(incoming: Incoming, now: datetime) -> bool:
    """Whether a machine wrote it. A mail that breaks our reading must not stand in the way of the others."""
    try:
        received = receiving.receive(raw=incoming.raw, now=now)
    except UNREADABLE:
        logger.exception("a mail in the mailbox of reports cannot be read")
        return False
    return received.is_ours and received.kind != MailEventKind.REPLIED
