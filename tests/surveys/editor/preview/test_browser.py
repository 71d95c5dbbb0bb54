"""The preview and the try-out in a real browser: phone and desk, light and dark, answered to the end."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Response, Survey
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys.editor import desks

pytestmark = pytest.mark.browser


@pytest.fixture
def helena(site: LiveServer) -> User:
    return desks.writer()


@pytest.fixture
def survey(helena: User) -> Survey:
    return desks.survey("support", by=helena)


def test_the_preview_on_a_phone_and_a_desk_in_light_and_dark(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey
) -> None:
    page = desks.opened(open_page, site, helena)
    page.goto(f"{site.url}/surveys/{survey.uuid}/preview/?page=2")
    sheet = page.frame_locator("#preview-frame")
    expect(sheet.get_by_text("What made it hard?")).to_be_visible()
    assert page.locator("#preview-frame").evaluate("each => each.contentWindow.innerWidth") == 390
    assert_accessible(page)

    page.locator("#preview-width").select_option("1280")
    page.wait_for_function("document.getElementById('preview-frame').contentWindow.innerWidth === 1280")
    page.locator("#preview-light").select_option("dark")
    expect(sheet.locator("html")).to_have_css("color-scheme", "dark")
    assert_accessible(page)
    sheet.get_by_role("link", name="Русский").click()
    expect(sheet.get_by_text("Что оказалось сложным?")).to_be_visible()
    expect(sheet.locator("html")).to_have_css("color-scheme", "dark")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_try_out_is_answered_to_the_end_and_stores_nothing(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey, width: int
) -> None:
    page = desks.opened(open_page, site, helena, width=width, is_dark=width == 390)
    page.goto(f"{site.url}/surveys/{survey.uuid}/try/")
    assert_accessible(page)
    sheet = page.frame_locator("#preview-frame")
    sheet.locator("label", has=sheet.locator("#effort-2")).click()
    sheet.get_by_text("Partly").click()
    sheet.locator("form button").click()
    sheet.locator("#made_hard").fill("Three calls <b>")
    sheet.locator("form button").click()
    expect(sheet.get_by_text("What would be stored")).to_be_visible()
    expect(sheet.get_by_text("Three calls <b>")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not Response.objects.exists()
    page.get_by_role("button", name="Begin again").click()
    expect(page.frame_locator("#preview-frame").locator("#effort-2")).not_to_be_checked()
