"""Every type of question in a real browser: without a script, narrow, right to left, before axe."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Invitation, Response
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import every_type
from tests.surveys.asked import path
from tests.surveys.public.test_browser import assert_no_sideways_scroll, press

pytestmark = pytest.mark.browser
ANSWERS = {
    "overall": 7,
    "quality": 9,
    "quality_importance": 5,
    "dates": 4,
    "dates_importance": 5,
    "claims": "cannot_judge",
    "claims_importance": 3,
    "nps": 0,
    "effort": 6,
    "trend": 3,
    "sure": "yes",
    "one": {"other": "Cable & wire"},
    "order": ["b", "a", "d", "c"],
    "name": "Purchasing",
    "why": "Dates slip, and nobody says so.",
    "count": 12,
    "day": "2026-02-03",
    "wish": {"choice": "no"},
}


@pytest.fixture
def invite(site: LiveServer) -> Any:
    def of_language(language: str) -> Invitation:
        now = timezone.now()
        if language == "ar":
            every_type.wording(now)
        return every_type.invitation(now, language)

    return of_language


def pick(page: Page, name: str) -> None:
    page.locator("label", has=page.locator(f"#{name}")).click()


def fill(page: Page, number: int) -> None:
    """What a person does on each page, script or none."""
    match number:
        case 1:
            pick(page, "overall-7")
        case 2:
            for name in ("quality-9", "quality_importance-5", "dates-4", "dates_importance-5"):
                pick(page, name)
            page.locator("[name=claims][value=cannot_judge]").check()
            pick(page, "claims_importance-3")
        case 3:
            for name in ("nps-0", "effort-6", "trend-3", "sure-yes"):
                pick(page, name)
        case 4:
            expect(page.locator("[name='one.other']")).to_be_hidden()
            page.locator("[name=one][value=other]").check()
            page.locator("[name='one.other']").fill("Cable & wire")
            for place, key in enumerate("badc", start=1):
                page.locator(f"[name='order.{key}']").select_option(str(place))
        case 5:
            page.locator("#name").fill("Purchasing")
            page.locator("#why").fill("Dates slip, and nobody says so.")
            page.locator("#count").fill("12")
            page.locator("#day").fill("2026-02-03")
            pick(page, "wish-no")


def test_every_type_is_answered_without_a_script(site: LiveServer, open_page: OpenPage, invite: Any) -> None:
    page = open_page(width=320, with_javascript=False)
    page.goto(site.url + path(invite("en")))
    for number in range(1, 6):
        assert_no_sideways_scroll(page)
        fill(page, number)
        press(page)

    expect(page.locator("h1")).to_contain_text("Your answers have arrived")
    assert Response.objects.get().answers == ANSWERS


@pytest.mark.parametrize(
    ("language", "width", "is_dark"), [("en", 1280, False), ("ru", 360, True), ("ar", 390, False)]
)
def test_axe_finds_nothing_on_any_type(
    site: LiveServer,
    open_page: OpenPage,
    page_problems: list[str],
    invite: Any,
    language: str,
    width: int,
    is_dark: bool,
) -> None:
    page = open_page(width=width, language=language, is_dark=is_dark)
    page.goto(site.url + path(invite(language)))
    for number in range(1, 6):
        press(page)  # everything is missing: look at the mistakes first
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert page.locator(".wrong").count()
        if number == 4:
            answer_with_a_script(page)
        else:
            fill(page, number)
        press(page)
        assert page.locator("#_errors").count() == 0
    assert_accessible(page)
    assert Response.objects.get().submitted_at
    page_problems[:] = [each for each in page_problems if " 422 " not in each]


def answer_with_a_script(page: Page) -> None:
    pick(page, "one-a")
    page.locator(".rank .down").first.click()


def test_right_to_left_turns_the_scale(site: LiveServer, open_page: OpenPage, invite: Any) -> None:
    page = open_page(width=1280, language="ar")
    page.goto(site.url + path(invite("ar")))

    one, ten = (page.locator(f"#overall-{number}").bounding_box() for number in (1, 10))
    assert one and ten and one["x"] > ten["x"]
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "نص" in page.locator(".go button").inner_text()  # our own words as well, not English ones


def test_heads_stand_over_the_ends_of_their_scales(
    site: LiveServer, open_page: OpenPage, invite: Any
) -> None:
    page = open_page(width=1280)
    page.goto(site.url + path(invite("en")))
    fill(page, 1)
    press(page)

    for side, last in (("satisfaction", 10), ("importance", 5)):
        name = "quality" if side == "satisfaction" else "quality_importance"
        head = page.locator(f".heads .is-{side} span")
        low, high = head.first.bounding_box(), head.last.bounding_box()
        one, end = (page.locator(f"#{name}-{number}").bounding_box() for number in (1, last))
        assert low and high and one and end
        assert abs(low["x"] - one["x"]) < 1
        assert abs(high["x"] + high["width"] - end["x"] - end["width"]) < 1
