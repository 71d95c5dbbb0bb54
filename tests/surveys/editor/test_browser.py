"""The pages around the editor in a real browser: they fit, axe finds nothing, colours follow the hand."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from surveys.actions import library
from surveys.actions.drafting import history, saving, starting
from surveys.definition.editing import questions, texts
from surveys.models import DiscardedHits, Survey
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked
from tests.surveys.editor import desks

pytestmark = pytest.mark.browser
LONG = "Messe Nürnberg: Besucher unseres Standes, die ihre Visitenkarte hinterlassen haben, " * 2


@pytest.fixture
def edited(site: LiveServer) -> Survey:
    """A survey with answers, programs that knocked, and a draft that differs."""
    now = timezone.now()
    library.load(now=now)
    survey = Survey.objects.get(key="post-sale")
    version = survey.versions.get()
    for number in range(3):
        version.responses.create(
            invitation=asked.invitation(version, now=now),
            language="en",
            started_at=now,
            saved_at=now,
            submitted_at=now,
            submission_id=uuid4(),
            revision=1,
            verdict="doubtful" if number else "counts",
        )
    DiscardedHits.objects.create(survey=survey, day=now.date(), kind="head", hits=7)
    document = questions.remove_question(history.document_of(survey), "felt_pressed")
    document = texts.set_text(document, "title", language="ru", text="Как прошёл ваш заказ?")
    by = desks.writer()
    saving.save(survey=survey, document=document, base_revision=0, what="text title.ru", by=by, now=now)
    starting.start_blank(name=LONG, languages=["en", "ru"], by=by, now=now)
    return survey


@pytest.mark.parametrize(("width", "is_dark"), [(390, True), (1280, False)])
def test_the_pages_fit_and_are_accessible(
    *, site: LiveServer, edited: Survey, open_page: OpenPage, width: int, is_dark: bool
) -> None:
    page = desks.opened(open_page, site, desks.writer(), width=width, is_dark=is_dark)
    blank = Survey.objects.get(key="survey-2")
    for address in (
        "",
        "?show=archived",
        "new/",
        "wording/",
        "wording/ru/",
        "brand/",
        f"{edited.uuid}/",
        f"{edited.uuid}/versions/",
        f"{edited.uuid}/compare/?old=1&new=draft",
        f"{edited.uuid}/publish/",
        f"{edited.uuid}/archive/",
        f"{blank.uuid}/publish/",
    ):
        page.goto(f"{site.url}/surveys/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_a_survey_is_begun_and_published_by_hand(
    site: LiveServer, edited: Survey, open_page: OpenPage
) -> None:
    page = desks.opened(open_page, site, desks.writer())
    page.goto(f"{site.url}/surveys/")
    page.get_by_role("link", name="After an order").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clients see version 1")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("status")).to_contain_text("Version 2 is out")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clients see version 2")


def test_the_colour_is_shown_while_it_is_chosen(
    site: LiveServer, edited: Survey, open_page: OpenPage
) -> None:
    page = desks.opened(open_page, site, desks.writer())
    page.goto(f"{site.url}/surveys/brand/")
    before = page.locator(".brand-preview").inner_html()
    page.get_by_label("Colour", exact=True).fill("#c02020")
    expect(page.locator(".brand-preview rect").nth(2)).not_to_have_attribute("fill", "#0b5d57")
    page.wait_for_function(
        "before => document.querySelector('.brand-preview').innerHTML !== before", arg=before
    )
