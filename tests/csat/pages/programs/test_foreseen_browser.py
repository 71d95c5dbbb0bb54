"""Calendar, dry run, round, ledger, sending and "why asked" in a browser: on a phone and in the dark."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from csat.access import Role
from csat.customers.models import DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Program, ProgramKind, ProgramState, Slot, Touchpoint, Wave
from surveys.actions.pacing import domains
from surveys.calendar import business_days
from surveys.models import Survey
from tests import factories
from tests.csat import asking
from tests.factories import Cast
from tests.real.browser import assert_accessible

pytestmark = pytest.mark.browser
LONG = "Gesellschaft für außergewöhnlich lange Firmennamen und Präzisionswerkzeugmaschinenbau mbH & Co. KG"


@pytest.fixture
def busy(site: LiveServer, cast: Cast) -> dict[str, str]:
    """Two rules with people asked today and foreseen, at a client with a long name; name -> address."""
    now = timezone.now()
    today = now.date()
    asking.set_up(now)
    account = factories.AccountFactory(name=LONG)
    rules = {
        kind: Program.objects.create(
            name=f"Rule {kind}",
            kind=kind,
            survey=Survey.objects.get(key=key),
            state=ProgramState.RUNNING,
            starts_on=today - timedelta(days=400),
            cadence_months=1,
            key_cadence_months=1,
        )
        for kind, key in ((ProgramKind.POST_SALE, "post-sale"), (ProgramKind.PERIODIC, "periodic-csi"))
    }
    for ago in (1, 3, 40):
        day = business_days.add(today, -ago, "DE")
        deal = factories.DealFactory(account=account, stage=DealStage.DELIVERED, delivered_on=day)
        DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=account))
    Slot.objects.create(program=rules[ProgramKind.PERIODIC], account=account, offset=0)
    for rule in rules.values():
        planning.plan(program=rule, now=now)
    domains.limit(domain="client.example", most_an_hour=60, now=now)
    invitation = Touchpoint.objects.select_related("invitation", "contact").first()
    assert invitation is not None
    return {
        "calendar": "/programs/calendar/",
        "dry run": f"/programs/{rules[ProgramKind.POST_SALE].uuid}/dry-run/",
        "rounds": "/programs/rounds/",
        "round": f"/programs/rounds/{Wave.objects.order_by('month').last().uuid}/",
        "ledger": f"/programs/invitations/{invitation.invitation.uuid}/",
        "sending": "/programs/sending/",
        "why": f"/contacts/{invitation.contact.uuid}/asked/",
    }


def signed_in(page: Page, site: LiveServer) -> Page:
    client = Client()
    client.force_login(factories.login("olga", Role.OPERATOR))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
    return page


def test_every_page_is_accessible_and_fits_a_phone(
    site: LiveServer, busy: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = signed_in(open_page(width=390, is_dark=True), site)
    for name, address in busy.items():
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        assert_accessible(page)


def test_the_calendar_on_a_desk(
    site: LiveServer, busy: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = signed_in(open_page(), site)
    page.goto(site.url + busy["calendar"])
    assert_accessible(page)
    day = page.locator(".cell a:has(.name)").first
    day.click()
    expect(page.locator(".cell.chosen")).to_have_count(1)
    expect(page.locator("#day .rows > li").first).to_be_visible()
    page.get_by_label("as if drafts and paused rules ran").check()
    page.wait_for_url("**as_if=1**")
    expect(page.locator(".cell.chosen")).to_have_count(1)


def test_hold_and_release_by_hand(
    site: LiveServer, busy: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = signed_in(open_page(), site)
    page.goto(site.url + busy["sending"])
    page.get_by_label("Why").fill("a wrong list")
    page.get_by_role("button", name="Hold all sending").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing is sent: sending is held")
    assert_accessible(page)
    page.get_by_role("button", name="Release sending").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("held")
