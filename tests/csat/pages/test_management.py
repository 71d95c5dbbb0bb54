from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Account
from tests.csat import answered
from tests.csat.reports import business
from tests.factories import AccountFactory, Cast, ContactFactory, DealFactory, login

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, (address, reply.status_code)
    return reply.content.decode()


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.ADMINISTRATOR, "/today/"),
        (Role.OPERATOR, "/today/"),
        (Role.CARE_OWNER, "/today/"),
        (Role.MANAGEMENT, "/overview/"),
        (Role.ANALYST, "/overview/"),
        (Role.HEAD, "/managers/"),
        (Role.MANAGER, "/overview/"),
    ],
)
def test_each_role_starts_where_its_day_starts(client: Client, role: Role, start: str) -> None:
    client.force_login(login("somebody", role))
    assert client.get("/").url == start


def test_a_manager_with_clients_starts_at_their_own_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    assert client.get("/").url == client.get("/managers/").url == f"/managers/{cast.anna.uuid}/"
    client.force_login(login("norole"))
    assert client.get("/").status_code == 403


def test_an_empty_installation_says_what_to_do_next(client: Client) -> None:
    client.force_login(login("root", Role.ADMINISTRATOR))
    for address in ("/overview/", "/clients/"):
        assert 'href="/import/"' in page(client, address).split("<main")[1]
    assert "Import" in page(client, "/managers/").split("<main")[1]


def test_rows_of_others_are_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    for address in (
        f"/clients/{cast.foreign.uuid}/",
        f"/managers/{cast.oleg.uuid}/",
        f"/managers/{cast.boris.uuid}/",
    ):
        assert client.get(address).status_code == 404, address
    assert "Omega" not in page(client, "/clients/") + page(client, "/overview/")
    client.force_login(cast.clara.user)
    page(client, f"/managers/{cast.boris.uuid}/")


def test_filters_never_widen_what_one_sees(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    for query in (
        f"manager={cast.oleg.uuid}",
        "client=Omega",
        "show=key",
        "after=-1~0",
        "sort=name&after=a~1",
    ):
        assert str(cast.foreign.uuid) not in page(client, f"/clients/?{query}"), query


def test_search_finds_clients_people_and_orders_of_ones_own(cast: Cast, client: Client) -> None:
    for account in (cast.account, cast.foreign):
        ContactFactory(account=account, name=f"Petra of {account.name}")
        DealFactory(account=account, reference=f"SO-77-{account.name}")
    client.force_login(cast.anna.user)
    found = page(client, "/search/?q=petra") + page(client, "/search/?q=SO-77")
    assert "Petra of Alfa" in found and "SO-77-Alfa" in found and "Omega" not in found
    client.force_login(login("ana", Role.ANALYST))
    assert "Petra" not in page(client, "/search/?q=petra").split("<main")[1].replace("petra", "")


def test_what_a_client_wrote_is_text_and_not_markup(cast: Cast, client: Client) -> None:
    evil = "<script>alert(1)</script>"
    Account.objects.filter(id=cast.account.id).update(name=f"Alfa {evil}")
    contact = ContactFactory(account=cast.account, name=f"Eve {evil}")
    answered.heard(contact, 4, at=timezone.now() - timedelta(days=2), words=evil)
    client.force_login(cast.anna.user)
    for address in (f"/clients/{cast.account.uuid}/", "/clients/", "/overview/", f"/search/?q={evil}"):
        assert evil not in page(client, address)


def test_analysts_see_figures_and_no_people(cast: Cast, client: Client) -> None:
    contact = ContactFactory(account=cast.account, name="Petra Private")
    answered.heard(contact, 4, at=timezone.now() - timedelta(days=2), words="Secret words.")
    business.settle(timezone.now())
    client.force_login(login("ana", Role.ANALYST))
    for address in ("/overview/", f"/clients/{cast.account.uuid}/", f"/managers/{cast.anna.uuid}/"):
        shown = page(client, address)
        assert "Petra" not in shown and "Secret" not in shown, address


def test_the_statement_claims_no_more_than_the_answers_allow(cast: Cast, client: Client) -> None:
    now = timezone.now()
    client.force_login(login("boss", Role.MANAGEMENT))
    assert "No client has answered" in page(client, "/overview/")
    business.answers(cast.account, now, ago=1, given=(8, 9))
    business.settle(now)
    assert "Not enough answers yet" in page(client, "/overview/")
    business.answers(cast.foreign, now, ago=1, given=(7, 8, 9))
    business.settle(now)
    assert "satisfaction stands at" in page(client, "/overview/")
    for number in range(5):
        account = AccountFactory(name=f"Client {number}")
        for ago in (5, 1):
            business.answers(account, now, ago=ago, given=(8 + number % 2,))
    business.settle(now)
    assert "as satisfied as in the quarter before" in page(client, "/overview/")


def test_a_page_survives_a_cache_that_does_not_answer(cast: Cast, client: Client, settings: object) -> None:
    business.year(cast.account, timezone.now(), 10)
    business.settle(timezone.now())
    client.force_login(cast.anna.user)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert "<svg" in page(client, f"/clients/{cast.account.uuid}/")
