"""Hands mails to an SMTP server over one lasting connection, and knows after which byte a doubt begins."""

import contextlib
import smtplib
import ssl
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from surveys.channels.conversation import GO_AHEAD, TROUBLE, Conversation, Lines, Mail, Stalled, words
from surveys.channels.replies import CLOSING, Receipt

__all__ = ["Channel", "Conversation", "Mail", "NoServer"]

RESET_SECONDS = 1.0


class NoServer(Exception):
    """The mail server cannot be reached: nothing is wrong with the mail at hand."""


class Channel:
    """A context within which mails go over one connection, made when first needed."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._lines: Lines | None = None
        self._is_fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None and error is None:
            with contextlib.suppress(*TROUBLE, Stalled):  # it has every mail already
                self._smtp.quit()
        self._close()

    def send(self, mail: Mail) -> Receipt:
        """Hand one mail over, with all the patience that EMAIL_TIMEOUT allows. Raises as `begin` does."""
        begun = self.begin(mail, seconds=settings.EMAIL_TIMEOUT)
        return begun if isinstance(begun, Receipt) else begun.give_up()

    def begin(self, mail: Mail, *, seconds: float) -> Receipt | Conversation:
        """Hand one mail over; where the server lets us wait longer, the talk that is to be finished.

        Such a talk keeps its connection, the next mail gets another. Raises NoServer while nothing was said
        about this mail. A connection that was lost once the mail's text began to flow leaves its receipt in
        doubt; lost before that, the mail was surely not taken.
        """
        talk = self._talk(mail)
        until = time.monotonic() + seconds
        try:
            if not self._is_fresh and not _still_serves(talk, until):
                self._close()
                talk = self._talk(mail)
            self._is_fresh = False
            reply = talk.introduce(until)
            receipt = talk.transmit(until) if reply[0] == GO_AHEAD else talk.refusal(reply)
        except Stalled:
            self._smtp = None  # the talk's own from now on
            return talk
        except TROUBLE as error:
            self._close()
            return talk.broken(words(error))
        self._make_ready(talk, reply[0])
        return receipt

    def _make_ready(self, talk: Conversation, code: int) -> None:
        """For the next mail: after a refusal the server still has this one's sender and recipient."""
        if self._smtp is None or self._smtp.sock is None or code == CLOSING:
            self._close()
        elif code != GO_AHEAD:
            try:
                talk.start_over(time.monotonic() + RESET_SECONDS)
            except (*TROUBLE, Stalled):
                self._close()

    def _talk(self, mail: Mail) -> Conversation:
        if self._smtp is None or self._lines is None:
            try:
                self._smtp = _opened()
            except TROUBLE as error:
                raise NoServer(words(error)) from error
            assert self._smtp.sock is not None
            self._lines = Lines(self._smtp.sock)
            self._smtp.file = self._lines
            self._is_fresh = True
        return Conversation(self._smtp, self._lines, mail)

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _still_serves(talk: Conversation, until: float) -> bool:
    """Whether a connection that has served before does so still: servers close those that rest."""
    try:
        return talk.introduce(until)[0] != CLOSING
    except TROUBLE:
        return False


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
    except TROUBLE:
        smtp.close()
        raise
    return smtp
