"""The edit page in a real browser: saved as one writes, undone, reordered by keys alone, published."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Survey
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys.editor import desks
from tests.surveys.editor.desks import path

pytestmark = pytest.mark.browser


@pytest.fixture
def helena(site: LiveServer) -> User:
    return desks.writer()


@pytest.fixture
def survey(helena: User) -> Survey:
    return desks.survey(by=helena)


def text(survey: Survey, key: str, language: str = "en") -> str:
    survey.refresh_from_db()
    questions = (q for page in survey.draft["pages"] for q in page["questions"])
    return str(next(q for q in questions if q["key"] == key)["text"].get(language, ""))


def keys(survey: Survey) -> list[str]:
    survey.refresh_from_db()
    return [q["key"] for page in survey.draft["pages"] for q in page["questions"]]


def test_what_is_typed_is_saved_and_undone(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey
) -> None:
    page = desks.opened(open_page, site, helena)
    page.goto(site.url + path(survey, "questions.quality"))
    before = text(survey, "quality")
    page.locator("#questions-quality-text-en").fill("Quality of what we deliver")
    expect(page.locator("#edit-undo")).to_be_enabled()

    assert text(survey, "quality") == "Quality of what we deliver"
    frame = page.frame_locator("#preview-frame")
    expect(frame.get_by_text("Quality of what we deliver")).to_be_visible()
    page.locator("#panel-title").click()
    page.keyboard.press("Control+z")
    expect(page.locator("#questions-quality-text-en")).to_have_value(before)
    assert text(survey, "quality") == before
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#questions-quality-text-en")).to_have_value("Quality of what we deliver")
    page.reload()
    expect(page.locator("#questions-quality-text-en")).to_have_value("Quality of what we deliver")
    page.locator(".pipes summary").click()
    page.locator("#questions-quality-text-ru").fill("Качество для ")
    page.get_by_role("button", name="Insert the client's name").click()
    expect(page.locator("#questions-quality-text-ru")).to_have_value("Качество для [{company}]")
    page.keyboard.press("Control+s")
    expect(frame.get_by_text("Quality of what we deliver")).to_be_visible()
    page.locator("#preview-language").select_option("ru")
    expect(frame.get_by_text("Качество для ООО «Альфа»")).to_be_visible()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_by_keys_alone_from_the_library_to_publishing(
    site: LiveServer, open_page: OpenPage, helena: User
) -> None:
    """Copy, change both languages, add a question with a rule, reorder, see what is wrong, mend, publish."""
    desks.asked.brand()
    page = desks.opened(open_page, site, helena)
    page.goto(f"{site.url}/surveys/new/")
    page.get_by_role("button", name="Start").first.focus()
    press(page, "Enter")
    page.wait_for_url("**/edit/**")
    survey = Survey.objects.get()

    page.locator("#edit-outline a[data-go^='questions.']").first.focus()
    press(page, "Enter")
    expect(page.locator("#panel")).to_be_focused()
    first = keys(survey)[0]
    page.locator(f"#questions-{first}-text-en").focus()
    press(page, "Control+End")
    page.keyboard.type(" Please be frank")
    press(page, "Tab")
    expect(page.locator(f"#questions-{first}-text-ru")).to_be_focused()
    press(page, "Control+End")
    page.keyboard.type(" Честно")
    press(page, "Tab")
    expect(page.locator("#edit-status")).to_contain_text("Saved")
    expect(page.locator("#edit-undo")).to_be_enabled()
    page.wait_for_timeout(700)
    assert text(survey, first).endswith("Please be frank")
    assert text(survey, first, "ru").endswith("Честно")

    page.locator("#edit-outline [data-page]").last.locator("a").first.focus()
    press(page, "Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#edit-adder summary").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Long text").focus()
    press(page, "Enter")
    field = page.locator("#panel textarea").first
    expect(field).to_be_focused()
    page.keyboard.type("What should we do first")
    expect(page.locator("#edit-statement")).to_contain_text("to mend")
    added = keys(survey)[-1]
    expect(page.locator(f"#questions-{added}-text-en-missing")).to_be_empty()
    expect(page.locator(f"#questions-{added}-text-ru-missing")).to_have_text("missing")
    assert text(survey, added) == "What should we do first"

    page.locator(f"#rule-questions-{added}-mode").focus()
    press(page, "i")
    expect(page.locator(".rule-line")).to_have_count(1)
    expect(page.locator(f"#rule-questions-{added}-mode")).to_be_focused()
    assert_accessible(page)

    page.locator(f"[data-item='questions.{added}'] a").focus()
    press(page, "Alt+ArrowUp")
    expect(page.locator("#edit-said")).to_contain_text("What should we do first")
    expect(page.locator(f"[data-item='questions.{added}'] a")).to_be_focused()
    assert keys(survey)[-2] == added

    page.locator("#edit-mend summary").focus()
    press(page, "Enter")
    page.locator("#edit-mend-list a").first.focus()
    press(page, "Enter")
    expect(page.locator(f"#questions-{added}-text-ru")).to_be_focused()
    page.keyboard.type("Что сделать сначала")
    expect(page.locator("#edit-statement")).to_contain_text("Ready to publish")
    page.get_by_role("link", name="Publish").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Publish").focus()
    press(page, "Enter")
    page.wait_for_url(lambda url: "/publish/" not in url)
    version = survey.versions.get()
    assert [q["key"] for p in version.document["pages"] for q in p["questions"]] == keys(survey)
    assert next(q for q in version.document["pages"][-1]["questions"] if q["key"] == added)["show_if"]


def test_two_at_once_are_told_and_nothing_is_overwritten(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey, page_problems: list[str]
) -> None:
    anna = desks.writer("Anna Weber")
    hers = desks.opened(open_page, site, anna)
    mine = desks.opened(open_page, site, helena)
    for page in (hers, mine):
        page.goto(site.url + path(survey, "questions.quality"))
    expect(mine.locator("#edit-present")).to_contain_text("Anna Weber has this open too")
    hers.locator("#questions-quality-text-en").fill("Hers")
    expect(hers.locator("#edit-undo")).to_be_enabled()
    mine.locator("#questions-quality-text-en").fill("Mine")

    notice = mine.locator("#conflict-notice")
    expect(notice).to_contain_text("Anna Weber changed this survey at")
    expect(notice).to_contain_text("Nothing of yours was overwritten")
    expect(mine.locator("#questions-quality-text-en")).to_have_value("Mine")
    assert text(survey, "quality") == "Hers"
    assert_accessible(mine)
    mine.get_by_role("button", name="Keep mine as a copy").click()
    mine.wait_for_url(lambda url: str(survey.uuid) not in url)
    copy = Survey.objects.exclude(id=survey.id).get()
    assert text(copy, "quality") == "Mine"
    assert text(survey, "quality") == "Hers"
    page_problems[:] = [each for each in page_problems if " 409 " not in each]


def test_a_lost_connection_is_said_and_the_words_are_kept(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey, page_problems: list[str]
) -> None:
    page = desks.opened(open_page, site, helena)
    page.goto(site.url + path(survey, "questions.quality"))
    page.context.set_offline(True)
    page.locator("#questions-quality-text-en").fill("Written on a train")
    expect(page.locator("#edit-status")).to_contain_text("Not saved")
    assert text(survey, "quality") != "Written on a train"
    page.context.set_offline(False)
    expect(page.locator("#edit-status")).to_contain_text("Saved")
    assert text(survey, "quality") == "Written on a train"
    page_problems.clear()


def test_a_question_is_dragged_to_another_page(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey
) -> None:
    page = desks.opened(open_page, site, helena)
    page.goto(site.url + path(survey, "survey"))
    source = page.locator("[data-item='questions.delivery_dates']")
    source.hover()
    page.mouse.down()
    page.locator("[data-item='questions.overall']").hover(position={"x": 20, "y": 2})
    page.mouse.up()
    expect(page.locator("#edit-said")).to_contain_text("question 1 of 2 on page 1")
    assert keys(survey)[:2] == ["delivery_dates", "overall"]


def test_without_scripts_it_is_plain_forms(
    site: LiveServer, open_page: OpenPage, helena: User, survey: Survey
) -> None:
    page = desks.opened(open_page, site, helena, width=390, with_javascript=False)
    page.goto(site.url + path(survey, "questions.quality"))
    page.locator("#questions-quality-text-en").fill("Plainly")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#questions-quality-text-en")).to_have_value("Plainly")
    page.locator("#questions-quality-text-en").fill("Plainly moved")
    page.get_by_role("button", name="Move down").click()
    assert text(survey, "quality") == "Plainly moved"
    assert keys(survey)[1:3] == ["delivery_dates", "quality"]
    page.get_by_role("button", name="Undo").click()
    assert keys(survey)[1:3] == ["quality", "delivery_dates"]


@pytest.mark.parametrize(
    ("width", "is_dark", "parts"),
    [
        (1280, False, ["periodic-csi survey", "periodic-csi questions.importance", "support thanks"]),
        (390, True, ["periodic-csi mail", "periodic-csi pages.sides", "support questions.made_hard"]),
    ],
    ids=["desk", "dark phone"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: LiveServer, open_page: OpenPage, helena: User, *, width: int, is_dark: bool, parts: list[str]
) -> None:
    """One part of each kind with all its folds open, the list of kinds, a new grid."""
    surveys = {key: desks.survey(key, by=helena) for key in ("periodic-csi", "support")}
    page = desks.opened(open_page, site, helena, width=width, is_dark=is_dark)
    page.emulate_media(reduced_motion="reduce")  # half a transition has half the contrast
    for part in parts:
        key, at = part.split()
        page.goto(site.url + path(surveys[key], at))
        page.locator("#panel details, #outline-fold").evaluate_all(
            "all => all.forEach((e) => { e.open = true; })"
        )
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), at
    page.locator("#edit-adder summary").click()
    page.get_by_role("button", name="Grid").click()
    expect(page.locator("#panel-title")).to_have_text("Grid")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
