"""The pages that ask why, in a real browser: they fit, are accessible; the register needs no scripts."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from csat.findings.methods import change, drivers, effects, lead
from csat.findings.models import Question, RegisteredChange
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import answers, panels
from tests.factories import AccountFactory, login
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
PAGES = ("lead/", "drivers/", "change/", "changes/", "changes/new/")


@pytest.fixture
def register(site: LiveServer) -> RegisteredChange:
    """A change with its effect, and answers to the other questions."""
    now = timezone.now()

    def told(share: float) -> None:
        return None

    keep(Question.LEAD, lead.work(panels.panel(), 1, told), now=now)
    keep(Question.DRIVERS, drivers.work(answers.judged(), 7, told), now=now)
    world = answers.two_quarters(moved=3.0, newcomers=20, their_points=50.0, weights=answers.AGREED_ANEW)
    keep(Question.CHANGE, change.work(world, 1, told), now=now)
    made = RegisteredChange.objects.create(name="A new carrier", began_on=date(2025, 10, 1), recorded_at=now)
    made.accounts.add(AccountFactory(name="Alfa"), AccountFactory(name="Beta"))
    keep(Question.EFFECT, effects.work(answers.acted(effect=8.0), 1, told), now=now, change=made)
    return made


def signed_in(page: Page, site: LiveServer) -> None:
    client = Client()
    client.force_login(login("boss", Role.ADMINISTRATOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_pages_fit_and_are_accessible(
    *,
    site: LiveServer,
    register: RegisteredChange,
    open_page: Callable[..., Page],
    width: int,
    is_dark: bool,
    language: str,
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site)
    for address in (*PAGES, f"changes/{register.uuid}/", f"changes/{register.uuid}/edit/"):
        page.goto(f"{site.url}/insight/{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_a_change_is_recorded_corrected_and_removed_without_scripts(
    site: LiveServer,
    register: RegisteredChange,
    open_page: Callable[..., Page],
    page_problems: list[str],
) -> None:
    page = open_page(with_javascript=False)
    signed_in(page, site)
    page.goto(f"{site.url}/insight/changes/")
    page.get_by_role("link", name="Record a change").click()
    page.get_by_label("What was changed").fill("Faster answers")
    page.get_by_label("Since which day").fill("2026-05-12")
    page.get_by_label("Single clients").fill("Nobody Ltd")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("No client is called so: Nobody Ltd.")).to_be_visible()
    page_problems.clear()  # browsers report the refusal's status
    page.get_by_label("Single clients").fill("beta")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Faster answers: what it did has not been computed yet")
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("What was changed").fill("Much faster answers")
    page.get_by_role("button", name="Correct").click()
    expect(page.locator("h1")).to_contain_text("Much faster answers")
    page.get_by_text("Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Removed from the register: Much faster answers.")).to_be_visible()
    expect(page.get_by_text("A new carrier worked")).to_be_visible()
