"""Reads the mailbox to which reports come, over IMAP: each mail once, marked only after it was dealt with."""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from surveys.channels.feedback.mail import LARGEST

SECONDS = 15
# Our own mark: a person who reads the same mailbox keeps their unread mails.
READ = "BarometerRead"
PORTS = {"imap+ssl": 993, "imaps": 993, "imap+tls": 143}


class MailboxLost(Exception):
    """The mailbox cannot be reached or does not let us in. Says nothing secret."""


@dataclass(frozen=True)
class Incoming:
    uid: str
    raw: bytes


class Mailbox:
    """A context within which mails are fetched and marked. `tls`: None means the system's authorities."""

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"
        self._tls = tls or ssl.create_default_context()
        self._unread, self._mark = f"UNKEYWORD {READ}", READ

    def __enter__(self) -> Self:
        with _loss_said():
            self._imap = self._opened()
        try:
            with _loss_said():
                self._enter()
        except MailboxLost:
            self._imap.shutdown()
            raise
        return self

    def _enter(self) -> None:
        self._imap.login(self._user, self._password)
        status, _ = self._imap.select(_quoted(self._folder))
        if status != "OK":
            raise MailboxLost(f"there is no folder {self._folder}")
        _, flags = self._imap.response("PERMANENTFLAGS")
        allowed = b" ".join(flag for flag in flags or [] if isinstance(flag, bytes))
        if b"\\*" not in allowed and READ.encode() not in allowed:
            self._unread, self._mark = "UNSEEN", "\\Seen"  # the server takes no marks of our own

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._imap.logout()
        with contextlib.suppress(OSError):
            self._imap.shutdown()

    def unread(self, most: int) -> Iterator[Incoming]:
        """Mails that were not dealt with, the oldest first; fetching marks nothing. Raises MailboxLost."""
        with _loss_said():
            _, found = self._imap.uid("SEARCH", *self._unread.split())
        for uid in (found[0] or b"").decode().split()[:most]:
            with _loss_said():
                _, answer = self._imap.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
            raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if raw is not None:  # somebody else deleted it meanwhile
                yield Incoming(uid, raw)

    def mark(self, incoming: Incoming, *, is_machines: bool) -> None:
        """Never give it out again; what a machine wrote counts as seen for people as well."""
        flags = f"({self._mark} \\Seen)" if is_machines and self._mark == READ else f"({self._mark})"
        with _loss_said():
            self._imap.uid("STORE", incoming.uid, "+FLAGS", flags)

    def _opened(self) -> imaplib.IMAP4:
        if self._scheme != "imap+tls":
            return imaplib.IMAP4_SSL(self._host, self._port, ssl_context=self._tls, timeout=SECONDS)
        imap = imaplib.IMAP4(self._host, self._port, timeout=SECONDS)
        imap.starttls(self._tls)
        return imap


@contextlib.contextmanager
def _loss_said() -> Iterator[None]:
    """A server's refusal may repeat the password: only its kind is told."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise MailboxLost("the connection was lost") from error
    except imaplib.IMAP4.error as error:
        raise MailboxLost("the server refused a command; is the login right?") from error
    except OSError as error:
        raise MailboxLost(error.strerror or type(error).__name__) from error


def _quoted(folder: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", folder)
    return f'"{escaped}"'
