from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from tests.csat.reports import business
from tests.factories import Cast, login
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
LONG = "Общество с ограниченной ответственностью «Уральский завод прецизионных подшипников»"


@pytest.fixture
def shop(site: LiveServer, cast: Cast) -> Cast:
    """Two clients with a year of revenue and answers of two quarters."""
    now = timezone.now()
    cast.account.name = LONG
    cast.account.save()
    for account in (cast.account, cast.foreign):
        business.year(account, now, 100_000)
        business.answers(account, now, ago=5, given=(8, 9, 7))
        business.answers(account, now, ago=1, given=(8, 3, 10), words="Dates slip.")
    business.settle(now)
    return cast


def signed_in(page: Page, site: LiveServer, *roles: Role) -> None:
    client = Client()
    client.force_login(login("boss", *roles))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_managements_pages_fit_and_are_accessible(
    *, site: LiveServer, shop: Cast, open_page: Callable[..., Page], width: int, is_dark: bool, language: str
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site, Role.ADMINISTRATOR)
    for address in (
        "/overview/",
        "/clients/",
        f"/clients/{shop.account.uuid}/",
        f"/managers/{shop.anna.uuid}/",
        "/managers/",
        "/search/?q=Ural",
        "/account/password/change/",
    ):
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_filters_take_effect_at_once_and_stay_in_the_address(
    site: LiveServer, shop: Cast, page: Page
) -> None:
    signed_in(page, site, Role.MANAGEMENT)
    page.goto(f"{site.url}/overview/")
    page.get_by_text("choose").click()
    page.get_by_label("Account manager").select_option("Oleg Outsider")
    page.wait_for_url("**/overview/?*manager=*")
    expect(page.locator("h1")).to_contain_text("Not enough answers yet")
    page.get_by_role("link", name="All clients").click()
    expect(page.locator("h1")).not_to_contain_text("Not enough answers yet")


def test_without_javascript_the_same_pages_work(
    site: LiveServer, shop: Cast, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390, with_javascript=False)
    signed_in(page, site, Role.MANAGEMENT)
    page.goto(f"{site.url}/overview/")
    page.locator("nav.tabs summary").click()
    page.locator(".more").get_by_role("link", name="Managers").click()
    expect(page.locator("h1")).to_contain_text("people hold clients")
    page.goto(f"{site.url}/overview/")
    page.get_by_text("choose").click()
    page.get_by_label("Client or holding").fill("Omega")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "client=Omega" in page.url


def test_the_first_tab_leads_past_the_navigation(site: LiveServer, shop: Cast, page: Page) -> None:
    signed_in(page, site, Role.MANAGEMENT)
    page.goto(f"{site.url}/overview/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
