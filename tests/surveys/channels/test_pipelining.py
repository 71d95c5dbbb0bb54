"""A server that takes commands in one packet (RFC 2920), and what it makes of a refused recipient."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from surveys.channels.email import Channel, Mail
from surveys.models import Outcome


class Pipelining(socketserver.ThreadingTCPServer):
    """Answers each command as told; keeps what it was sent as text."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.replies: dict[str, str] = {}
        self.texts: list[bytes] = []
        self.packets: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Pipelining

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line[:4].decode().upper()
            if command == "MAIL":  # what came along with it in the same packet
                self.server.packets.append(line + self.rfile.peek())
            usual = {"EHLO": "250-here\r\n250 PIPELINING", "DATA": "354 go on"}.get(command, "250 ok")
            reply = self.server.replies.get(command, usual)
            self.wfile.write(f"{reply}\r\n".encode())
            if reply.startswith("354"):
                self._take()

    def _take(self) -> None:
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            text += line
        self.server.texts.append(text)
        self.wfile.write(b"250 taken\r\n" if text else b"554 no text\r\n")


@pytest.fixture
def pipelining(settings: Settings) -> Iterator[Pipelining]:
    with Pipelining() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


def send(*names: str) -> list[Any]:
    with Channel() as channel:
        return [
            channel.send(
                Mail(name, "a@ours.example", f"{name}@client.example", f"{name}\r\n".encode())
            ).outcome
            for name in names
        ]


def test_the_commands_of_a_mail_go_in_one_packet(pipelining: Pipelining) -> None:
    assert send("ann", "ben") == [Outcome.ACCEPTED] * 2
    assert pipelining.texts == [b"ann\r\n", b"ben\r\n"]
    assert pipelining.packets[1] == b"MAIL FROM:<a@ours.example>\r\nRCPT TO:<ben@client.example>\r\nDATA\r\n"


@pytest.mark.parametrize("data", ["503 no recipient", "354 go on"])
@pytest.mark.parametrize(
    ("reply", "outcome"), [("550 5.1.1 unknown", Outcome.REFUSED), ("451 later", Outcome.DEFERRED)]
)
def test_a_refused_recipient_is_sent_nothing(
    pipelining: Pipelining, data: str, reply: str, outcome: Outcome
) -> None:
    pipelining.replies = {"RCPT": reply, "DATA": data}
    assert send("ann") == [outcome]
    assert b"".join(pipelining.texts) == b""
    pipelining.replies = {}
    assert send("ben") == [Outcome.ACCEPTED]


def test_a_refused_sender_says_nothing_about_the_address(pipelining: Pipelining) -> None:
    pipelining.replies = {"MAIL": "550 5.7.1 not you", "RCPT": "503 no sender", "DATA": "503 no sender"}
    assert send("ann", "ben") == [Outcome.REFUSED] * 2
