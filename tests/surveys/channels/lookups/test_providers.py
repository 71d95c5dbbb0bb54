import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from surveys.channels.lookups import chosen
from surveys.channels.lookups.interface import Presence
from surveys.channels.lookups.mailgun import Mailgun
from surveys.channels.lookups.postmark import Postmark
from surveys.channels.lookups.relay import Relay
from surveys.models import MessageState
from surveys.outbound.client import Client
from tests.surveys import invited
from tests.surveys.outbound.servers import HOST, Served, served

UUID_ = UUID("5d0f6a4e-6c1b-4d0e-9b7f-2f1f6d2a9c10")
MESSAGE_ID = f"msg-{UUID_}@surveys.example.com"
Serve = Callable[..., Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """serve(200, {...}): a server of a provider that answers so."""
    with ExitStack() as stack:

        def start(status: int, said: object) -> Served:
            body = json.dumps(said).encode()
            head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n"
            return stack.enter_context(served(head.encode() + body))

        yield start


def client_of(server: Served) -> Client:
    return Client(own=frozenset({(HOST, server.port)}), seconds=5)


def mailgun(server: Served) -> Mailgun:
    url = "mailgun://key-1@mail.example.com"
    return Mailgun(url, client=client_of(server), host=f"http://{HOST}:{server.port}")


def postmark(server: Served) -> Postmark:
    return Postmark("postmark://Token-1", client=client_of(server), host=f"http://{HOST}:{server.port}")


@pytest.mark.parametrize(
    ("status", "said", "presence"),
    [
        (200, {"items": [{"event": "accepted"}]}, Presence.ACCEPTED),
        (200, {"items": []}, Presence.UNKNOWN),
        (200, {"other": 1}, Presence.UNAVAILABLE),
        (200, "text", Presence.UNAVAILABLE),
        (401, {"message": "Invalid private key"}, Presence.UNAVAILABLE),
        (404, {}, Presence.UNAVAILABLE),
        (500, {}, Presence.UNAVAILABLE),
    ],
)
def test_mailgun(serve: Serve, status: int, said: object, presence: Presence) -> None:
    server = serve(status, said)
    assert mailgun(server).ask(MESSAGE_ID) == presence
    asked = server.asked[0].decode()
    assert asked.startswith(f"GET /v3/mail.example.com/events?limit=1&message-id=msg-{UUID_}%40surveys.")
    assert "Authorization: Basic YXBpOmtleS0x" in asked  # api:key-1


@pytest.mark.parametrize(
    ("status", "said", "presence"),
    [
        (200, {"TotalCount": 1, "Messages": []}, Presence.ACCEPTED),
        (200, {"TotalCount": 0, "Messages": []}, Presence.UNKNOWN),
        (200, [], Presence.UNAVAILABLE),
        (401, {"ErrorCode": 10}, Presence.UNAVAILABLE),
        (422, {}, Presence.UNAVAILABLE),
    ],
)
def test_postmark(serve: Serve, status: int, said: object, presence: Presence) -> None:
    server = serve(status, said)
    assert postmark(server).ask(MESSAGE_ID) == presence
    asked = server.asked[0].decode()
    assert f"metadata_barometer={UUID_} " in asked
    assert "X-Postmark-Server-Token: Token-1" in asked


@pytest.mark.parametrize(
    ("status", "presence"),
    [
        (200, Presence.ACCEPTED),
        (404, Presence.UNKNOWN),
        (302, Presence.UNAVAILABLE),
        (503, Presence.UNAVAILABLE),
    ],
)
def test_the_relay(serve: Serve, status: int, presence: Presence) -> None:
    server = serve(status, {})
    assert Relay(f"http://{HOST}:{server.port}/base").ask(MESSAGE_ID) == presence
    assert server.asked[0].startswith(f"GET /base/accepted/{MESSAGE_ID} ".encode())


def test_nobody_there_is_unavailable() -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    assert Relay(f"http://{HOST}:{port}").ask(MESSAGE_ID) == Presence.UNAVAILABLE
    closed = Served(port)
    assert mailgun(closed).ask(MESSAGE_ID) == Presence.UNAVAILABLE
    assert postmark(closed).ask(MESSAGE_ID) == Presence.UNAVAILABLE


@pytest.mark.django_db
class TestANoThatCannotBeTrusted:
    """A key of another account finds nothing at all: its "no" must not repeat every doubtful mail."""

    @pytest.fixture(autouse=True)
    def provider(self, serve: Serve, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.MAIL_LOOKUP_URL, settings.MAIL_SETTLE_SECONDS = "postmark://t", 60
        self.server = serve(200, {"TotalCount": 0})
        monkeypatch.setitem(chosen.LOOKUPS, "postmark", lambda url: postmark(self.server))
        chosen._named.cache_clear()

    def test_nothing_was_ever_taken(self) -> None:
        assert chosen.lookup(MESSAGE_ID) == Presence.UNAVAILABLE

    def test_a_mail_that_was_taken_is_not_found_either(self, now: datetime) -> None:
        message = invited.mail(invited.invite(now))
        type(message).objects.update(state=MessageState.SENDING, lease_until=now)
        long_ago = now - timedelta(days=300)
        type(message).objects.update(state=MessageState.ACCEPTED, accepted_at=long_ago)
        assert chosen.lookup(MESSAGE_ID) == Presence.UNAVAILABLE
        assert f"metadata_barometer={message.uuid} ".encode() in self.server.asked[1]
