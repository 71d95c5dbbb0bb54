"""What is noticed about answers fits a phone and a desk, is accessible, and its rules are kept by a click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from csat.scores.flags.rules import left_out
from csat.scores.models import AnswerFlag
from surveys.actions import reviewing
from surveys.models import Response
from tests.csat.answered import heard
from tests.factories import Cast, ContactFactory, login
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
NOTED = {
    "burst": {"clients": 6, "expected": 1.4},
    "own_address": {"domain": "meridian.example"},
    "straight_lined": {"items": 7, "given": 10, "reversed": 0, "seconds": 8},
    "same_device": {"answers": 3, "clients": 2, "minutes": 9},
}


@pytest.fixture
def noted(site: LiveServer, cast: Cast) -> Response:
    """A year of answers of two managers' clients; the last one has every note and waits."""
    now = timezone.now()
    for account, many in ((cast.account, 9), (cast.foreign, 7)):
        contact = ContactFactory(account=account, name="Мария Кузнецова")
        answers = [heard(contact, 8, at=now - timedelta(days=35 * n + 1)) for n in range(many)]
    last = answers[0]
    for reason, facts in NOTED.items():
        more = {"others": [answers[1].pk, answers[2].pk]} if reason == "same_device" else {}
        AnswerFlag.objects.create(response=last, reason=reason, facts=facts | more, noticed_at=now)
    AnswerFlag.objects.create(
        response=answers[1], reason="burst", facts=NOTED["burst"], noticed_at=now - timedelta(days=3)
    )
    reviewing.doubt(reasons={last.pk: ["own_address"]}, now=now)
    return last


def signed_in(page: Page, site: LiveServer) -> None:
    client = Client()
    client.force_login(login("olga", Role.OPERATOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_the_pages_fit_and_are_accessible(
    *,
    site: LiveServer,
    noted: Response,
    open_page: Callable[..., Page],
    width: int,
    is_dark: bool,
    language: str,
) -> None:
    page = open_page(width=width, is_dark=is_dark, language=language)
    signed_in(page, site)
    for address in ("/answers/flagged/", "/answers/?flag=burst", f"/answers/{noted.uuid}/"):
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert_accessible(page)


def test_rules_are_kept_and_the_way_leads_to_what_waits(
    site: LiveServer, noted: Response, page: Page
) -> None:
    signed_in(page, site)
    page.goto(f"{site.url}/answers/flagged/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of 16 answers")
    page.get_by_label("Leave out: an account manager's clients answered together").check()
    page.get_by_role("button", name="Keep these rules").click()
    expect(page.get_by_text("It holds from the next answer on.")).to_be_visible()
    assert "burst" in left_out()
    page.get_by_role("link", name="Look over 1 that does not count until then").click()
    expect(page.get_by_text("Asked at one of our own addresses")).to_be_visible()
