"""Ready to send: what is not green stands in the way of a start, unless an administrator says why."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import Account
from csat.programs.models import Program, ProgramKind, ProgramState
from surveys.actions.company import checking
from surveys.channels.domain_checks import CannotLookUp
from surveys.models import Brand, Survey
from tests import factories
from tests.csat import asking

pytestmark = pytest.mark.django_db
RECORDS = {
    "ours.example": ["v=spf1 mx -all"],
    "s1._domainkey.ours.example": ["v=DKIM1; p=ABCD"],
    "_dmarc.ours.example": ["v=DMARC1; p=none"],
}


@pytest.fixture
def draft(now, time_machine) -> Program:
    time_machine.move_to(now, tick=False)
    asking.set_up(now)
    factories.ContactFactory()
    return Program.objects.create(
        name="After delivery",
        kind=ProgramKind.POST_SALE,
        survey=Survey.objects.get(key="post-sale"),
        starts_on=date(2026, 11, 1),
    )


@pytest.fixture
def olga(draft: Program) -> User:
    return factories.login("olga", Role.OPERATOR)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def make_green(user: User, now) -> None:
    checking.check_domain(by=user, now=now, selector="s1", look_up=lambda name: RECORDS.get(name, []))
    checking.name_reader(reader="Dora Sender")
    checking.confirm_test_mail(by=user, now=now)


def start_page(program: Program) -> str:
    return reverse("program_ready", args=[program.uuid])


def test_a_new_installation_is_not_ready(olga: User, draft: Program) -> None:
    page = text(as_(olga), start_page(draft))
    assert "5 things stand between “After delivery” and its start." in page
    assert "The DNS was not asked about this sender yet." in page
    assert "nobody is named who reads it" in page


def test_green_starts(olga: User, draft: Program, now) -> None:
    make_green(olga, now)
    client = as_(olga)
    page = text(client, start_page(draft))
    assert "“After delivery” is ready to start." in page and "Dora Sender reads reply@ours.example." in page
    client.post(start_page(draft))
    draft.refresh_from_db()
    assert draft.state == ProgramState.RUNNING and draft.started_despite is None


def test_red_is_overruled_by_an_administrator_with_a_reason_only(olga: User, draft: Program) -> None:
    refused = as_(olga).post(start_page(draft), {"despite": "they wait"})
    assert refused.status_code == 409 and "Only an administrator" in refused.content.decode()
    straight = as_(olga).post(reverse("program_start", args=[draft.uuid]), follow=True)
    assert "Not everything is ready." in straight.content.decode()
    boss = factories.login("boss", Role.ADMINISTRATOR)
    assert as_(boss).post(start_page(draft)).status_code == 409
    as_(boss).post(start_page(draft), {"despite": "DNS is moved tonight"})
    draft.refresh_from_db()
    assert draft.state == ProgramState.RUNNING
    assert draft.started_despite["checks"] == ["spf", "dkim", "dmarc", "replies", "test_mail"]
    page = text(as_(olga), reverse("program", args=[draft.uuid]))
    assert "by boss@ours.example: DNS is moved tonight" in page


def test_what_is_wrong_comes_with_the_record_to_add(olga: User, draft: Program, now) -> None:
    checking.check_domain(by=olga, now=now, look_up=lambda name: [])
    page = text(as_(olga), reverse("ready"))
    assert "There is no such record." in page and "v=DMARC1; p=none; rua=mailto:reply@ours.example" in page
    assert "name its selector" in page


def test_what_the_dns_said_grows_old_and_belongs_to_one_domain(olga: User, draft: Program, now) -> None:
    make_green(olga, now - timedelta(days=31))
    assert "ask again" in text(as_(olga), reverse("ready"))
    make_green(olga, now)
    assert "Everything is ready to send." in text(as_(olga), reverse("ready"))
    Brand.objects.update(sender_address="dora@other.example")
    page = text(as_(olga), reverse("ready"))
    assert "The DNS was not asked about this sender yet." in page and "4 things" in page


def test_no_name_server_is_not_known(olga: User, draft: Program, now) -> None:
    def silent(name: str) -> list[str]:
        raise CannotLookUp(name)

    checking.check_domain(by=olga, now=now, selector="s1", look_up=silent)
    assert "No name server answered within three seconds." in text(as_(olga), reverse("ready"))


def test_guesses_are_told_but_in_nobodys_way(olga: User, draft: Program, now) -> None:
    make_green(olga, now)
    Account.objects.update(country="", zone="")
    page = text(as_(olga), start_page(draft))
    assert "1 client has no country: the holidays of DE are kept there." in page
    assert "the clock of Europe/Berlin is taken" in page and "is ready to start" in page


def test_the_pages_own_forms(olga: User, draft: Program) -> None:
    client = as_(olga)
    back = start_page(draft)
    answer = client.post(reverse("ready_reader"), {"reader": " Dora  Sender ", "back": back})
    assert answer["Location"] == back and Brand.objects.get().reply_reader == "Dora Sender"
    answer = client.post(reverse("ready_test_mail"), {"back": "//evil.example/programs/"})
    assert answer["Location"] == reverse("ready")
    assert "Arrived and looked right: olga@ours.example" in text(client, back)
    anna = as_(factories.login("anna", Role.MANAGER))
    assert anna.get(reverse("ready")).status_code == 403
    assert anna.post(reverse("ready_test_mail")).status_code == 403


def test_an_unpublished_survey_and_other_languages(olga: User, draft: Program, now) -> None:
    make_green(olga, now)
    factories.ContactFactory(language="fr")
    assert "People speak fr too" in text(as_(olga), start_page(draft))
    draft.survey = Survey.objects.create(key="empty", title="Empty", kind="other")
    draft.save()
    page = text(as_(olga), start_page(draft))
    assert "“Empty” is not published." in page and "1 thing stands between" in page
