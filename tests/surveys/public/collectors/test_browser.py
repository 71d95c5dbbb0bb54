"""A shared link and an anonymous survey in a real browser: scripts on and off, forth and back, axe."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.actions.collecting import secrecy
from surveys.models import Response, UnsealedAnswer
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked

pytestmark = pytest.mark.browser


def assert_fits(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("with_javascript", [True, False])
def test_without_a_name_forth_and_back(site: LiveServer, open_page: OpenPage, with_javascript: bool) -> None:
    now = timezone.now()
    invitation = asked.invitation(asked.nameless(now=now), now=now, department="Plant")
    page = open_page(width=360, with_javascript=with_javascript, is_dark=not with_javascript)
    page.goto(f"{site.url}{asked.path(invitation)}")
    if with_javascript:
        assert_fits(page)
    page.locator("label", has=page.locator("#mood-4")).click()
    page.locator("#words").fill("Noise & heat")
    page.locator(".go button").first.click()
    expect(page.locator("#change")).to_be_visible()
    page.locator("#change").fill("More light")
    page.locator("button.back").click()
    expect(page.locator("#mood-4")).to_be_checked()
    expect(page.locator("#words")).to_have_value("Noise & heat")
    page.locator(".go button").first.click()
    expect(page.locator("#change")).to_have_value("More light")
    if with_javascript:
        assert_fits(page)
        assert page.evaluate("localStorage.length") == 0
    page.wait_for_timeout(3000)
    page.locator(".go button").first.click()

    expect(page.locator("h1")).to_contain_text("Thank you")
    kept = secrecy.show(UnsealedAnswer.objects.get().secret)
    assert kept["answers"] == {"mood": 4, "words": "Noise & heat", "change": "More light"}


def test_a_shared_device_keeps_nothing_of_who_left(site: LiveServer, open_page: OpenPage) -> None:
    now = timezone.now()
    collector = asked.collector(asked.published("nps", now=now), now=now)
    page = open_page(width=390)
    page.goto(f"{site.url}/c/{collector.slug}")
    assert_fits(page)
    page.locator("label", has=page.locator("#nps-9")).click()
    page.wait_for_timeout(500)
    assert page.evaluate("localStorage.length") == 0

    page.goto(f"{site.url}/c/{collector.slug}")
    expect(page.locator("#nps-9")).not_to_be_checked()
    page.locator("label", has=page.locator("#nps-9")).click()
    page.locator(".go button").first.click()
    page.locator(".go button").first.click()
    expect(page.locator("h1")).to_contain_text("Thank you")
    page.goto(f"{site.url}/c/{collector.slug}")
    expect(page.locator("h1")).to_contain_text("answered already")
    assert_fits(page)
    page.get_by_role("link", name="Answer as another person").click()
    expect(page.locator("#nps-9")).not_to_be_checked()
    assert Response.objects.count() == 1
