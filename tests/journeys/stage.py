"""What the stories have in common: a company ready to ask, the morning that comes, a client who answers."""

import re
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

from django.utils import timezone
from playwright.sync_api import Page

from config.stack.mail.server import Server
from csat.access import Role
from csat.customers.models import Account, Company, Contact, Deal, DealContact
from csat.programs.models import Program, ProgramKind, ProgramState, Touchpoint
from surveys.actions import library
from surveys.calendar import business_days
from surveys.models import Batch, Brand, Invitation, Message, Survey
from tests import factories

COUNTRY = "DE"
SECONDS_A_PAGE = 3  # faster than a person reads, and the answer is doubted


def company_ready_to_ask() -> None:
    """Our own company with a sender and the library's surveys, and a director's login."""
    Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin", country=COUNTRY)
    Brand.objects.create(
        id=1,
        name="Nordlicht Bearings",
        sender_name="Irina Belova",
        sender_title="head of customer service",
        sender_address="irina.belova@nordlicht.example",
        reply_to_address="irina.belova@nordlicht.example",
    )
    library.load(now=timezone.now())
    factories.login("director", Role.MANAGEMENT)


def running_program(kind: ProgramKind, survey_key: str) -> Program:
    return Program.objects.create(
        name=survey_key,
        kind=kind,
        survey=Survey.objects.get(key=survey_key),
        state=ProgramState.RUNNING,
        starts_on=date(2026, 1, 1),
    )


def buyer(account: Account, name: str, *, language: str = "en") -> Contact:
    """A contact whom we may write to."""
    address = name.lower().replace(" ", ".") + "@client.example"
    return factories.ContactFactory(account=account, name=name, email=address, language=language)


def delivered_deal(account: Account, contact: Contact, *, now: datetime, days_ago: int = 3) -> Deal:
    """An order delivered so many business days ago."""
    delivered_on = business_days.add(now.date(), -days_ago, COUNTRY)
    deal = factories.DealFactory(
        account=account,
        manager=account.assignments.get(capacity="manager").employee,
        stage="delivered",
        closed_on=delivered_on - timedelta(days=20),
        delivered_on=delivered_on,
    )
    DealContact.objects.create(deal=deal, contact=contact)
    return deal


def let_the_morning_come() -> None:
    """What is planned for a working hour to come is due now; the test may run on a Sunday night."""
    now = timezone.now()
    Touchpoint.objects.filter(occurred_on__gt=timezone.localdate()).update(occurred_on=timezone.localdate())
    Batch.objects.update(opens_at=None, closes_at=None)
    Invitation.objects.filter(not_before_at__gt=now).update(not_before_at=now)
    Message.objects.filter(number=0, due_at__gt=now).update(due_at=now)


def invited(mail_server: Server) -> dict[str, EmailMessage]:
    """Address -> the invitation that arrived there."""
    mails = [mail for mail in mail_server.messages() if mail["X-Invitation-Id"]]
    return {parseaddr(str(mail["To"]))[1]: mail for mail in mails}


def link_in(mail: EmailMessage) -> str:
    """The personal link to the survey out of the mail's text."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"https?://\S+/s/[\w-]+", text)
    assert found, text
    return found.group()


def answer_in_browser(page: Page, link: str, *, score: int, words: str = "", wish: str = "") -> None:
    """Answer every scale with `score` and go on to the thanks, as a person does."""
    page.wait_for_timeout(SECONDS_A_PAGE * 1000)
    page.goto(link)
    for _ in range(6):
        if page.locator("form fieldset, form textarea").count() == 0:
            return
        _fill(page, score=score, words=words, wish=wish)
        page.wait_for_timeout(SECONDS_A_PAGE * 1000)
        with page.expect_navigation():
            page.locator("form .go button").first.click()
    raise AssertionError(f"never came to an end: {page.url}\n{page.locator('body').inner_text()}")


def _fill(page: Page, *, score: int, words: str, wish: str) -> None:
    names = set(page.locator("input[type=radio]").evaluate_all("all => all.map(one => one.name)"))
    for name in sorted(names):
        option = page.locator(f"input[type=radio][name='{name}'][value='{score}']")
        if option.count():
            option.check(force=True)
    if words and page.locator("textarea").count():
        page.locator("textarea").first.fill(words)
    if wish and page.locator(f"input[value='{wish}']").count():
        page.locator(f"input[value='{wish}']").check(force=True)


def log_in(page: Page, base: str, username: str) -> None:
    page.goto(f"{base}/account/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.locator("main form button").click()
