"""The client's page with its script: saves as one answers, bears a lost connection, is quick by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Invitation, Response
from tests.real.browser import OpenPage
from tests.surveys import asked, every_type
from tests.surveys.asked import OVERALL, SIX, path, post
from tests.surveys.public.test_browser import press

pytestmark = pytest.mark.browser
PATIENCE = 8.0


@pytest.fixture
def invitation(site: LiveServer) -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


@pytest.fixture
def types(site: LiveServer) -> Invitation:
    return every_type.invitation(timezone.now())


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for rows of the database; the page's own clock goes on meanwhile."""
    for _ in range(int(PATIENCE / 0.1)):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within {PATIENCE} s: {list(Response.objects.values())}")


def stored() -> dict[str, Any]:
    response = Response.objects.first()
    return response.answers if response else {}


def label(page: Page, name: str) -> Locator:
    return page.locator("label", has=page.locator(f"#{name}"))


def kept(page: Page) -> Locator:
    return page.locator("#_kept")


def on_device(page: Page) -> int:
    return int(page.evaluate("localStorage.length"))


def test_an_answer_is_saved_as_it_is_given(site: LiveServer, page: Page, invitation: Invitation) -> None:
    page.goto(f"{site.url}{path(invitation)}?a=6")
    page.wait_for_timeout(500)
    assert not Response.objects.exists()  # what the mail's link marked is nobody's answer yet

    label(page, "overall-8").click()

    until(page, lambda: stored() == {"overall": 8})
    expect(kept(page)).to_contain_text("Saved.")
    assert Response.objects.get().submitted_at is None
    assert on_device(page) == 0
    expect(page.locator("#_count")).to_have_text("1 of 14 answered")


def test_another_device_goes_on_in_the_middle_of_the_page(
    site: LiveServer, open_page: OpenPage, client: Any, invitation: Invitation
) -> None:
    post(client, path(invitation), OVERALL)
    phone, desk = open_page(width=390), open_page()
    phone.goto(f"{site.url}{path(invitation)}")
    for key in SIX:
        label(phone, f"{key}-9").click()
    until(phone, lambda: set(SIX) <= set(stored()))

    desk.goto(f"{site.url}{path(invitation)}")

    expect(desk.locator("h1")).to_have_text("Six sides of our work")  # nothing missing, yet not left either
    expect(desk.locator("#quality-9")).to_be_checked()


