"""The mail's page in a browser: what is typed is saved and stands in the mail; everybody can read it."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.actions.drafting import saving
from surveys.models import Survey
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys.editor import desks

pytestmark = pytest.mark.browser


def opened(open_page: OpenPage, site: LiveServer, **screen: object) -> tuple[Page, Survey]:
    one = desks.survey("post-sale")
    page = desks.opened(open_page, site, desks.writer(), **screen)
    page.goto(f"{site.url}/surveys/{one.uuid}/mail/")
    return page, one


def test_what_is_typed_is_saved_and_shown_at_once(site: LiveServer, open_page: OpenPage) -> None:
    page, one = opened(open_page, site)
    mail = page.frame_locator("#preview-frame")
    expect(mail.get_by_text("how your order SO-1001")).to_be_visible()

    page.get_by_label("First lines of the invitation: English").fill("Just [about {goods}] a word.")
    expect(mail.get_by_text("Just about Bearings, 200 pieces a word.")).to_be_visible()
    page.get_by_label("Subject of the invitation: English").fill("One word?")
    expect(page.locator("#mail-envelope")).to_contain_text("One word?")
    expect(page.locator("h1")).to_contain_text("2 of the four texts")
    one.refresh_from_db()
    assert saving.open_draft(one).document["mail"]["subject"] == {"en": "One word?"}

    page.locator("#mail-which").select_option("reminder")
    expect(mail.get_by_text("This is the only reminder.")).to_be_visible()
    expect(page.get_by_label("Subject of the reminder: English")).to_have_attribute(
        "placeholder", "Reminder: One word?"
    )
    page.locator("#preview-light").select_option("dark")
    expect(mail.locator(".sheet")).to_have_css("background-color", "rgb(32, 29, 25)")
    expect(mail.get_by_text("This is the only reminder.")).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Subject of the invitation: English")).to_have_value("")
    expect(page.get_by_label("First lines of the invitation: English")).to_have_value(re.compile("Just"))


def test_a_number_in_the_frame_leads_nowhere(site: LiveServer, open_page: OpenPage) -> None:
    page, _one = opened(open_page, site)
    mail = page.frame_locator("#preview-frame")
    mail.get_by_label("7 of 10").click()
    expect(mail.get_by_text("Nothing is sent until you confirm it there.")).to_be_visible()


def test_somebody_else_was_first(site: LiveServer, open_page: OpenPage, page_problems: list[str]) -> None:
    page, one = opened(open_page, site)
    draft = saving.open_draft(one)
    changed = dict(draft.document) | {"minutes": 9}
    saving.save(
        survey=one,
        document=changed,
        base_revision=draft.revision,
        what="save",
        by=None,
        now=one.created_at,
    )
    page.get_by_label("Subject of the invitation: English").fill("Mine")
    expect(page.locator("#edit-conflict")).to_contain_text("Keep mine as a copy")
    page.get_by_role("button", name="Keep mine as a copy").click()
    page.wait_for_url(re.compile(r"/edit/"))
    copy = Survey.objects.exclude(pk=one.pk).get()
    assert saving.open_draft(copy).document["mail"]["subject"] == {"en": "Mine"}
    page_problems.clear()  # the browser complains of the 409


@pytest.mark.parametrize(("width", "is_dark"), [(390, True), (1280, False)])
def test_it_is_accessible_and_fits(
    site: LiveServer, open_page: OpenPage, *, width: int, is_dark: bool
) -> None:
    page, _one = opened(open_page, site, width=width, is_dark=is_dark)
    for kind in ("invitation", "text", "short"):
        page.locator("#mail-which").select_option(kind)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_a_button_saves_and_comes_back(site: LiveServer, open_page: OpenPage) -> None:
    page, one = opened(open_page, site, with_javascript=False)
    page.get_by_label("Subject of the invitation: English").fill("Plain")
    page.get_by_role("button", name="Save").click()
    assert page.url.startswith(f"{site.url}/surveys/{one.uuid}/mail/")
    expect(page.get_by_label("Subject of the invitation: English")).to_have_value("Plain")
