"""A real SMTP server on the loopback for demo and tests, with a look-up by Message-ID over HTTP.

Run by itself: python -m config.stack.mail.server FOLDER SMTP_PORT LOOKUP_PORT
"""

import asyncio
import logging
import signal
import sys
import threading
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, AnyStr
from urllib.parse import unquote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config.stack import valkey
from config.stack.mail.behaviour import (
    DROP_AFTER_DOT,
    DROP_BEFORE_DOT,
    DROPS,
    HANG,
    OK,
    SLOW,
    Behaviour,
)
from config.stack.mail.box import Box

HOST = "127.0.0.1"
LARGEST_MAIL_BYTES = 25_000_000
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command
FOR_EVER = 3600
FATES = "fates"  # an envelope's fates by recipient, kept on the envelope itself


class Server:
    """SMTP and look-up in threads of this process; `box` holds what was accepted."""

    def __init__(self, folder: Path, *, smtp_port: int = 0, lookup_port: int = 0) -> None:
        self.box = Box(folder)
        self.behaviour = Behaviour()
        self._lookup = ThreadingHTTPServer((HOST, lookup_port), _lookup_handler(self.box, self.behaviour))
        handler = _Handler(self.box, self.behaviour)
        self._smtp = _Smtp(handler, hostname=HOST, port=smtp_port or valkey.free_port())

    def start(self) -> None:
        self._smtp.start()
        threading.Thread(target=self._lookup.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._smtp.stop()
        self._lookup.shutdown()
        self._lookup.server_close()

    def messages(self) -> list[EmailMessage]:
        """Every mail taken, oldest first."""
        return self.box.messages()

    def log(self) -> list[dict[str, Any]]:
        """The witness: a line for every mail taken, oldest first (see Box.log)."""
        return self.box.log()

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self._smtp.port}"

    @property
    def lookup_url(self) -> str:
        return f"http://{HOST}:{self._lookup.server_address[1]}"


class _Conversation(SMTP):
    """SMTP that can break off, or be slow, where a script says so."""

    async def push(self, status: AnyStr) -> None:
        if not self.envelope or SLOW not in fates(self.envelope).values():
            await super().push(status)
            return
        answer = status.encode() if isinstance(status, str) else bytes(status)
        for byte in answer + b"\r\n":
            self._writer.write(bytes((byte,)))
            await self._writer.drain()
            await asyncio.sleep(self.event_handler.behaviour.byte_seconds)

    async def smtp_DATA(self, arg: str) -> None:
        if self.envelope and DROP_BEFORE_DOT in fates(self.envelope).values():
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await asyncio.sleep(0.05)
            break_off(self)
            return
        await super().smtp_DATA(arg)


class _Smtp(Controller):
    """The listening side."""

    def factory(self) -> SMTP:
        return _Conversation(
            self.handler, hostname="mail.demo.invalid", data_size_limit=LARGEST_MAIL_BYTES, loop=self.loop
        )


class _Handler:
    """Takes mails into the box as the behaviour says."""

    def __init__(self, box: Box, behaviour: Behaviour) -> None:
        self.box = box
        self.behaviour = behaviour

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, *options: object
    ) -> str:
        fate = self.behaviour.next_for(address)
        if fate == HANG:
            await asyncio.sleep(FOR_EVER)
        if fate not in (*DROPS, SLOW) and not fate.startswith(("DATA ", "250")):
            return fate
        fates(envelope)[address] = fate
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        ordered = list(fates(envelope).values())
        refusals = [fate.removeprefix("DATA ") for fate in ordered if fate.startswith("DATA ")]
        if refusals:
            return refusals[0]
        self.box.accept(
            bytes(envelope.original_content or b""),
            sender=envelope.mail_from or "",
            recipients=list(envelope.rcpt_tos),
        )
        if DROP_AFTER_DOT in ordered:
            break_off(server)
        elif self.behaviour.delay_ms:
            await asyncio.sleep(self.behaviour.delay_ms / 1000)
        return "250 2.0.0 OK"


def break_off(server: SMTP) -> None:
    """Reset the connection without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def fates(envelope: Envelope) -> dict[str, str]:
    """What the scripts have in store for the recipients of this mail."""
    found: dict[str, str] = envelope.__dict__.setdefault(FATES, {})
    return found


def _lookup_handler(box: Box, behaviour: Behaviour) -> type[BaseHTTPRequestHandler]:
    class Lookup(BaseHTTPRequestHandler):
        """GET /accepted/<message-id>: 200 or 404. GET /healthz: 200."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            prefix, _, message_id = self.path.lstrip("/").partition("/")
            status = HTTPStatus.NOT_FOUND
            if prefix == "healthz" or (prefix == "accepted" and box.was_accepted(unquote(message_id))):
                status = HTTPStatus.OK
            if behaviour.is_lookup_broken:
                status = HTTPStatus.SERVICE_UNAVAILABLE
            body = status.phrase.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Quiet: thousands of look-ups are no news."""

    return Lookup


def main(folder: str, smtp_port: str, lookup_port: str) -> None:
    ended = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: ended.set())
    server = Server(Path(folder), smtp_port=int(smtp_port), lookup_port=int(lookup_port))
    server.start()
    print(f"mail server: {server.url}, look-up {server.lookup_url}, mails in {folder}", flush=True)
    ended.wait()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
