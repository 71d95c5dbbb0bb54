"""The pages of survey rules: what they say, what they do, and who may."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Program, ProgramState
from surveys.models import Batch
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client


@pytest.fixture
def planned(post_sale: Program, periodic: Program, cast: Cast, now, time_machine) -> Program:
    time_machine.move_to(now, tick=False)
    for name, email in (("Irina", "irina@client.example"), ("Igor", None)):
        deal = factories.DealFactory(
            account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16)
        )
        DealContact.objects.create(
            deal=deal, contact=factories.ContactFactory(account=cast.account, name=name, email=email)
        )
    factories.DealFactory(
        account=cast.foreign,
        reference="SO-77",
        stage=DealStage.DELIVERED,
        delivered_on=date(2026, 11, 16),
    )
    planning.plan(program=post_sale, now=now)
    return post_sale


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_shows_rules_days_and_what_to_repair(operator: Client, planned: Program) -> None:
    page = text(operator, reverse("programs"))
    assert "1 mail goes out on Thursday 19 November 2026." in page
    assert "After delivery" in page and "delivered is asked 3 working days later" in page
    assert "Order SO-77 names no contact." in page
    assert "Not asked: no e-mail address is known." in page


def test_a_rule_shows_its_decisions_with_reasons_in_the_readers_language(operator: Client, planned) -> None:
    url = reverse("program", args=[planned.uuid])
    assert "After delivery: 0 of 1 have answered." in text(operator, url)
    narrowed = text(operator, url + "?reason=no_email")
    assert "Igor" in narrowed and "Irina" not in narrowed
    operator.cookies["django_language"] = "ru"
    assert "Не спрашиваем: нет адреса электронной почты." in text(operator, url)


def test_pause_and_start(operator: Client, planned: Program) -> None:
    url = reverse("program_pause", args=[planned.uuid])
    assert operator.get(url).status_code == 405
    operator.post(url, {"because": "new wording"})
    planned.refresh_from_db()
    assert planned.state == ProgramState.PAUSED
    assert Batch.objects.get().stopped_because == "new wording (olga@ours.example)"
    again = operator.post(url, {"because": "twice"}, follow=True)
    assert "in another state" in again.content.decode()
    operator.post(reverse("program_start", args=[planned.uuid]))
    planned.refresh_from_db()
    assert planned.state == ProgramState.RUNNING and not Batch.objects.get().is_stopped


def test_a_days_mails_are_stopped_and_let_go(operator: Client, planned: Program) -> None:
    day = date(2026, 11, 19)
    done = operator.post(reverse("sends_stop", args=[day]), {"back": "today"})
    assert done["Location"] == reverse("today") and Batch.objects.get().is_stopped
    assert "1 held" in text(operator, reverse("programs"))
    done = operator.post(reverse("sends_resume", args=[day]), {"back": "//evil.example"})
    assert done["Location"] == reverse("programs") and not Batch.objects.get().is_stopped
    assert operator.post("/programs/sends/2026-13-40/stop/").status_code == 404


def test_why_a_contact_is_asked_or_not(client: Client, planned: Program, cast: Cast) -> None:
    irina, igor = cast.account.contacts.order_by("-name")
    client.force_login(cast.anna.user)
    page = text(client, reverse("why_asked", args=[irina.uuid]))
    assert "another survey lies within 45 days" in page and "Next possible date: 3 Jan 2027" in page
    assert "Last decision" in page
    assert "no e-mail address is known" in text(client, reverse("why_asked", args=[igor.uuid]))


def test_verbs_are_for_those_who_send_and_rows_for_those_who_hold(
    client: Client, planned, cast: Cast
) -> None:
    irina = cast.account.contacts.first()
    client.force_login(cast.oleg.user)
    assert client.get(reverse("why_asked", args=[irina.uuid])).status_code == 404
    assert client.get(reverse("programs")).status_code == 403
    assert client.get(reverse("program", args=[planned.uuid])).status_code == 403
    for name in ("program_pause", "program_start"):
        assert client.post(reverse(name, args=[planned.uuid])).status_code == 403
    assert client.post(reverse("sends_stop", args=[date(2026, 11, 19)])).status_code == 403
    client.force_login(factories.login("ann", Role.ANALYST))
    assert client.get(reverse("why_asked", args=[irina.uuid])).status_code == 403


def test_the_list_costs_the_same_however_many_rules(
    operator: Client, planned: Program, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    for number in range(8):
        Program.objects.create(
            name=f"Rule {number}", kind="post_sale", survey=planned.survey, starts_on=date(2026, 1, 1)
        )
    with django_assert_max_num_queries(16):
        operator.get(reverse("programs"))
