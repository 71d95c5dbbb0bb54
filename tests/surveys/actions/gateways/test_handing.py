"""Claimed messages of other channels go to their gateway, from the row to a real server."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from surveys.actions import delivering, freezing, sending, suppressing
from surveys.actions.gateways import handing, keeping
from surveys.channels.senders import registry, sms
from surveys.models import Batch, Gateway, Invitation, Outcome
from tests.surveys import invited
from tests.surveys.channels.senders import gateway as near
from tests.surveys.channels.senders.gateway import Gateway as Server

pytestmark = pytest.mark.django_db
SECRET = sms.CHANNEL.new_secret()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A gateway on this machine, allowed to be called."""
    with near.running() as found:
        monkeypatch.setattr(sms, "CHANNEL", replace(sms.CHANNEL, client=found.client))
        registry.channels.cache_clear()
        yield found
    registry.channels.cache_clear()


@pytest.fixture
def asked(now: datetime) -> Invitation:
    batch = invited.batch(now)
    Batch.objects.filter(pk=batch.pk).update(channel="sms")
    batch.refresh_from_db()
    return invited.invite(now, into=batch, address="+491701234567", remind_after_days=4)


def gateway(server: Server, now: datetime) -> Gateway:
    """The row as the page keeps it; only its address is one that the page would refuse."""
    kept = keeping.add(name="Ours", channel="sms", url="https://gw.example/", secret=SECRET, now=now).gateway
    Gateway.objects.filter(pk=kept.pk).update(url=server.url)
    return kept


def claimed(now: datetime) -> sending.Claimed:
    (mail,) = sending.claim(owner="worker", limit=10, now=now).mails
    return mail


def test_an_invitation_goes_by_sms(asked: Invitation, server: Server, now: datetime) -> None:
    gateway(server, now)

    receipt = handing.hand_over(mail=claimed(now), channel="sms", now=now)

    assert receipt.outcome == Outcome.ACCEPTED
    told = json.loads(server.taken[0].body)["data"]
    assert told["text"].startswith(
        "Irina Belova, Meridian Supply asks: How did your order SO-1001 go? It takes"
    )
    assert told["link"] in told["text"] and told["unsubscribe_link"] in told["text"]
    assert (told["kind"], told["is_reminder"]) == ("post_sale", False)


def test_a_repeat_says_the_same_though_the_words_have_changed(
    asked: Invitation, server: Server, now: datetime
) -> None:
    gateway(server, now)
    mail = claimed(now)
    handing.hand_over(mail=mail, channel="sms", now=now)
    asked.batch.sender_name = "Somebody Else"
    asked.batch.save()
    freezing._frozen.clear()  # another worker

    handing.hand_over(mail=mail, channel="sms", now=now + timedelta(hours=1))

    first, second = server.taken
    assert first.body == second.body and first.headers["webhook-id"] == second.headers["webhook-id"]


def test_without_a_gateway_nothing_was_sent(asked: Invitation, now: datetime) -> None:
    mail = claimed(now)
    for channel in ("sms", "pigeon"):
        receipt = handing.hand_over(mail=mail, channel=channel, now=now)
        assert receipt.outcome == Outcome.NOT_SENT and channel in receipt.reply


def test_a_gateway_that_is_gone_is_switched_off(asked: Invitation, server: Server, now: datetime) -> None:
    row = gateway(server, now)
    server.status = 410
    mail = claimed(now)
    assert handing.hand_over(mail=mail, channel="sms", now=now).is_gateway_gone
    row.refresh_from_db()
    assert not row.is_on
    assert handing.hand_over(mail=mail, channel="sms", now=now).outcome == Outcome.NOT_SENT
    assert len(server.taken) == 1


def test_an_address_of_no_sense_is_dead(asked: Invitation, server: Server, now: datetime) -> None:
    gateway(server, now)
    receipt = handing.hand_over(mail=replace(claimed(now), address="nobody"), channel="sms", now=now)
    assert (receipt.outcome, receipt.is_address_dead) == (Outcome.REFUSED, True)
    assert not server.taken


def test_an_opt_out_holds_on_every_channel(asked: Invitation, now: datetime) -> None:
    suppressing.unsubscribe(invitation=asked, now=now)
    assert not sending.claim(owner="worker", limit=10, now=now).mails


def test_what_waited_for_a_gateway_goes_as_soon_as_there_is_one(
    asked: Invitation, server: Server, now: datetime
) -> None:
    for hours in (0, 1, 2):  # each time without one, so that the pause grows
        delivering.deliver(owner="worker", clock=lambda at=now + timedelta(hours=hours): at)
    later = now + timedelta(hours=2, minutes=1)
    assert sending.claim(owner="worker", limit=10, now=later).mails == ()

    gateway(server, later)

    assert delivering.deliver(owner="worker", clock=lambda: later) == 1
    assert len(server.taken) == 1
