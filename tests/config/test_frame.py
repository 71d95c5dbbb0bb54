import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from config.frame import Frame, frame
from csat.access import Role
from csat.customers.models import Company
from tests import house
from tests.factories import Cast, login

pytestmark = pytest.mark.django_db
EVERYWHERE = ["Overview", "Clients", "Surveys", "Managers", "Insight", "Scores"]
WORK = ["Today", "Answers", "Cases"]


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/overview/")
    request.user, request.resolver_match = user, None
    return request


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.ADMINISTRATOR, [*WORK, "Survey rules", "Import"]),
        (Role.OPERATOR, [*WORK, "Survey rules", "Import"]),
        (Role.MANAGEMENT, WORK),
        (Role.HEAD, WORK),
        (Role.MANAGER, WORK),
        (Role.CARE_OWNER, WORK),
        (Role.ANALYST, []),
    ],
)
def test_the_navigation_holds_what_a_role_may_open(role: Role, more: list[str]) -> None:
    shown = Frame(request_of(login(role.value, role)))
    labels = [str(entry.label) for entry in shown.entries]
    assert sorted(labels) == sorted(EVERYWHERE + more)
    assert [*shown.tabs, *shown.rest] == shown.entries and len(shown.tabs) <= 4


def test_strangers_and_users_without_a_role_see_no_navigation() -> None:
    assert Frame(request_of(AnonymousUser())).entries == []
    assert Frame(request_of(login("nobody"))).entries == []


def test_a_page_without_the_frame_costs_no_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        frame(request_of(cast.anna.user))


def test_the_page_one_is_on_is_marked(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    page = client.get(f"/clients/{cast.account.uuid}/").content.decode()
    marked = re.findall(r'href="([^"]+)" aria-current="page"', page)
    assert marked == ["/clients/", "/clients/"]  # in the rail, and in the tabs of a phone
    assert "Anna Manager" in page and "Account manager" in page


def test_demo_data_is_said_on_every_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.user)
    words = "Demo data"
    assert words not in client.get("/clients/").content.decode()
    Company.objects.update_or_create(id=1, defaults={"demo_seed": 7})
    for address in ("/clients/", "/overview/", "/nowhere/", "/account/password/change/"):
        assert words in client.get(address).content.decode(), address


def test_the_language_is_switched_by_a_form(client: Client) -> None:
    reply = client.post("/i18n/setlang/", {"language": "ru", "next": "/account/login/"})
    assert reply.url == "/account/login/"
    assert '<html lang="ru">' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_broken_moments_need_nothing(name: str) -> None:
    with CaptureQueriesContext(connection) as caught:
        page = render_to_string(name)
    assert "<h1>" in page and not len(caught)


def test_a_stranger_sees_a_refusal_without_navigation(cast: Cast, client: Client) -> None:
    reply = client.get("/nowhere/")
    assert reply.status_code == 404 and "<nav" not in reply.content.decode()
    client.force_login(cast.anna.user)
    reply = client.get("/nowhere/")
    assert reply.status_code == 404 and "<nav" in reply.content.decode()


def test_every_icon_named_in_a_template_is_drawn() -> None:
    sprite = (house.ROOT / "config/static/office/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        name
        for top in ("config", "csat", "surveys")
        for path in (house.ROOT / top).rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text())
    }
    assert used <= drawn
