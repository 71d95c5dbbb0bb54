"""Writing rules, leaving out, budgets, readiness and addresses: in a browser, on a phone and in the dark."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from csat.programs.models import Budget, Exclusion, Program, ProgramKind
from surveys.actions import suppressing
from surveys.models import Survey
from tests import factories
from tests.csat import asking
from tests.factories import Cast
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture
def shop(site: LiveServer, cast: Cast) -> Program:
    """A draft of a rule, people, one who waits to be left out, and one who opted out."""
    now = timezone.now()
    asking.set_up(now)
    irina = factories.ContactFactory(account=cast.account, name="Irina", email="irina@client.example")
    Exclusion.objects.create(
        contact=irina,
        reason="claim",
        words="A claim is open since Monday.",
        starts_on=now.date(),
        ends_on=date(now.year + 1, 1, 1),
        asked_at=now,
        asked_by=cast.anna.user,
        manager=cast.anna,
    )
    suppressing.suppress(address="gone@client.example", reason=suppressing.BOUNCED, now=now, note="550 5.1.1")
    return Program.objects.create(
        name="After delivery",
        kind=ProgramKind.POST_SALE,
        survey=Survey.objects.get(key="post-sale"),
        starts_on=date(2026, 11, 1),
    )


def signed_in(page: Page, site: LiveServer) -> Page:
    client = Client()
    client.force_login(factories.login("boss", Role.ADMINISTRATOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    return page


PHONE = {"width": 390, "is_dark": True, "language": "ru"}


@pytest.mark.parametrize("screen", [PHONE, {"width": 1280}], ids=["phone", "desk"])
def test_pages_fit_and_are_accessible(
    site: LiveServer, shop: Program, open_page: OpenPage, screen: dict[str, Any]
) -> None:
    page = signed_in(open_page(**screen), site)
    account = Exclusion.objects.get().contact.account
    for address in (
        "/programs/",
        f"/programs/{shop.uuid}/",
        f"/programs/{shop.uuid}/edit/",
        f"/programs/{shop.uuid}/ready/",
        "/programs/new/?kind=periodic",
        "/programs/new/?kind=one_off",
        "/exclusions/",
        f"/exclusions/new/?account={account.uuid}",
        "/budgets/",
        "/surveys/suppressions/",
        f"/surveys/suppressions/{suppressing.suppressions().get().uuid}/lift/",
        "/today/",
    ):
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], address
        assert_accessible(page)


def test_the_rule_is_told_while_it_is_written(site: LiveServer, shop: Program, open_page: OpenPage) -> None:
    page = signed_in(open_page(), site)
    page.goto(f"{site.url}/programs/{shop.uuid}/edit/")
    look = page.locator("#look")
    expect(look).to_contain_text("asked 3 working days later")
    page.get_by_label("Working days after it").fill("5")
    page.get_by_label("Working days after it").blur()
    expect(look).to_contain_text("asked 5 working days later")
    page.get_by_label("What it is about").select_option("account.country")
    page.get_by_label("With what").fill("FR")
    page.get_by_label("With what").blur()
    expect(look).to_contain_text("Nobody fits.")
    page.get_by_role("button", name="Add a row").click()
    expect(page.get_by_label("With what")).to_have_count(2)
    assert page.get_by_label("With what").first.input_value() == "FR"
    page.get_by_label("Name of the rule").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("After delivery: nobody was asked yet.")
    shop.refresh_from_db()
    assert shop.delay_business_days == 5
    assert shop.conditions == {"all": [{"fact": "account.country", "is": "FR"}]}


def test_a_list_without_a_script(site: LiveServer, shop: Program, open_page: OpenPage) -> None:
    page = signed_in(open_page(with_javascript=False), site)
    page.goto(f"{site.url}/programs/new/?kind=one_off")
    page.get_by_label("Name of the rule").fill("Once")
    page.get_by_label("Which survey").select_option(str(shop.survey.uuid))
    page.get_by_label("Find people").fill("irina")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_label("Irina").check()
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Once: nobody was asked yet.")
    assert Program.objects.get(name="Once").chosen.get().contact.name == "Irina"


def test_a_colleague_approves(site: LiveServer, shop: Program, open_page: OpenPage) -> None:
    page = signed_in(open_page(), site)
    page.goto(site.url + "/today/")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_contain_text("Approved.")
    assert Exclusion.objects.get().state == "active"


def test_budgets_are_looked_at_before_they_are_saved(
    site: LiveServer, shop: Program, open_page: OpenPage
) -> None:
    page = signed_in(open_page(), site)
    page.goto(site.url + "/budgets/")
    page.get_by_label("How many surveys").first.fill("2")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("main")).to_contain_text("would be put off")
    assert not Budget.objects.exists()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("at most 2 surveys in 45 days")
    assert Budget.objects.count() == 2
