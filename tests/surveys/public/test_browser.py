"""The client's page in a real browser: a phone without scripts, a keyboard, and what axe says."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Invitation, Response
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked
from tests.surveys.asked import SIX, path

pytestmark = pytest.mark.browser
RUSSIAN = {
    "supplier": "Меридиан Снабжение",
    "company": "ООО «Альфа»",
    "contact_name": "Иванова Елена Сергеевна",
    "contact_role": "специалист по закупкам",
    "manager": "Павел Соколов",
}


def invite(key: str = "periodic-csi", language: str = "en", **facts: Any) -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published(key, now=now), now=now, language=language, **facts)


def press(page: Page) -> None:
    """The form's button. With a script the page first asks whether the server is there."""
    with page.expect_navigation():
        page.locator("form .go button").first.click()


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("language", ["en", "ru"])
def test_answering_on_a_phone_without_scripts(site: LiveServer, open_page: OpenPage, language: str) -> None:
    invitation = invite(language=language, **(RUSSIAN if language == "ru" else {}))
    page = open_page(width=390, language=language, with_javascript=False)
    page.goto(f"{site.url}{path(invitation)}?a=7")
    expect(page.locator("#overall-7")).to_be_checked()

    page.locator("label", has=page.locator("#overall-4")).click()
    page.locator("form button").click()
    for key in SIX:
        page.locator("label", has=page.locator(f"#{key}-6")).click()
    page.locator("form button").click()
    page.locator("label", has=page.locator("#trend-2")).click()
    page.locator("label", has=page.locator("#intention-3")).click()
    page.locator("#change_first").fill("Сроки <b>& dates</b>")
    expect(page.locator("[name='contact_wish.phone']")).to_be_hidden()
    page.locator("label", has=page.locator("#contact_wish-yes")).click()
    page.locator("[name='contact_wish.phone']").fill("+7 912 555-01-42")
    page.locator("form button").click()

    expect(page.locator("h1")).to_contain_text("Спасибо" if language == "ru" else "Thank you, Elena")
    response = Response.objects.get()
    assert response.submitted_at
    assert response.answers["overall"] == 4
    assert response.answers["change_first"] == "Сроки <b>& dates</b>"
    assert response.answers["contact_wish"] == {"choice": "yes", "phone": "+7 912 555-01-42"}


def test_the_first_question_stands_on_the_first_screen(site: LiveServer, open_page: OpenPage) -> None:
    invitation = invite(order="", goods="")
    page = open_page(width=390)
    page.goto(f"{site.url}{path(invitation)}")

    box = page.locator("#overall-10").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("key", ["periodic-csi", "post-sale", "nps"])
def test_axe_finds_nothing_on_any_page(
    site: LiveServer, open_page: OpenPage, page_problems: list[str], key: str, width: int, is_dark: bool
) -> None:
    language = "ru" if is_dark else "en"
    invitation = invite(key, language, **(RUSSIAN if language == "ru" else {}))
    page = open_page(width=width, language=language, is_dark=is_dark)
    page.goto(f"{site.url}{path(invitation)}")
    while page.locator("form").count():
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        press(page)
        if page.locator("#_errors").count():  # a page with required questions: look at its mistakes as well
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            for group in page.locator("[role=radiogroup]").all():
                group.locator("label", has=page.locator("input")).first.click()
            press(page)
    assert_accessible(page)
    assert Response.objects.get().submitted_at
    page.goto(f"{site.url}/s/unknown")
    assert_accessible(page)
    page_problems[:] = [each for each in page_problems if " 422 " not in each and " 404 " not in each]


def test_a_mistake_takes_the_focus_and_its_link_moves_it(
    site: LiveServer, open_page: OpenPage, page_problems: list[str]
) -> None:
    page = open_page()
    page.goto(f"{site.url}{path(invite())}")
    press(page)

    expect(page.locator("#_errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.locator("#overall-1")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#overall-2")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Six sides of our work")
    page_problems.clear()


def test_forced_colours_keep_the_choice_visible(site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.emulate_media(forced_colors="active")
    page.goto(f"{site.url}{path(invite())}?a=5")

    def colour(number: int) -> str:
        return str(
            page.locator(f"#overall-{number} + span").evaluate(
                "each => getComputedStyle(each).backgroundColor"
            )
        )

    assert colour(5) != colour(6)
