"""A gateway on this machine that answers as it is told and remembers what it was sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from surveys.channels.senders.interface import Outgoing
from surveys.outbound.client import Client

HOST = "127.0.0.1"
DROP = 0  # as a status: the connection is closed without an answer


@dataclass(frozen=True)
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """`status`, `said` and `headers` are the answer to every request."""

    port: int = 0
    status: int = 200
    said: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    waits: threading.Event | None = None
    taken: list[Taken] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/take"

    @property
    def client(self) -> Client:
        """The outbound client to which this one inner address is allowed."""
        return Client(own=frozenset({(HOST, self.port)}), seconds=2)


@contextmanager
def running() -> Iterator[Gateway]:
    gateway = Gateway()
    server = ThreadingHTTPServer((HOST, 0), _handler(gateway))
    gateway.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield gateway
    server.shutdown()
    server.server_close()


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): value for name, value in self.headers.items()}
            gateway.taken.append(Taken(self.path, named, body))
            if gateway.waits:
                gateway.waits.wait(5)
            if gateway.status == DROP:
                self.close_connection = True
                return
            self.send_response(gateway.status)
            for name, value in gateway.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(gateway.said)))
            self.end_headers()
            self.wfile.write(gateway.said)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Silent."""

    return Handler


def outgoing(**different: Any) -> Outgoing:
    fields: dict[str, Any] = {
        "uuid": UUID("6f1f2c51-8d6e-4a07-9a37-0f9c2f5b5a01"),
        "invitation_uuid": UUID("0c3a3a4e-52a3-4b6a-8f4d-11f5f9c3a702"),
        "address": "+491701234567",
        "text": "Ирина Белова: как прошёл заказ? https://ask.example/s/abc",
        "link": "https://ask.example/s/abc",
        "unsubscribe_link": "https://ask.example/u/abc",
        "language": "ru",
        "kind": "post_sale",
        "dated_at": datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
    }
    return Outgoing(**(fields | different))
