"""Scores on pages: who sees which rows, what is hidden, and that every number leads to its explanation."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Company
from tests.csat import answered
from tests.csat.reports import business
from tests.factories import AccountFactory, Cast, ContactFactory, login

pytestmark = pytest.mark.django_db
WAYS = ("segment", "account", "tree", "role", "manager", "team", "program", "month", "quarter", "contact")


@pytest.fixture(autouse=True)
def company(db: None) -> Company:
    return Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")


def page(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.status_code)
    return unescape(reply.content.decode()).split("<main")[1]


def clients(number: int, **more: object) -> None:
    for place in range(number):
        account = business.client(f"Client {place}", **more)
        business.answers(account, timezone.now(), ago=1, given=(6 + place % 4, 9))


def test_an_empty_installation_says_so(client: Client) -> None:
    client.force_login(login("boss", Role.MANAGEMENT))
    assert "CSI: no answers since" in page(client, "/scores/")


@pytest.mark.parametrize("by", WAYS)
def test_every_number_leads_to_its_explanation(cast: Cast, client: Client, by: str) -> None:
    holding = AccountFactory(name="Holding")
    clients(6, holder=cast.anna, parent=holding)
    business.settle(timezone.now())
    client.force_login(login("boss", Role.MANAGEMENT))
    shown = page(client, f"/scores/?by={by}")
    assert "CSI stands at" in shown
    links = set(re.findall(r'href="(/scores/explain/\?[^"#]*)', shown))
    assert any("key=" in link for link in links) and any("key=" not in link for link in links)
    for link in links:
        assert "rests on" in page(client, link) or "too few for a score" in page(client, link)


def test_an_explanation_lists_the_answers_and_what_was_left_out(cast: Cast, client: Client) -> None:
    now = timezone.now()
    clients(4, holder=cast.anna)
    contact = ContactFactory(name="Petra Person", account=cast.account)
    kept = answered.heard(contact, 4, at=now - timedelta(days=40))
    answered.answer(ContactFactory(), answered.periodic(9), at=now - timedelta(days=40), verdict="doubtful")
    business.settle(now)
    client.force_login(login("boss", Role.MANAGEMENT))
    shown = page(client, "/scores/explain/")
    assert f"/answers/{kept.uuid}/" in shown and "Petra Person" in shown
    assert "Doubtful" in shown and "no importance was agreed" in shown
    client.force_login(login("ana", Role.ANALYST))
    shown = page(client, "/scores/explain/")
    assert "Petra" not in shown and str(kept.uuid) not in shown and "Alfa" in shown


def test_a_manager_sees_own_clients_only(cast: Cast, client: Client) -> None:
    now = timezone.now()
    for account in (cast.account, cast.foreign):
        business.answers(account, now, ago=1, given=(8, 8, 9, 9, 7))
    business.settle(now)
    client.force_login(cast.anna.user)
    for by in WAYS:
        shown = page(client, f"/scores/?by={by}")
        assert "Omega" not in shown and "Oleg" not in shown, by
    assert "n = 5" in page(client, "/scores/") and "All other clients" not in page(client, "/scores/")
    for key in (cast.foreign.uuid, cast.oleg.uuid, "nonsense", "%00"):
        assert client.get(f"/scores/explain/?by=account&key={key}").status_code == 404
        assert client.get(f"/scores/explain/?by=manager&key={key}").status_code == 404
        assert client.get(f"/scores/explain/?by=contact&key={key}").status_code == 404


def test_others_are_compared_with_from_five_clients_on(cast: Cast, client: Client) -> None:
    business.answers(cast.account, timezone.now(), ago=1, given=(8, 8, 9, 9, 7))
    clients(4)
    business.settle(timezone.now())
    client.force_login(cast.anna.user)
    assert "All other clients" not in page(client, "/scores/")
    business.answers(cast.foreign, timezone.now(), ago=1, given=(3,))
    business.settle(timezone.now())
    shown = page(client, "/scores/")
    assert "All other clients" in shown and "n = 9" in shown and "Omega" not in shown


def test_groups_below_five_are_hidden(cast: Cast, client: Client) -> None:
    now = timezone.now()
    business.answers(AccountFactory(segment="tiny"), now, ago=1, given=(2, 2))
    clients(5)
    business.settle(now)
    client.force_login(login("ana", Role.ANALYST))
    shown = page(client, "/scores/?by=segment")
    assert "hidden: fewer than 5 answers" in shown and "under 5" in shown
    explained = page(client, "/scores/explain/?by=segment&key=tiny")
    assert "so the score is hidden" in explained and "are not shown" in explained
    assert "2 of 10" not in explained


def test_being_pressed_is_read_by_few(cast: Cast, client: Client) -> None:
    clients(5, holder=cast.anna)
    business.settle(timezone.now())
    client.force_login(cast.anna.user)
    shown = page(client, "/scores/?measure=pressure")
    assert "CSI stands at" in shown and "Free of pressure" not in shown


def test_analysts_group_by_no_person(cast: Cast, client: Client) -> None:
    contact = ContactFactory(account=cast.account, name="Petra Private")
    answered.heard(contact, 8, at=timezone.now() - timedelta(days=2))
    business.settle(timezone.now())
    client.force_login(login("ana", Role.ANALYST))
    assert "by=contact" not in page(client, "/scores/") and "Petra" not in page(client, "/scores/?by=contact")
    assert client.get(f"/scores/explain/?by=contact&key={contact.uuid}").status_code == 404


def test_pages_go_on_by_key(cast: Cast, client: Client) -> None:
    now = timezone.now()
    for place in range(52):
        business.answers(AccountFactory(name=f"Client {place:03}"), now, ago=1, given=(8,))
    business.settle(now)
    client.force_login(login("boss", Role.MANAGEMENT))
    for by in ("account", "contact"):
        first = page(client, f"/scores/?by={by}")
        further = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
        assert further and "Client 049" in first and "Client 050" not in first
        second = page(client, "/scores/" + further[1])
        assert "Client 050" in second and "Client 049" not in second
    lines = page(client, "/scores/explain/")
    further = re.search(r'href="(\?[^"]*after=[^"]*)"', lines)
    assert further
    rest = page(client, "/scores/explain/" + further[1])
    assert len(re.findall(r'href="/clients/[0-9a-f-]{36}/"', rest)) == 2
    for broken in ("a~b", "~", "2026-13-01~1", "x", "2026-01-01~" + "9" * 40):
        page(client, f"/scores/?by=contact&after={broken}")
        page(client, f"/scores/explain/?after={broken}")


@pytest.mark.parametrize("by", WAYS)
def test_queries_do_not_grow(cast: Cast, client: Client, by: str) -> None:
    client.force_login(login("boss", Role.MANAGEMENT))
    counts = []
    for _ in range(2):
        clients(10, holder=cast.anna, parent=cast.account)
        business.settle(timezone.now())
        page(client, "/scores/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(client, f"/scores/?by={by}")
        explained = re.search(
            r'href="(/scores/explain/\?[^"#]*key=[^"#]*)', page(client, f"/scores/?by={by}")
        )
        with CaptureQueriesContext(connection) as again:
            page(client, explained[1])
        counts.append((len(caught), len(again)))
    assert counts[0] == counts[1] and counts[0][0] < 40, counts
