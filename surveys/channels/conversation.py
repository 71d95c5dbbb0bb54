"""One mail's talk with an SMTP server: it can be left while the server thinks, and taken up again."""

import re
import smtplib
import socket
import time
from dataclasses import dataclass

from surveys.channels.replies import CLOSING, LONGEST_REPLY, Receipt, judge
from surveys.models import Outcome

LINE_STARTS_WITH_DOT = re.compile(rb"(?m)^\.")
GO_AHEAD = 354
AT_ONCE_BYTES = 65536
WRITING_SECONDS = 15
Reply = tuple[int, bytes]
TROUBLE = (OSError, smtplib.SMTPException)


@dataclass(frozen=True)
class Mail:
    """A mail ready for the wire: `content` in bytes with CRLF line ends, the same at every repeat."""

    message_id: str
    sender: str
    recipient: str
    content: bytes


class Stalled(Exception):
    """The server lets us wait; the talk can go on later."""


class Lines:
    """The server's lines, read until a moment; what came of an unfinished reply is read again later."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._kept = b""
        self._at = 0
        self.until = 0.0

    def readline(self, limit: int) -> bytes:
        while (end := self._kept.find(b"\n", self._at)) < 0 and len(self._kept) - self._at <= limit:
            data = self._more()
            if not data:
                return b""
            self._kept += data
        end = len(self._kept) if end < 0 else end + 1
        line, self._at = self._kept[self._at : end], end
        return line

    def be_patient(self, seconds: float) -> None:
        """What is written meanwhile may take so long."""
        self._socket.settimeout(seconds)

    def reply_is_read(self) -> None:
        self._kept, self._at = self._kept[self._at :], 0

    def close(self) -> None:
        """Nothing of our own is open."""

    def _more(self) -> bytes:
        left = self.until - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            return self._socket.recv(AT_ONCE_BYTES)
        except TimeoutError:
            self._at = 0
            raise Stalled from None


class Conversation:
    """MAIL, RCPT, DATA, the text; `is_in_doubt` from the text's first byte until its reply."""

    def __init__(self, smtp: smtplib.SMTP, lines: Lines, mail: Mail) -> None:
        self.mail = mail
        self.is_in_doubt = False
        self._smtp = smtp
        self._lines = lines
        self._commands = [f"MAIL FROM:<{mail.sender}>", f"RCPT TO:<{mail.recipient}>", "DATA"]
        self._sent = 0
        self._replies: list[Reply] = []
        self._is_text_ended = False

    def introduce(self, until: float) -> Reply:
        """The reply to DATA or an earlier refusal. Raises Stalled where neither came by then."""
        self._lines.until = until
        step = 3 if self._smtp.has_extn("pipelining") else 1
        while len(self._replies) < 3 and (step == 3 or self._is_welcome):
            if self._sent == len(self._replies):
                # In one packet where the server can (RFC 2920), which saves two round trips a mail.
                lines = self._commands[self._sent : self._sent + step]
                self._sent += step
                self._write("".join(f"{line}\r\n" for line in lines))
            self._replies.append(self._reply())
        refusal = next((reply for reply in self._replies[:2] if not 200 <= reply[0] < 300), None)
        if refusal and len(self._replies) == 3 and self._replies[2][0] == GO_AHEAD:
            if not self._is_text_ended:
                self._is_text_ended = True
                self._write(".\r\n")  # it waits for a text all the same: there is none
            self._replies[2] = self._reply()
        return refusal or self._replies[2]

    def transmit(self, until: float) -> Receipt:
        """Send the text, once, and judge what is said to it. Raises Stalled while nothing is."""
        self._lines.until = until
        if not self.is_in_doubt:
            self.is_in_doubt = True
            self._write(LINE_STARTS_WITH_DOT.sub(b"..", self.mail.content) + b".\r\n")
        code, text = self._reply()
        if not 200 <= code < 600 or 300 <= code < 400:
            self.close()
            return Receipt(Outcome.IN_DOUBT, f"{code} {decoded(text)}"[:LONGEST_REPLY])
        if code == CLOSING:
            self.close()
        return judge(code, decoded(text))

    def finish(self, seconds: float) -> Receipt:
        """Wait for the rest of a talk that was left, then hang up; the receipt, whatever happens."""
        until = time.monotonic() + seconds
        try:
            reply = (GO_AHEAD, b"") if self.is_in_doubt else self.introduce(until)
            return self.transmit(until) if reply[0] == GO_AHEAD else self.refusal(reply)
        except Stalled:
            return self.broken(f"no answer within {seconds:.0f} s")
        except TROUBLE as error:
            return self.broken(words(error))
        finally:
            self.close()

    def give_up(self) -> Receipt:
        self.close()
        return self.broken("no answer in time")

    def refusal(self, reply: Reply) -> Receipt:
        """A success code where none belongs is no acceptance; what is said to MAIL is about ourselves."""
        code, text = reply
        receipt = judge(code if not 200 <= code < 300 else 451, decoded(text))
        if 200 <= self._replies[0][0] < 300 or receipt.outcome != Outcome.DEFERRED:
            return receipt
        return Receipt(Outcome.DEFERRED, receipt.reply)

    def broken(self, why: str) -> Receipt:
        """Once the text began to flow nobody knows whether the mail was taken; before that it was not."""
        outcome = Outcome.IN_DOUBT if self.is_in_doubt else Outcome.DEFERRED
        return Receipt(outcome, why, is_server_away=True)

    def start_over(self, until: float) -> None:
        """Make the connection ready for another mail. Raises Stalled or what is in TROUBLE."""
        self._lines.until = until
        self._lines.be_patient(WRITING_SECONDS)
        self._smtp.rset()
        self._lines.reply_is_read()

    def close(self) -> None:
        self._smtp.close()

    @property
    def _is_welcome(self) -> bool:
        return all(200 <= code < 300 for code, _ in self._replies)

    def _write(self, what: str | bytes) -> None:
        self._lines.be_patient(WRITING_SECONDS)
        self._smtp.send(what)

    def _reply(self) -> Reply:
        reply = self._smtp.getreply()
        self._lines.reply_is_read()
        return reply


def decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_REPLY]
