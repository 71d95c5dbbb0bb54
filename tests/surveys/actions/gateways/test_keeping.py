"""Gateways keep their secrets to themselves, and a channel has one that is on."""

from datetime import datetime

import pytest
from pytest_django import Settings

from surveys.actions.gateways import keeping
from surveys.actions.gateways.keeping import CannotKeep
from surveys.channels.senders import sms
from surveys.models import Gateway

pytestmark = pytest.mark.django_db
URL = "https://gw.example/in"
BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


def added(now: datetime, **different: str) -> keeping.Kept:
    fields = {"name": "Ours", "channel": "sms", "url": URL, "secret": ""}
    return keeping.add(**(fields | different), now=now)


def test_a_secret_is_unreadable_in_the_database_and_readable_for_sending(now: datetime) -> None:
    kept = added(now)

    assert kept.new_secret.startswith("whsec_")
    row = Gateway.objects.get()
    assert kept.new_secret not in row.secret and kept.new_secret[6:20] not in row.secret
    assert keeping.current("sms") == keeping.opened(row)
    assert keeping.opened(row).secret == kept.new_secret


def test_it_survives_a_rotation_of_the_key_and_not_its_loss(now: datetime, settings: Settings) -> None:
    kept = added(now)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert keeping.opened(kept.gateway).secret == kept.new_secret
    settings.SECRET_KEY_FALLBACKS = []
    assert keeping.opened(kept.gateway).secret == ""


def test_a_channel_has_one_that_is_on(now: datetime) -> None:
    first = added(now).gateway
    with pytest.raises(CannotKeep, match="Switch it off first"):
        added(now)
    keeping.switch(gateway=first, is_on=False, now=now)
    assert keeping.current("sms") is None
    added(now, name="Another")
    with pytest.raises(CannotKeep):
        keeping.switch(gateway=first, is_on=True, now=now)


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"url": "http://gw.example/in"}, "url"),
        ({"secret": "whsec_abc"}, "secret"),
        ({"channel": "telegram", "url": "", "secret": "no token"}, "secret"),
        ({"channel": "telegram", "url": "", "secret": ""}, "secret"),
    ],
)
def test_what_cannot_work_is_refused_by_field(now: datetime, different: dict[str, str], field: str) -> None:
    with pytest.raises(CannotKeep) as refused:
        added(now, **different)
    assert list(refused.value.faults) == [field] and not Gateway.objects.exists()


def test_changing_keeps_the_secret_unless_another_is_wanted(now: datetime) -> None:
    kept = added(now)
    gateway = keeping.change(gateway=kept.gateway, name="New", url=f"{URL}/2", now=now).gateway
    assert keeping.opened(gateway).secret == kept.new_secret
    another = keeping.change(gateway=gateway, name="New", url=URL, with_new_secret=True, now=now).new_secret
    assert another != kept.new_secret and keeping.opened(gateway).secret == another
    mine = sms.CHANNEL.new_secret()
    assert keeping.change(gateway=gateway, name="New", url=URL, secret=mine, now=now).new_secret == ""
    assert keeping.opened(gateway).secret == mine


def test_telegram_needs_no_address(now: datetime) -> None:
    added(now, channel="telegram", url="", secret=BOT)
    assert keeping.current("telegram") == keeping.OpenGateway("", BOT)
