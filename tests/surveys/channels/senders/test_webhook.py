"""Messages through a signed webhook: a real server verifies the signature and answers as gateways do."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from surveys.channels.senders import sms
from surveys.channels.senders.interface import OpenGateway
from surveys.channels.senders.webhook import WebhookChannel
from surveys.models import Outcome
from surveys.outbound.client import Client
from tests.surveys.channels.senders import gateway as near
from tests.surveys.channels.senders.gateway import Gateway, outgoing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with near.running() as found:
        yield found


def channel(gateway: Gateway) -> WebhookChannel:
    return replace(sms.CHANNEL, client=gateway.client)


def opened(gateway: Gateway) -> OpenGateway:
    return OpenGateway(gateway.url, SECRET)


def test_the_receiver_can_verify_what_it_gets(gateway: Gateway) -> None:
    now = datetime.now(UTC)

    receipt = channel(gateway).send(outgoing(), opened(gateway), now=now)

    assert receipt.outcome == Outcome.ACCEPTED
    (taken,) = gateway.taken
    told = Webhook(SECRET).verify(taken.body, taken.headers)
    assert told["type"] == "message.send"
    assert told["data"]["to"] == "+491701234567" and told["data"]["text"] == outgoing().text
    assert told["data"]["id"] == taken.headers["webhook-id"] == str(outgoing().uuid)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(taken.body.replace(b"+49", b"+48"), taken.headers)


def test_a_repeat_is_the_same_message_at_another_time(gateway: Gateway) -> None:
    now = datetime.now(UTC)
    for later in (timedelta(0), timedelta(hours=10)):
        channel(gateway).send(outgoing(), opened(gateway), now=now - later)

    first, second = gateway.taken
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(first.headers["webhook-timestamp"]) - int(second.headers["webhook-timestamp"]) == 36_000
    assert channel(gateway).repeats_safely


@pytest.mark.parametrize(
    ("status", "said", "outcome", "marks"),
    [
        (202, b"", Outcome.ACCEPTED, set()),
        (302, b"", Outcome.DEFERRED, set()),
        (400, b"no such template", Outcome.REFUSED, set()),
        (401, b"", Outcome.DEFERRED, set()),
        (404, b"", Outcome.DEFERRED, set()),
        (410, b"", Outcome.DEFERRED, {"is_gateway_gone"}),
        (422, b'{"error": "unknown_address"}', Outcome.REFUSED, {"is_address_dead"}),
        (422, b"[1]", Outcome.REFUSED, set()),
        (429, b"", Outcome.DEFERRED, set()),
        (500, b"\xff\x00 oops\r\nX: y", Outcome.DEFERRED, set()),
        (near.DROP, b"", Outcome.IN_DOUBT, set()),
    ],
)
def test_what_each_answer_means(
    gateway: Gateway, status: int, said: bytes, *, outcome: Outcome, marks: set[str]
) -> None:
    gateway.status, gateway.said = status, said
    receipt = channel(gateway).send(outgoing(), opened(gateway), now=datetime.now(UTC))

    assert receipt.outcome == outcome
    found = {name for name in ("is_gateway_gone", "is_address_dead", "is_policy") if getattr(receipt, name)}
    assert found == marks
    assert receipt.reply.isprintable() and len(receipt.reply) <= 300
    assert len(gateway.taken) == 1  # redirects are not followed, nothing is tried twice here


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *[("120", 120), ("999999999", 86_400), ("9" * 5000, 86_400)],
        *[("soon", None), ("", None), ("-5", None), (f"Mon, 01 Jan 2024 00:00:00 +{9**20}", None)],
    ],
)
def test_patience_that_is_asked_for(gateway: Gateway, header: str, seconds: int | None) -> None:
    gateway.status, gateway.headers = 429, {"Retry-After": header}
    receipt = channel(gateway).send(outgoing(), opened(gateway), now=datetime.now(UTC))
    assert receipt.retry_after == (None if seconds is None else timedelta(seconds=seconds))


def test_an_answer_nested_beyond_reading_is_an_answer_like_any_other(gateway: Gateway) -> None:
    gateway.status, gateway.said = 422, b"[" * 60_000
    receipt = channel(gateway).send(outgoing(), opened(gateway), now=datetime.now(UTC))
    assert (receipt.outcome, receipt.is_address_dead) == (Outcome.REFUSED, False)


def test_patience_until_a_date(gateway: Gateway) -> None:
    now = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    gateway.status, gateway.headers = 503, {"Retry-After": format_datetime(now + timedelta(minutes=3))}
    receipt = channel(gateway).send(outgoing(), opened(gateway), now=now)
    assert receipt.retry_after == timedelta(minutes=3)


def test_silence_leaves_it_in_doubt_and_no_connection_does_not(gateway: Gateway) -> None:
    gateway.waits = threading.Event()
    quick = replace(sms.CHANNEL, client=replace(gateway.client, seconds=0.3))
    assert quick.send(outgoing(), opened(gateway), now=datetime.now(UTC)).outcome == Outcome.IN_DOUBT
    gateway.waits.set()

    nobody = OpenGateway("http://127.0.0.1:9/take", SECRET)
    closed = replace(sms.CHANNEL, client=Client(own=frozenset({("127.0.0.1", 9)}), seconds=2))
    assert closed.send(outgoing(), nobody, now=datetime.now(UTC)).outcome == Outcome.NOT_SENT


def test_an_inner_address_is_never_called(gateway: Gateway) -> None:
    plain = replace(sms.CHANNEL, client=Client(resolver=lambda host, port, deadline: ["127.0.0.1"]))
    receipt = plain.send(outgoing(), OpenGateway("http://gw.example/", SECRET), now=datetime.now(UTC))
    assert receipt.outcome == Outcome.NOT_SENT and not gateway.taken


def test_without_a_secret_nothing_is_sent(gateway: Gateway) -> None:
    receipt = channel(gateway).send(outgoing(), OpenGateway(gateway.url, ""), now=datetime.now(UTC))
    assert receipt.outcome == Outcome.NOT_SENT and not gateway.taken
    assert SECRET not in repr(opened(gateway))


def test_a_secret_of_ours_can_be_used(gateway: Gateway) -> None:
    secret = sms.CHANNEL.new_secret()
    assert sms.CHANNEL.check_gateway(OpenGateway("https://gw.example/in", secret)) == {}
    assert set(sms.CHANNEL.check_gateway(OpenGateway("http://gw.example/in", "whsec_short"))) == {
        "url",
        "secret",
    }
    channel(gateway).send(outgoing(), OpenGateway(gateway.url, secret), now=datetime.now(UTC))
    assert json.loads(gateway.taken[0].body) == Webhook(secret).verify(
        gateway.taken[0].body, gateway.taken[0].headers
    )
