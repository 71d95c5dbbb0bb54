"""The import page in a real browser: a file becomes a draft, on a phone too, and axe has nothing to say."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Survey
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys.definition.exchange.files import FOLDER
from tests.surveys.editor import desks

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "is_dark"), [(1280, False), (390, True)])
def test_a_file_becomes_a_draft(site: LiveServer, open_page: OpenPage, width: int, is_dark: bool) -> None:
    page = desks.opened(open_page, site, desks.writer(), width=width, is_dark=is_dark)
    page.goto(f"{site.url}/surveys/import/")
    assert_accessible(page)
    page.locator("#file").set_input_files(FOLDER / "supplier.surveyjs.json")
    page.locator("form .btn-main").click()

    expect(page.locator("h1")).to_contain_text("SurveyJS")
    for details in page.locator("main details").all():
        details.locator("summary").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("button[value=new]").click()
    page.wait_for_url("**/edit/**")
    assert Survey.objects.get().key == "how-do-we-do"
