"""What is lost, what is written and the list of questions, in a real browser: they fit, are accessible."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.findings.method import Asked
from csat.findings.methods import retention, risk, themes
from csat.findings.models import Question
from tests.csat.answered import heard
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import worlds
from tests.csat.pages.insight.test_reasons_browser import signed_in
from tests.csat.reports import business
from tests.factories import AccountFactory, ContactFactory
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
PAGES = ("", "retention/", "risk/", "themes/", "themes/book/", "themes/book/price/", "themes/book/new/")
NAME = "Ostwestfälische Präzisionsgetriebe und Antriebstechnik Vertriebsgesellschaft mbH & Co. KG"


@pytest.fixture
def known(site: LiveServer) -> None:
    """Clients with a long name among those who left and those at risk, and comments with themes."""
    now, history = timezone.now(), worlds.history(accounts=400, seed=3)
    account = AccountFactory(name=NAME, is_key=True)
    left = retention.work(history, 1, lambda share: None)
    gone = (replace(left.gone[0], account_id=account.pk),)
    keep(Question.RETENTION, replace(left, gone=gone), now=now)
    forecast = risk.work(history, 1, lambda share: None)
    parts = (replace(forecast.parts[0], account_id=account.pk),)
    keep(Question.RISK, replace(forecast, parts=parts), now=now)
    for number in range(24):
        words = "The delivery came late again." if number % 2 else "Цены слишком высокие для нас."
        at = now - timedelta(days=20 + number)
        heard(ContactFactory(account=AccountFactory()), 3 if number % 2 else 8, at=at, words=words)
    business.settle(now)
    found = themes.METHOD.work(themes.METHOD.load(Asked(today=now.date())), 1, lambda share: None)
    keep(Question.THEMES, found, now=now)


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_pages_fit_and_are_accessible(
    *,
    site: LiveServer,
    known: None,
    open_page: Callable[..., Page],
    width: int,
    is_dark: bool,
    language: str,
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site)
    for address in PAGES:
        page.goto(f"{site.url}/insight/{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_a_theme_is_edited_without_scripts(
    site: LiveServer, known: None, open_page: Callable[..., Page]
) -> None:
    page = open_page(with_javascript=False)
    signed_in(page, site)
    page.goto(f"{site.url}/insight/themes/")
    page.get_by_role("link", name="Edit the code book").click()
    page.get_by_label("Try it out").fill("Stuck at customs for a week")
    page.get_by_role("button", name="What does this speak of?").click()
    expect(page.get_by_role("status").last).to_contain_text("None of the themes.")
    page.get_by_role("link", name="Add a theme").click()
    page.get_by_label("Name").first.fill("Customs")
    page.get_by_label("Words", exact=True).first.fill("customs")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("A theme needs a name in every language.")).to_be_visible()
    page.get_by_label("Name").last.fill("Таможня")
    page.get_by_role("button", name="Keep").click()
    page.get_by_label("Try it out").fill("Stuck at customs for a week")
    page.get_by_role("button", name="What does this speak of?").click()
    expect(page.get_by_role("status").last).to_contain_text("Customs")
