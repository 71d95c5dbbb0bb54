"""What the calendar foresees is what planning does, day after day, as long as nothing new happens."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.customers import queries as customers
from csat.customers.models import Account, Contact, DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.foresight import looking, simulating
from csat.programs.models import (
    Budget,
    Decision,
    Exclusion,
    ExclusionState,
    Program,
    ProgramState,
    Slot,
    Touchpoint,
    Wave,
)
from surveys.models import Invitation
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, DAYS = date(2026, 11, 18), 30
NOW = datetime(2026, 11, 18, 5, tzinfo=UTC)
LAST = TODAY + timedelta(days=DAYS - 1)


def clients(seed: int, n: int) -> None:
    """Clients in four countries with orders of the last weeks; some people can hardly be asked."""
    chance = random.Random(seed)
    for _number in range(n):
        account = factories.AccountFactory(
            country=chance.choice(["DE", "PL", "RU", "US"]),
            is_key=chance.random() < 0.3,
            uuid=UUID(int=chance.getrandbits(128)),
        )
        people = [
            factories.ContactFactory(
                account=account,
                role=chance.choice(["decision_maker", "buyer", "user"]),
                uuid=UUID(int=chance.getrandbits(128)),
                basis=chance.random() > 0.05,
            )
            for _ in range(chance.randint(1, 4))
        ]
        if chance.random() < 0.2:
            Contact.objects.filter(pk=people[0].pk).update(email="office@shared.example")
        if chance.random() < 0.2:
            Exclusion.objects.create(
                contact=people[-1],
                reason="claim",
                words="open claim",
                starts_on=TODAY - timedelta(days=3),
                ends_on=TODAY + timedelta(days=chance.randint(2, 25)),
                state=ExclusionState.ACTIVE,
                asked_at=NOW,
            )
        for _ in range(chance.randint(0, 3)):
            deal = factories.DealFactory(
                account=account,
                stage=DealStage.DELIVERED,
                delivered_on=TODAY - timedelta(days=chance.randint(0, 40)),
            )
            DealContact.objects.create(deal=deal, contact=chance.choice(people))


def foreseen() -> set[tuple[str, str, date]]:
    company = customers.company()
    looks = looking.looks_ahead(
        looking.rules_ahead(as_if=False), company=company, today=TODAY, last=LAST, now=NOW
    )
    found = simulating.foresee(looks, company=company, last=LAST, now=NOW)
    return {(one.program.name, one.contact.name, one.day) for one in found if one.is_asked}


def planned() -> set[tuple[str, str, date]]:
    """Every morning all rules are planned, by priority, as the sweep does."""
    for number in range(DAYS):
        for program in Program.objects.filter(state=ProgramState.RUNNING).order_by("priority", "id"):
            planning.plan(program=program, now=NOW + timedelta(days=number))
    rows = Touchpoint.objects.select_related("program", "contact", "contact__account", "invitation")
    found = {(row.program.name, row.contact.name, sent_on(row.invitation)) for row in rows}
    return {one for one in found if one[2] <= LAST}


def sent_on(invitation: Invitation) -> date:
    return invitation.not_before_at.astimezone(ZoneInfo(invitation.zone)).date()


@pytest.mark.parametrize(("seed", "priorities"), [(1, (3, 5)), (2, (5, 3)), (3, (5, 5)), (4, (3, 5))])
def test_the_calendar_says_what_planning_does(
    post_sale: Program, periodic: Program, seed: int, priorities: tuple[int, int]
) -> None:
    clients(seed, 12)
    Program.objects.filter(pk=post_sale.pk).update(priority=priorities[0])
    Program.objects.filter(pk=periodic.pk).update(
        priority=priorities[1], cadence_months=2, key_cadence_months=1
    )
    if seed == 4:
        Budget.objects.create(scope="contact", most=1, days=20)
        Budget.objects.create(scope="account", most=3, days=30)
    ahead = foreseen()
    assert len(ahead) >= 10
    assert ahead == planned()


def test_looking_ahead_writes_nothing_and_asks_as_often_for_many(
    post_sale: Program, periodic: Program
) -> None:
    clients(5, 12)
    foreseen()  # once, so that whatever is read once is read
    few = CaptureQueriesContext(connection)
    with few:
        foreseen()
    clients(6, 24)
    many = CaptureQueriesContext(connection)
    with many:
        foreseen()
    assert len(many) <= len(few)
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in many.captured_queries)
    assert not (
        Slot.objects.exists()
        or Wave.objects.exists()
        or Touchpoint.objects.exists()
        or Decision.objects.exists()
    )


def test_drafts_and_paused_rules_are_seen_before_they_run(post_sale: Program) -> None:
    clients(7, 4)
    for state in (ProgramState.DRAFT, ProgramState.TRIAL, ProgramState.PAUSED):
        Program.objects.update(state=state)
        assert looking.rules_ahead(as_if=False) == [] and looking.rules_ahead(as_if=True) == [post_sale]
    Program.objects.update(state=ProgramState.ENDED)
    assert looking.rules_ahead(as_if=True) == [] and Account.objects.count() == 4
