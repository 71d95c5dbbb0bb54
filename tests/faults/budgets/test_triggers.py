"""Rules of every kind triggered at once for the same people: neither a mailbox nor a client gets too much."""

import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from csat.customers.models import Account, Contact, DealStage, Event, LegalBasis
from csat.programs import deciding
from csat.programs.actions import planning, releasing
from csat.programs.models import Budget, Decision, Program, ProgramKind, Touchpoint, Wave
from csat.programs.queries import standing
from csat.programs.queries.due import Ask
from surveys.models import Survey
from tests import factories
from tests.csat import asking

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
WORKERS, PEOPLE_A_CLIENT = 8, 5
QUIET_DAYS, MOST_A_CLIENT, CLIENT_DAYS = 45, 2, 30
MONDAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Contacts and triggers."""
    return (500, 50) if request.config.getoption("--full", default=False) else (40, 12)


@pytest.fixture(autouse=True)
def _slow_decisions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Between reading how contacts stand and writing lies time, so that a missing lock is always seen."""
    decide_all = deciding.decide_all

    def slow(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.05)
        return decide_all(*args, **kwargs)

    monkeypatch.setattr(deciding, "decide_all", slow)
    yield


@pytest.fixture
def people(size: tuple[int, int]) -> list[Contact]:
    """Clients with five contacts each; the last of each shares a mailbox with one of another client."""
    asking.set_up(NOW)
    Budget.objects.create(scope="contact", most=1, days=QUIET_DAYS)
    Budget.objects.create(scope="account", most=MOST_A_CLIENT, days=CLIENT_DAYS)
    accounts = Account.objects.bulk_create(
        Account(name=f"Client {number}") for number in range(size[0] // PEOPLE_A_CLIENT)
    )
    contacts = Contact.objects.bulk_create(
        Contact(account=account, name=f"{place} of {number}", email=mailbox(number, place))
        for number, account in enumerate(accounts)
        for place in range(PEOPLE_A_CLIENT)
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(contact=contact, kind="contract", during=(date(2020, 1, 1), None)) for contact in contacts
    )
    return contacts


def mailbox(number: int, place: int) -> str:
    """The last contacts of clients 0 and 1, of 2 and 3, and so on are one person."""
    if place == PEOPLE_A_CLIENT - 1:
        return f"{'Shared' if number % 2 else 'shared'}{number // 2}@holding.example"
    return f"p{place}@client{number}.example"


def trigger(number: int, contacts: list[Contact]) -> tuple[Program, list[Ask]]:
    """One rule, of each kind in turn, that wants all of the people on one day."""
    kind = list(ProgramKind)[number % len(ProgramKind)]
    program = Program.objects.create(
        name=f"Rule {number}",
        kind=kind,
        survey=Survey.objects.get(key="post-sale" if number % 2 else "nps"),
        state="running",
        starts_on=date(2026, 1, 1),
        contacts_per_account=PEOPLE_A_CLIENT,
        priority=5,
    )
    day = MONDAY + timedelta(days=7 * (number % 10))
    subject = subjects(program, contacts)
    return program, [
        Ask(contact.pk, contact.account_id, day, **subject[contact.account_id]) for contact in contacts
    ]


def subjects(program: Program, contacts: list[Contact]) -> dict[int, dict[str, Any]]:
    """Account id -> the occasion: an order or event of its own, or a round that all share."""
    accounts = sorted({contact.account_id for contact in contacts})
    happened = {"occurred_on": date(2026, 11, 12)}
    if program.kind == ProgramKind.POST_SALE:
        delivered = {"stage": DealStage.DELIVERED, "delivered_on": date(2026, 11, 12)}
        deals = [factories.DealFactory(account_id=key, account=None, **delivered) for key in accounts]
        return {deal.account_id: {"deal_id": deal.pk, **happened} for deal in deals}
    if program.kind == ProgramKind.EVENT:
        told = {"name": "visit", "source": "t", "occurred_at": NOW, "received_at": NOW}
        events = Event.objects.bulk_create(
            Event(account_id=key, external_id=f"{program.pk} {key}", **told) for key in accounts
        )
        return {event.account_id: {"event_id": event.pk, **happened} for event in events}
    wave = Wave.objects.create(program=program, month=date(2026, 11, 1))
    return {key: {"wave_id": wave.pk} for key in accounts}


def all_at_once(contacts: list[Contact], triggers: int) -> None:
    wanted = [trigger(number, contacts) for number in range(triggers)]
    ground = planning.ground_of(wanted[0][0])

    def release(rule: tuple[Program, list[Ask]]) -> None:
        try:
            releasing.release(program=rule[0], ground=ground, asks=rule[1], now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(release, wanted))


def too_many() -> list[str]:
    """What broke a budget, by looking at every pair and every span of days."""
    by_mailbox: dict[str, list[date]] = defaultdict(list)
    by_account: dict[int, list[date]] = defaultdict(list)
    rows = Touchpoint.objects.values_list(
        "invitation__address", "account_id", "invitation__not_before_at__date"
    )
    for address, account, day in rows:
        by_mailbox[address.lower()].append(day)
        by_account[account].append(day)
    found = [
        f"{address}: {one} and {other}"
        for address, days in by_mailbox.items()
        for place, one in enumerate(days)
        for other in days[place + 1 :]
        if abs((other - one).days) < QUIET_DAYS
    ]
    for account, days in by_account.items():
        for first in days:
            within = [day for day in days if 0 <= (day - first).days < CLIENT_DAYS]
            found += [f"client {account}: {len(within)} from {first}"] * (len(within) > MOST_A_CLIENT)
    return found


def test_no_budget_breaks_whatever_is_triggered_at_once(people: list[Contact], size: tuple[int, int]) -> None:
    contacts, triggers = size
    all_at_once(people, triggers)
    assert too_many() == []
    assert Touchpoint.objects.count() >= contacts // PEOPLE_A_CLIENT * MOST_A_CLIENT
    assert Decision.objects.count() == contacts * triggers
    lost = Decision.objects.filter(outcome="deferred", next_possible_on=None)
    assert not lost.exists(), "every deferral has a next date"


def test_without_the_lock_budgets_break(
    people: list[Contact], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: proves that the test above can fail."""
    monkeypatch.setattr(standing, "locked_contacts", standing.contacts_of)
    all_at_once(people, min(size[1], 12))
    assert too_many()
