"""The gateways' pages: added, tried on oneself, changed, switched off; a secret is shown once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from surveys.actions.gateways import keeping
from surveys.channels.senders import registry, sms
from surveys.models import Batch, Gateway, Invitation
from tests import factories
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import invited
from tests.surveys.channels.senders import gateway as near
from tests.surveys.channels.senders.gateway import Gateway as Server
from tests.surveys.editor import desks

pytestmark = pytest.mark.django_db
LIST = "/surveys/gateways/"
NEW = {"channel": "sms", "name": "Ours", "url": "https://gw.example/in", "secret": ""}


@pytest.fixture
def client() -> Client:
    return desks.client(desks.writer())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with near.running() as found:
        monkeypatch.setattr(sms, "CHANNEL", replace(sms.CHANNEL, client=found.client))
        registry.channels.cache_clear()
        yield found
    registry.channels.cache_clear()


def one(now: datetime, server: Server | None = None) -> Gateway:
    gateway = keeping.add(**NEW, now=now).gateway
    if server:
        Gateway.objects.filter(pk=gateway.pk).update(url=server.url)
    return gateway


def test_our_secret_is_shown_once_and_never_again(client: Client) -> None:
    page = client.post(f"{LIST}new/", NEW)

    gateway = Gateway.objects.get()
    secret = keeping.opened(gateway).secret
    assert secret in page.content.decode() and "no-store" in page["Cache-Control"]
    after = client.get(f"{LIST}{gateway.uuid}/").content.decode()
    assert secret not in after and gateway.secret not in after
    assert "SMS goes through Ours." in after
    assert "Besides mail 1 gateway is on." in client.get(LIST).content.decode()


def test_what_cannot_work_is_told_at_its_field(client: Client) -> None:
    page = client.post(f"{LIST}new/", NEW | {"url": "http://10.0.0.1/in", "secret": "short"})
    assert page.status_code == 422 and not Gateway.objects.exists()
    assert len(re.findall('class="problem"', page.content.decode())) == 2
    assert client.post(f"{LIST}new/", NEW | {"channel": "pigeon"}).status_code == 422


def test_a_test_goes_to_the_real_gateway_and_its_words_are_shown(
    client: Client, server: Server, now: datetime
) -> None:
    gateway = one(now, server)
    to = f"{LIST}{gateway.uuid}/try/"
    assert (
        "It was taken: 200" in client.post(to, {"address": "+49 170 1234567"}, follow=True).content.decode()
    )
    server.status, server.said = 503, b"<b>down</b>"
    page = client.post(to, {"address": "+491701234567"}, follow=True).content.decode()
    assert "It was not taken: 503 &lt;b&gt;down" in page
    refused = client.post(to, {"address": "me"})
    assert refused.status_code == 422 and "country&#x27;s code" in refused.content.decode()
    assert len(server.taken) == 2 and not Invitation.objects.exists()


def test_switching_off_says_what_waits(client: Client, now: datetime) -> None:
    gateway = one(now)
    batch = invited.batch(now)
    Batch.objects.filter(pk=batch.pk).update(channel="sms")
    batch.refresh_from_db()
    invited.invite(now, into=batch, address="+491701234567")

    client.post(f"{LIST}{gateway.uuid}/switch/", {"on": "no"})

    assert "1 message by SMS waits: no gateway is on." in client.get(LIST).content.decode()
    client.post(f"{LIST}{gateway.uuid}/switch/", {"on": "yes"})
    assert "Besides mail 1 gateway is on." in client.get(LIST).content.decode()


def test_others_are_kept_out(now: datetime) -> None:
    gateway = one(now)
    user: User = factories.UserFactory(roles=[Role.ANALYST])
    reader = desks.client(user)
    paths = (LIST, f"{LIST}new/", f"{LIST}{gateway.uuid}/")
    assert {reader.get(path).status_code for path in paths} == {403}
    assert reader.post(f"{LIST}{gateway.uuid}/switch/", {"on": "no"}).status_code == 403
    assert Client().get(LIST).status_code == 302


@pytest.mark.browser
def test_every_page_is_accessible_and_fits_a_phone(
    site: LiveServer, open_page: OpenPage, now: datetime
) -> None:
    gateway, user = one(now), desks.writer()
    for width, is_dark in ((390, True), (1280, False)):
        page: Page = desks.opened(open_page, site, user, width=width, is_dark=is_dark)
        for path in (LIST, f"{LIST}new/", f"{LIST}{gateway.uuid}/"):
            page.goto(f"{site.url}{path}")
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
