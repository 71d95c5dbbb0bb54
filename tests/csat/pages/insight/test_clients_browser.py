"""The pages on clients, falls, declines and silence in a browser: they fit, and everybody can read them."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from csat.findings.models import Question
from tests.csat.findings import standing_clients as standing
from tests.csat.reports import business
from tests.factories import Cast, login
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
LONG = "Общество с ограниченной ответственностью «Уральский завод прецизионных подшипников»"
PAGES = ("clients", "drops", "decline", "silence")


@pytest.fixture
def shop(site: LiveServer, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """One client that fell, one that sinks quietly, one that fell silent; every question answered."""
    monkeypatch.setattr("csat.findings.methods.drops.HISTORIES", 200)
    now = timezone.now()
    cast.account.name = LONG
    cast.account.save()
    standing.rounds(standing.people(cast.account, 3), [9, 9, 9, 9, 4, 4], now=now)
    quiet = standing.client([10, 9, 8, 7, 6, 5], now=now, name="Quiet")
    business.revenue(quiet, now, facts=dict.fromkeys(range(1, 20), 1000))
    for number in (7, 8, 8, 9, 9):
        standing.client([number, number], now=now)
    for _ in range(4):
        standing.invited(cast.foreign, now, [True] * 6 + [False] * 2)
    for page in PAGES:
        standing.ask(Question(page), now)
    return cast


def signed_in(page: Page, site: LiveServer, *roles: Role) -> None:
    client = Client()
    client.force_login(login("boss", *roles))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_pages_fit_and_are_accessible(
    *, site: LiveServer, shop: Cast, open_page: Callable[..., Page], width: int, is_dark: bool, language: str
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site, Role.OPERATOR)
    for name in PAGES:
        page.goto(f"{site.url}/insight/{name}/")
        page.locator("details.method summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert_accessible(page)


def test_a_target_and_a_number_of_false_alarms_are_set(site: LiveServer, shop: Cast, page: Page) -> None:
    signed_in(page, site, Role.OPERATOR)
    page.goto(f"{site.url}/insight/clients/")
    page.get_by_label("Target for every client").fill("60")
    page.get_by_role("button", name="Set the target").click()
    expect(page.locator("h1")).to_contain_text("below the target of 60")
    page.goto(f"{site.url}/insight/drops/")
    page.get_by_label("0.10 a client and year").check()
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_label("0.10 a client and year")).to_be_checked()
