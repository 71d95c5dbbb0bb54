import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from csat.access import Role
from tests.factories import PASSWORD, Cast, login

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """allauth counts attempts in the cache."""
    cache.clear()


def sign_in(client: Client, name: str, password: str = PASSWORD) -> object:
    return client.post("/account/login/", {"login": name, "password": password})


def test_an_address_opens_the_door_in_any_case(client: Client) -> None:
    login("anna", Role.MANAGEMENT)
    reply = sign_in(client, " Anna@OURS.example ")
    assert (reply.status_code, reply.url) == (302, "/")
    assert client.get("/").url == "/overview/"


def test_a_wrong_password_says_so_and_keeps_the_address(client: Client) -> None:
    login("anna", Role.MANAGEMENT)
    page = sign_in(client, "anna@ours.example", "wrong").content.decode()
    assert 'role="alert"' in page and 'value="anna@ours.example"' in page


def test_too_many_wrong_passwords_close_the_door_even_for_the_right_one(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    login("anna", Role.MANAGEMENT)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        reply = sign_in(client, "anna@ours.example", "wrong")
    assert reply.status_code == 429
    assert "Too many attempts" in reply.content.decode()
    assert sign_in(client, "anna@ours.example").status_code == 429


@pytest.mark.parametrize("address", ["signup/", "email/", "confirm-email/", "reauthenticate/", "login/code/"])
def test_what_the_login_does_not_need_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"/account/{address}").status_code == 404


def test_a_forgotten_password_is_chosen_anew_by_mail(client: Client) -> None:
    login("anna", Role.MANAGEMENT)
    client.post("/account/password/reset/", {"email": "anna@ours.example"})
    [sent] = mail.outbox
    link = next(word for word in sent.body.split() if "/password/reset/key/" in word)
    page = client.get(link, follow=True)
    new = "another horse, another battery"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, "anna@ours.example", new).url == "/"
    assert "used up" in client.get(link, follow=True).content.decode()


def test_a_stranger_asking_for_a_password_gets_no_mail_and_the_same_answer(client: Client) -> None:
    login("anna", Role.MANAGEMENT)
    replies = [
        client.post("/account/password/reset/", {"email": f"{name}@ours.example"}, follow=True)
        for name in ("anna", "nobody")
    ]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].redirect_chain == replies[1].redirect_chain
    assert len(mail.outbox) == 1


def test_signing_out_takes_a_click(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/clients/").status_code == 200
    assert client.post("/account/logout/").url == reverse("account_login")
    assert client.get("/clients/").status_code == 302


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
