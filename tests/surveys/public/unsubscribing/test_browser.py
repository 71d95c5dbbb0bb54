import os

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys import tokens
from surveys.actions import library, suppressing
from surveys.models import Invitation, Suppression, TokenPurpose
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import invited

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(site: LiveServer) -> Invitation:
    library.load(now=timezone.now())
    return invited.invite(timezone.now(), language="ru")


def visit(page: Page, site: LiveServer, invitation: Invitation) -> None:
    page.goto(f"{site.url}/u/{tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)}")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "is_dark"), [(390, False), (1280, True)])
def test_a_person_chooses_and_takes_it_back_without_a_script(
    site: LiveServer, made: Invitation, open_page: OpenPage, width: int, is_dark: bool
) -> None:
    page = open_page(width=width, is_dark=is_dark, with_javascript=False)
    visit(page, site, made)
    shown(page, f"asked-{width}")
    page.get_by_label("Готовы ли вы нас рекомендовать").uncheck()
    page.get_by_role("button", name="Сохранить выбор").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваш выбор сохранён")
    assert [row.kind for row in Suppression.objects.all()] == ["nps"]
    shown(page, f"kept-{width}")
    page.get_by_role("button", name="Больше не спрашивать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Мы больше не будем вас спрашивать")
    shown(page, f"done-{width}")
    page.get_by_label("Как прошёл заказ").check()
    page.get_by_role("button", name="Спрашивайте меня снова").click()
    standing = suppressing.standing_of(made.address)
    assert "" not in {row.kind for row in standing}
    assert "post_sale" not in {row.kind for row in standing}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_fits(
    site: LiveServer, made: Invitation, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    visit(page, site, made)
    assert_accessible(page)
    assert fits(page)


def shown(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/unsubscribe-{name}.png", full_page=True)