def test_what_is_typed_without_a_connection_arrives_when_it_is_back(
    site: LiveServer, page: Page, client: Any, invitation: Invitation, page_problems: list[str]
) -> None:
    post(client, path(invitation), OVERALL)
    post(client, path(invitation), SIX)
    page.goto(f"{site.url}{path(invitation)}")
    label(page, "trend-4").click()
    until(page, lambda: stored().get("trend") == 4)

    page.context.set_offline(True)
    label(page, "intention-2").click()
    page.locator("#change_first").fill("Сроки: скажите раньше & honestly")
    expect(kept(page)).to_contain_text("No connection. What you typed is kept on this device")
    page.wait_for_timeout(1200)
    assert "intention" not in stored() and on_device(page) == 1

    page.context.set_offline(False)

    until(page, lambda: stored().get("change_first") == "Сроки: скажите раньше & honestly")
    assert stored()["intention"] == 2
    expect(kept(page)).to_contain_text("Saved")
    assert on_device(page) == 0
    page_problems[:] = [each for each in page_problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_button_pressed_without_a_connection_sends_when_it_is_back(
    site: LiveServer, page: Page, client: Any, invitation: Invitation, page_problems: list[str]
) -> None:
    post(client, path(invitation), OVERALL)
    post(client, path(invitation), SIX)
    page.goto(f"{site.url}{path(invitation)}")
    page.context.set_offline(True)
    label(page, "trend-4").click()
    label(page, "intention-3").click()
    page.locator(".go button").click()
    expect(kept(page)).to_contain_text("they are sent by themselves")
    assert Response.objects.get().submitted_at is None

    page.context.set_offline(False)

    expect(page.locator("h1")).to_contain_text("Your answers have arrived")
    assert Response.objects.get().answers["trend"] == 4
    assert on_device(page) == 0
    page_problems[:] = [each for each in page_problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_page_closed_without_a_connection_is_restored_and_saved(
    site: LiveServer, open_page: OpenPage, invitation: Invitation, page_problems: list[str]
) -> None:
    first = open_page(width=390)
    first.goto(f"{site.url}{path(invitation)}")
    first.context.set_offline(True)
    label(first, "overall-3").click()
    expect(kept(first)).to_contain_text("No connection")
    first.close()
    first.context.set_offline(False)

    again = first.context.new_page()
    again.goto(f"{site.url}{path(invitation)}")

    expect(again.locator("#overall-3")).to_be_checked()
    expect(kept(again)).to_contain_text("is back, and saved")
    until(again, lambda: stored() == {"overall": 3})
    page_problems[:] = [each for each in page_problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_button_pressed_before_the_page_was_closed_still_counts(
    site: LiveServer, open_page: OpenPage, client: Any, invitation: Invitation, page_problems: list[str]
) -> None:
    post(client, path(invitation), OVERALL)
    post(client, path(invitation), SIX)
    first = open_page(width=390)
    first.goto(f"{site.url}{path(invitation)}")
    label(first, "trend-4").click()
    label(first, "intention-3").click()
    until(first, lambda: stored().get("intention") == 3)
    first.context.set_offline(True)
    first.locator(".go button").click()
    expect(kept(first)).to_contain_text("they are sent by themselves")
    first.close()
    first.context.set_offline(False)

    again = first.context.new_page()
    again.goto(f"{site.url}{path(invitation)}")

    expect(again.locator("h1")).to_contain_text("Your answers have arrived")
    assert on_device(again) == 0
    page_problems[:] = [each for each in page_problems if "ERR_INTERNET_DISCONNECTED" not in each]


def lose_posts(route: Route) -> None:
    """The network takes the page but never brings the answer; single answers still get through."""
    if route.request.method == "POST" and not route.request.url.endswith("/save"):
        return route.abort()
    return route.continue_()


def test_a_page_lost_on_its_way_goes_again_but_not_in_a_circle(
    site: LiveServer, open_page: OpenPage, client: Any, invitation: Invitation, page_problems: list[str]
) -> None:
    for given in (OVERALL, SIX):
        post(client, path(invitation), given)
    here = f"{site.url}{path(invitation)}"
    first = open_page(width=390)
    first.route("**/*", lose_posts)
    first.goto(here)
    label(first, "trend-4").click()
    label(first, "intention-3").click()
    with first.expect_event("requestfailed"):
        first.locator(".go button").click()
    again = first.context.new_page()
    again.route("**/*", lose_posts)
    with again.expect_event("requestfailed"):
        again.goto(here)

    last = first.context.new_page()
    last.goto(here)

    expect(last.locator("h1")).to_contain_text("Looking back and ahead")
    expect(last.locator("#intention-3")).to_be_checked()
    last.wait_for_timeout(500)
    assert not Response.objects.exclude(submitted_at=None).exists()
    press(last)
    expect(last.locator("h1")).to_contain_text("Your answers have arrived")
    assert on_device(last) == 0
    page_problems[:] = [each for each in page_problems if "ERR_FAILED" not in each]


def test_a_change_stays_in_its_tab_until_it_is_sent(
    site: LiveServer, page: Page, client: Any, invitation: Invitation
) -> None:
    """No single answer is saved while a submitted one is changed, and none is left on the device."""
    for given in (OVERALL, SIX, asked.AHEAD):
        post(client, path(invitation), given)
    page.goto(f"{site.url}{path(invitation)}/change")
    label(page, "overall-2").click()
    page.wait_for_timeout(500)
    assert on_device(page) == 0 and page.evaluate("sessionStorage.length") == 1
    page.reload()
    expect(page.locator("#overall-2")).to_be_checked()

    press(page)

    expect(page.locator("h1")).to_have_text("Six sides of our work")
    assert stored()["overall"] == 8
    assert page.evaluate("sessionStorage.length") == 0


def test_who_typed_later_wins_and_is_told(
    site: LiveServer, open_page: OpenPage, client: Any, invitation: Invitation, page_problems: list[str]
) -> None:
    post(client, path(invitation), OVERALL)
    phone, desk = open_page(width=390), open_page()
    for page in (phone, desk):
        page.goto(f"{site.url}{path(invitation)}")
    label(phone, "quality-2").click()
    label(phone, "completeness-3").click()
    until(phone, lambda: stored().get("completeness") == 3)

    label(desk, "quality-9").click()

    until(desk, lambda: stored().get("quality") == 9)
    assert stored()["completeness"] == 3
    expect(desk.locator("#completeness-3")).to_be_checked()
    expect(kept(desk)).to_contain_text("also open on another device")
    page_problems[:] = [each for each in page_problems if " 409 " not in each]


def test_digits_choose_and_lead_on(site: LiveServer, page: Page, types: Invitation) -> None:
    page.goto(f"{site.url}{path(types)}")
    page.locator("#overall-1").focus()
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("#overall-10")).to_be_checked()
    press(page)
    page.locator("#quality-1").focus()
    for key in ("0", "5", "7", "2"):
        page.keyboard.press(key)

    for name in ("quality-10", "quality_importance-5", "dates-7", "dates_importance-2"):
        expect(page.locator(f"#{name}")).to_be_checked()
    expect(page.locator("#claims-1")).to_be_focused()
    expect(page.locator("#_keys")).to_contain_text("0 to 9")
    until(page, lambda: stored().get("dates_importance") == 2)


def test_a_zero_is_a_zero_where_the_scale_has_one(
    site: LiveServer, page: Page, types: Invitation, client: Any
) -> None:
    answered_to(client, types, 3)
    page.goto(f"{site.url}{path(types)}?page=3")
    page.locator("#nps-5").focus()
    page.keyboard.press("0")
    expect(page.locator("#nps-0")).to_be_checked()


def test_a_ranking_moves_by_buttons(site: LiveServer, page: Page, types: Invitation, client: Any) -> None:
    answered_to(client, types, 4)
    page.goto(f"{site.url}{path(types)}?page=4")
    expect(page.locator(".ranks select").first).to_be_hidden()

    page.get_by_role("button", name="Move up: Bearings").press("Enter")

    until(page, lambda: stored().get("order") == ["a", "c", "b", "d"])
    expect(page.get_by_role("button", name="Move up: Bearings")).to_be_focused()
    page.reload()
    assert page.locator(".rank > span").all_inner_texts()[:2] == ["Steel pipes", "Bearings"]


def test_writing_counts_and_enter_sends_nothing(
    site: LiveServer, page: Page, types: Invitation, client: Any
) -> None:
    answered_to(client, types, 5)
    page.goto(f"{site.url}{path(types)}?page=5")
    page.locator("#name").fill("x" * 90)
    expect(page.locator("#name ~ .left")).to_have_text("10 characters too many")
    page.locator("#why").fill("short")
    expect(page.locator("#why ~ .left")).to_have_text("5 more characters needed")

    page.locator("#name").press("Enter")

    page.wait_for_timeout(300)
    expect(page.locator("#_errors")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("In your words")


def answered_to(client: Any, invitation: Invitation, page: int) -> None:
    """The survey with every type, answered as far as its page `page`."""
    sides = {f"{row}{side}": "4" for row in ("quality", "dates", "claims") for side in ("", "_importance")}
    pages: list[dict[str, str]] = [
        OVERALL,
        sides,
        {"nps": "9", "effort": "6", "trend": "3", "sure": "yes"},
        {"one": "a", "order.a": "1", "order.b": "2", "order.c": "3", "order.d": "4"},
    ]
    for given in pages[: page - 1]:
        assert post(client, path(invitation), given).status_code == 303
