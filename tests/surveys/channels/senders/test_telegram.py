"""Messages by a Telegram bot, against a server that answers as the Bot API does."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from surveys.channels.senders.interface import OpenGateway, WrongAddress
from surveys.channels.senders.telegram import CHANNEL, Telegram
from surveys.models import Outcome
from tests.surveys.channels.senders import gateway as near
from tests.surveys.channels.senders.gateway import HOST, Gateway, outgoing

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@pytest.fixture
def api() -> Iterator[Gateway]:
    with near.running() as found:
        found.said = b'{"ok": true, "result": {"message_id": 7}}'
        yield found


def opened(api: Gateway) -> OpenGateway:
    return OpenGateway(f"http://{HOST}:{api.port}", TOKEN)


def telegram(api: Gateway) -> Telegram:
    return replace(CHANNEL, client=api.client)


def test_a_message_reaches_its_chat_without_a_preview_of_the_link(api: Gateway) -> None:
    receipt = telegram(api).send(outgoing(address="-1001234567"), opened(api), now=NOW)

    assert (receipt.outcome, receipt.reply) == (Outcome.ACCEPTED, "200 ok")
    (taken,) = api.taken
    assert taken.path == f"/bot{TOKEN}/sendMessage"
    told = json.loads(taken.body)
    assert told["chat_id"] == -1001234567 and told["text"] == outgoing().text
    assert told["link_preview_options"] == {"is_disabled": True}  # Telegram would open a personal link


@pytest.mark.parametrize(
    ("status", "said", "outcome", "is_dead"),
    [
        (403, "Forbidden: bot was blocked by the user", Outcome.REFUSED, True),
        (400, "Bad Request: chat not found", Outcome.REFUSED, True),
        (400, "Bad Request: message is too long", Outcome.REFUSED, False),
        (401, "Unauthorized", Outcome.DEFERRED, False),
        (502, "Bad Gateway", Outcome.DEFERRED, False),
    ],
)
def test_what_it_says_is_understood(
    api: Gateway, status: int, said: str, *, outcome: Outcome, is_dead: bool
) -> None:
    api.status, api.said = status, json.dumps({"ok": False, "description": said}).encode()
    receipt = telegram(api).send(outgoing(address="42"), opened(api), now=NOW)
    assert (receipt.outcome, receipt.is_address_dead) == (outcome, is_dead)
    assert said in receipt.reply and TOKEN not in receipt.reply


def test_it_waits_as_long_as_it_is_told(api: Gateway) -> None:
    api.status, api.said = 429, b'{"ok": false, "parameters": {"retry_after": 17}}'
    receipt = telegram(api).send(outgoing(address="42"), opened(api), now=NOW)
    assert (receipt.outcome, receipt.retry_after) == (Outcome.DEFERRED, timedelta(seconds=17))


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'{"ok": "yes"}'])
def test_a_success_that_is_none_leaves_it_in_doubt(api: Gateway, said: bytes) -> None:
    api.said = said
    receipt = telegram(api).send(outgoing(address="42"), opened(api), now=NOW)
    assert receipt.outcome == Outcome.IN_DOUBT and not CHANNEL.repeats_safely


def test_the_token_is_in_no_error(api: Gateway) -> None:
    api.status = near.DROP
    receipt = telegram(api).send(outgoing(address="42"), opened(api), now=NOW)
    assert receipt.outcome == Outcome.IN_DOUBT and TOKEN not in receipt.reply


@pytest.mark.parametrize("address", ["", "@somebody", "0", "12a", "１２", "9" * 17, "1 2"])
def test_what_is_no_chat_is_refused(address: str) -> None:
    with pytest.raises(WrongAddress):
        CHANNEL.check_address(address)
    assert CHANNEL.check_address(" 123456789 ") == "123456789"
