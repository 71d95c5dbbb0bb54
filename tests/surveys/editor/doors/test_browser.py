"""The pages of links and codes in a real browser: a link is opened and copied, axe has nothing to say."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.actions.collecting.counting import Kind, count
from surveys.models import AnonymousAnswer, Collector
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked
from tests.surveys.editor import desks

pytestmark = pytest.mark.browser


def assert_fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "is_dark"), [(1280, False), (390, True)])
def test_a_link_is_opened_and_copied(
    site: LiveServer, open_page: OpenPage, width: int, is_dark: bool
) -> None:
    version = asked.published("nps", now=timezone.now())
    asked.brand()
    page = desks.opened(open_page, site, desks.writer(), width=width, is_dark=is_dark)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page.goto(f"{site.url}/surveys/{version.survey.uuid}/doors/")
    assert_fits(page)
    expect(page.locator(".only-widget")).to_be_hidden()
    page.get_by_label("A widget on a web site").check()
    expect(page.locator(".only-widget")).to_be_visible()
    page.get_by_label("A link and a code").check()
    page.get_by_label("What do you call it").fill("Reception desk")
    page.get_by_role("button", name="Open it").click()

    collector = Collector.objects.get()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/c/{collector.slug}"
    for _ in range(3):
        count(collector_id=collector.pk, kind=Kind.ANONYMOUS, day=timezone.localdate())
    page.reload()
    page.locator("main details summary").first.click()
    assert_fits(page)
    page.goto(f"{site.url}/surveys/{version.survey.uuid}/doors/")
    assert_fits(page)


def test_the_sheet_is_one_page_of_a4(site: LiveServer, open_page: OpenPage) -> None:
    version = asked.published("periodic-csi", now=timezone.now())
    collector = asked.collector(version, now=timezone.now(), closes_at=timezone.now())
    page = desks.opened(open_page, site, desks.writer())
    for language in ("en", "ru"):
        page.goto(f"{site.url}/surveys/{version.survey.uuid}/doors/{collector.uuid}/print/?lang={language}")
        assert_accessible(page)
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(("width", "is_dark"), [(1280, True), (390, False)])
def test_results_without_names(site: LiveServer, open_page: OpenPage, width: int, is_dark: bool) -> None:
    version = asked.nameless(now=timezone.now())
    AnonymousAnswer.objects.bulk_create(
        AnonymousAnswer(
            id=uuid4(),
            version=version,
            group="Logistics" if i % 2 else "Plant",
            language="en",
            answers={"mood": 1 + i % 5, "words": f"Suggestion {i}: more light at the long bench, please"},
            answered_on=timezone.localdate(),
        )
        for i in range(14)
    )
    page = desks.opened(open_page, site, desks.writer(), width=width, is_dark=is_dark)
    page.goto(f"{site.url}/surveys/{version.survey.uuid}/doors/anonymous/")
    page.locator("main details summary").click()
    assert_fits(page)
