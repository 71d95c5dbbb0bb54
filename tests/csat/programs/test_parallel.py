"""Many triggers at once for the same people, on real PostgreSQL: the lock is what keeps the budget."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.db import connection

from csat.customers.models import Contact, DealStage
from csat.programs import deciding
from csat.programs.actions import planning, releasing
from csat.programs.models import Decision, Program, Touchpoint
from csat.programs.queries import standing
from csat.programs.queries.due import Ask
from surveys.models import Invitation
from tests import factories

TRIGGERS, WORKERS = 50, 8


@pytest.fixture(autouse=True)
def _slow_decisions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Between reading how contacts stand and writing lies time, so that a missing lock is always seen."""
    decide_all = deciding.decide_all

    def slow(*args, **kwargs):
        time.sleep(0.02)
        return decide_all(*args, **kwargs)

    monkeypatch.setattr(deciding, "decide_all", slow)
    yield


def trigger_at_once(program: Program, now: datetime) -> None:
    """50 orders of two clients who share a buyer's mailbox, each released by a worker of its own."""
    people = [
        factories.ContactFactory(email="irina@holding.example"),
        factories.ContactFactory(email="Irina@Holding.example"),
    ]
    asks = [order_of(people[number % 2]) for number in range(TRIGGERS)]
    ground = planning.ground_of(program)

    def release(ask: Ask) -> None:
        try:
            releasing.release(program=program, ground=ground, asks=[ask], now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(release, asks))


def order_of(contact: Contact) -> Ask:
    deal = factories.DealFactory(
        account=contact.account,
        stage=DealStage.DELIVERED,
        closed_on=date(2026, 11, 2),
        delivered_on=date(2026, 11, 12),
    )
    return Ask(
        contact.pk, contact.account_id, date(2026, 11, 18), deal_id=deal.pk, occurred_on=date(2026, 11, 12)
    )


@pytest.mark.django_db(transaction=True)
def test_fifty_triggers_ask_a_mailbox_once(post_sale: Program, now: datetime) -> None:
    trigger_at_once(post_sale, now)
    assert Invitation.objects.count() == Touchpoint.objects.count() == 1
    assert Decision.objects.filter(outcome="deferred").count() == TRIGGERS - 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_budget_breaks(
    post_sale: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: proves that the test above can fail."""
    unlocked: Callable = lambda asks: {  # noqa: E731
        row.pk: row
        for row in Contact.objects.select_related("account").filter(id__in=[ask.contact_id for ask in asks])
    }
    monkeypatch.setattr(standing, "locked_contacts", unlocked)
    trigger_at_once(post_sale, now)
    assert Invitation.objects.count() > 1
