"""The pages of answers fit a phone and a desk, are accessible, and work from the list to a file."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from surveys.models import Response
from tests.csat.answered import answer, heard, periodic
from tests.factories import Cast, ContactFactory, login
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
LONG = "Общество с ограниченной ответственностью «Уральскийзаводпрецизионныхподшипниковыхузлов»"


@pytest.fixture
def doubted(site: LiveServer, cast: Cast) -> Response:
    """Three rounds of answers of a client with a long name, the last of them doubtful."""
    cast.account.name = LONG
    cast.account.save()
    maria = ContactFactory(account=cast.account, name="Мария")
    now = timezone.now()
    heard(maria, 4, at=now - timedelta(days=90), words="Сроки срываются " * 30)
    heard(maria, 9, at=now - timedelta(days=40))
    last = answer(maria, periodic(6), at=now - timedelta(days=1), verdict="doubtful")
    last.doubts = ["too_fast", "all_links_fetched"]
    last.save()
    return last


def signed_in(page: Page, site: LiveServer) -> None:
    client = Client()
    client.force_login(login("olga", Role.OPERATOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_pages_of_answers_fit_and_are_accessible(
    *,
    site: LiveServer,
    doubted: Response,
    open_page: Callable[..., Page],
    width: int,
    is_dark: bool,
    language: str,
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site)
    for address in (
        "/answers/",
        "/answers/?channel=link",
        "/answers/doubtful/",
        f"/answers/{doubted.uuid}/",
        "/answers/export/",
        "/import/answers/",
    ):
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_from_the_list_to_a_judgement_and_a_file(site: LiveServer, doubted: Response, page: Page) -> None:
    signed_in(page, site)
    page.goto(f"{site.url}/answers/")
    page.get_by_label("State").select_option("Doubtful")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("h1")).to_contain_text("1 answer fits these filters")
    page.goto(f"{site.url}/answers/doubtful/")
    page.get_by_label("Why, for those ticked").fill("Rang her")
    page.get_by_role("button", name="People: let them count").click()
    expect(page.get_by_text("1 answer counts.")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("No answer looks doubtful")
    page.goto(f"{site.url}/answers/export/?words=" + "Сроки")
    page.get_by_label("CSV that opens right in Excel").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert saved.value.suggested_filename.endswith(".csv") and LONG in text
