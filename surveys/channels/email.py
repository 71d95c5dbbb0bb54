"""Hands mails to an SMTP server over one lasting connection, and knows after which byte a doubt begins."""

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from surveys.channels.replies import LONGEST_REPLY, Receipt, judge
from surveys.models import Outcome

LINE_STARTS_WITH_DOT = re.compile(rb"(?m)^\.")
GO_AHEAD, CLOSING = 354, 421
Reply = tuple[int, bytes]


@dataclass(frozen=True)
class Mail:
    """A mail ready for the wire: `content` in bytes with CRLF line ends, the same at every repeat."""

    message_id: str
    sender: str
    recipient: str
    content: bytes


class NoServer(Exception):
    """The mail server cannot be reached: nothing is wrong with the mail at hand."""


class Channel:
    """A context within which mails go over one connection, made when first needed."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._is_fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None and error is None:
            with contextlib.suppress(OSError, smtplib.SMTPException):  # it has every mail already
                self._smtp.quit()
        self._close()

    def send(self, mail: Mail) -> Receipt:
        """Hand one mail over.

        Raises NoServer while nothing was said about this mail. A connection that was lost once the mail's
        text began to flow leaves its receipt in doubt; lost before that, the mail was surely not taken.
        """
        try:
            refusal = self._announce(mail)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return Receipt(Outcome.DEFERRED, _words(error))
        return refusal or self._transmit(mail)

    def _announce(self, mail: Mail) -> Receipt | None:
        """Say who writes to whom; the refusal, or None when the server waits for the text."""
        code, text = self._introduced(mail)
        if code == GO_AHEAD:
            return None
        self._reset(code)
        # A success code where none belongs is no acceptance of the mail.
        return judge(code if not 200 <= code < 300 else 451, _decoded(text))

    def _introduced(self, mail: Mail) -> Reply:
        """The reply to DATA or an earlier refusal; a connection that the server closed is opened anew."""
        self._connect()
        if not self._is_fresh:
            try:
                reply = _introduce(self._smtp_now, mail)
            except (OSError, smtplib.SMTPException):
                reply = (CLOSING, b"")
            if reply[0] != CLOSING:
                return reply
            self._close()
            self._connect()
        self._is_fresh = False
        return _introduce(self._smtp_now, mail)

    def _transmit(self, mail: Mail) -> Receipt:
        try:
            self._smtp_now.send(LINE_STARTS_WITH_DOT.sub(b"..", mail.content) + b".\r\n")
            code, text = self._smtp_now.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return Receipt(Outcome.IN_DOUBT, _words(error))
        if not 200 <= code < 600 or 300 <= code < 400:
            self._close()
            return Receipt(Outcome.IN_DOUBT, f"{code} {_decoded(text)}"[:LONGEST_REPLY])
        if code == CLOSING:
            self._close()
        return judge(code, _decoded(text))

    @property
    def _smtp_now(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self._smtp

    def _connect(self) -> None:
        if self._smtp is not None:
            return
        try:
            self._smtp = _opened()
        except (OSError, smtplib.SMTPException) as error:
            raise NoServer(_words(error)) from error
        self._is_fresh = True

    def _reset(self, code: int) -> None:
        if code == CLOSING:
            self._close()
        elif self._smtp is not None:
            self._smtp.rset()

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _introduce(smtp: smtplib.SMTP, mail: Mail) -> Reply:
    """MAIL, RCPT, DATA: in one packet where the server can (RFC 2920), which saves two round trips a mail."""
    commands = (f"MAIL FROM:<{mail.sender}>", f"RCPT TO:<{mail.recipient}>", "DATA")
    if not smtp.has_extn("pipelining"):
        reply: Reply = (CLOSING, b"")
        for command in commands:
            reply = smtp.docmd(command)
            if not 200 <= reply[0] < 300:
                break
        return reply
    smtp.send("".join(f"{command}\r\n" for command in commands))
    replies = [smtp.getreply() for _ in commands]
    refusal = next((reply for reply in replies[:2] if not 200 <= reply[0] < 300), None)
    if refusal and replies[2][0] == GO_AHEAD:
        smtp.send(".\r\n")  # it waits for a text all the same: there is none
        smtp.getreply()
    return refusal or replies[2]


def _opened() -> smtplib.SMTP:
    """A connection as EMAIL_URL says, greeted, encrypted and logged in."""
    ourselves = urlsplit(settings.BASE_URL).hostname
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    smtp = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, ourselves, timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_REPLY]
