"""The calendar, the dry run and "why asked": what they say, to whom, and without writing anything."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import Contact, Deal, DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Decision, Exclusion, ExclusionState, Program, ProgramState, Touchpoint
from surveys.actions import suppressing
from tests import factories
from tests.csat.programs.conftest import periodic, post_sale, ready  # noqa: F401  # fixtures
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client


@pytest.fixture
def delivered(post_sale: Program, cast: Cast, now: datetime, time_machine) -> Program:  # noqa: F811
    """An order of each client, to be asked about on Thursday 19 November and Monday 23 November 2026."""
    time_machine.move_to(now, tick=False)
    for account, day, name in ((cast.account, 16, "Irina"), (cast.foreign, 18, "Ulf")):
        deal = factories.DealFactory(
            account=account,
            stage=DealStage.DELIVERED,
            delivered_on=date(2026, 11, day),
            reference=f"SO-{name}",
        )
        DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=account, name=name))
    return post_sale


def text(client: Client, name: str, *arguments: object, query: str = "") -> str:
    response = client.get(reverse(name, args=arguments) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_calendar_shows_who_is_asked_on_which_day(operator: Client, delivered: Program) -> None:
    page = text(operator, "program_calendar")
    assert "2 people are asked in the coming 30 days." in page
    assert "Irina" in page and "SO-Irina" in page, "the first day with anybody is open"
    monday = text(operator, "program_calendar", query="?day=2026-11-23")
    assert "SO-Ulf" in monday and "SO-Irina" not in monday
    assert "Only orders that are known so far. About" in page
    assert not Decision.objects.exists() and not Touchpoint.objects.exists()


def test_holidays_have_their_name_and_what_is_planned_leads_to_its_ledger(
    operator: Client, delivered: Program, now: datetime
) -> None:
    planning.plan(program=delivered, now=now)
    page = text(operator, "program_calendar", query="?day=2026-11-19")
    invitation = Touchpoint.objects.get().invitation
    assert reverse("invitation", args=[invitation.uuid]) in page
    operator.cookies["django_language"] = "en"
    assert "2 people are asked" in page, "planned and foreseen ones count once"


def test_a_draft_is_seen_before_it_runs(operator: Client, delivered: Program) -> None:
    Program.objects.update(state=ProgramState.DRAFT)
    assert "Nothing runs, so nobody is asked." in text(operator, "program_calendar")
    assert "2 people are asked in the coming 30 days." in text(operator, "program_calendar", query="?as_if=1")


def test_put_off_with_reason_and_day_and_filters(operator: Client, delivered: Program, cast: Cast) -> None:
    Exclusion.objects.create(
        contact=Contact.objects.get(name="Irina"),
        reason="claim",
        words="w",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        state=ExclusionState.ACTIVE,
        asked_at=datetime.fromisoformat("2026-11-01T09:00:00+00:00"),
    )
    page = text(operator, "program_calendar")
    assert "2 people are asked in the coming 30 days, 1 is put off." in page
    assert "Put off until 1 December 2026: left out for a time, an open claim." in page
    assert "1 person is asked" in text(operator, "program_calendar", query="?client=Omega")
    assert "Nobody is asked in the coming 30 days." in text(
        operator, "program_calendar", query=f"?manager={cast.boris.uuid}&client=Omega"
    )
    odd = "?rule=x&day=2026-99-99&manager=1&client=%00"
    assert operator.get(reverse("program_calendar") + odd).status_code == 200


def test_managers_see_their_own_clients_only(client: Client, delivered: Program, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    page = text(client, "program_calendar", query="?day=2026-11-19")
    assert "1 person is asked" in page and "Irina" in page and "Omega" not in page
    client.force_login(factories.login("ann", Role.ANALYST))
    assert client.get(reverse("program_calendar")).status_code == 403


def test_orders_to_come_are_counted_for_ones_own_clients_only(
    operator: Client, delivered: Program, cast: Cast
) -> None:
    for day in range(1, 11):
        deal = factories.DealFactory(
            account=cast.foreign, stage=DealStage.DELIVERED, delivered_on=date(2026, 10, day)
        )
        DealContact.objects.create(deal=deal, contact=factories.ContactFactory(account=cast.foreign))

    def more(page: str) -> str:
        return page.split("Only orders that are known so far. About ")[1].split(" more")[0]

    everybody = more(text(operator, "program_calendar"))
    operator.force_login(cast.anna.user)
    own = more(text(operator, "program_calendar"))
    Deal.objects.filter(account=cast.foreign).delete()
    assert more(text(operator, "program_calendar")) == own != everybody


def test_the_dry_run_counts_others_sends_and_forgets_its_own(
    operator: Client,
    delivered: Program,
    periodic: Program,  # noqa: F811
    cast: Cast,
    now: datetime,
) -> None:
    contact = Contact.objects.get(name="Irina")
    for day in (date(2026, 9, 1), date(2026, 10, 26)):
        deal = factories.DealFactory(
            account=cast.account, stage=DealStage.DELIVERED, delivered_on=day, amount=50_000
        )
        DealContact.objects.create(deal=deal, contact=contact)
    Program.objects.filter(pk=delivered.pk).update(large_order_amount=10_000)
    page = text(operator, "program_dry_run", delivered.uuid)
    assert (
        "It would have asked 1 person" in page and "as if it had run from 1 Aug 2026 to 31 Oct 2026" in page
    )
    assert "2 by this rule" not in page and "Buyer" in page
    planning.plan(program=delivered, now=now)
    assert text(operator, "program_dry_run", delivered.uuid).count("to 1 person") == 1
    assert not Decision.objects.filter(decided_at__lt=now).exists()


def test_a_dry_run_without_anybody_says_so(operator: Client, periodic: Program, time_machine, now) -> None:  # noqa: F811
    time_machine.move_to(now, tick=False)
    page = text(operator, "program_dry_run", periodic.uuid)
    assert "It would have asked nobody in the last three months." in page


def test_why_asked_names_budgets_exclusions_and_opt_outs(
    operator: Client, delivered: Program, cast: Cast, now: datetime
) -> None:
    irina = Contact.objects.get(name="Irina")
    assert "Irina is asked next on 19 Nov 2026: After delivery" in text(operator, "why_asked", irina.uuid)
    planning.plan(program=delivered, now=now)
    page = text(operator, "why_asked", irina.uuid)
    assert "used up" in page and "5 more" in page and "free again on 3 Jan 2027" in page
    assert "Still to go out" in page and "order SO-Irina" in page
    suppressing.suppress(address=irina.email, kind="post_sale", reason="unsubscribed", now=now)
    Exclusion.objects.create(
        account=cast.account,
        reason="lawsuit",
        words="court of Bremen",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 2, 1),
        state=ExclusionState.WAITING,
        asked_at=now,
    )
    page = text(operator, "why_asked", irina.uuid)
    assert "Opted out of surveys of this kind: after an order" in page
    assert (
        "The whole client is left out" in page and "waits for approval" in page and "court of Bremen" in page
    )
