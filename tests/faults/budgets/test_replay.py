"""The planner replayed day by day over 120 days with rules of every kind: held against plain counting."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from csat.access import Role
from csat.customers.models import Account, Contact, DealContact, DealStage, Event, LegalBasis
from csat.programs.actions import excluding, planning
from csat.programs.models import (
    Decision,
    Exclusion,
    Program,
    ProgramContact,
    ProgramKind,
    Slot,
    Touchpoint,
)
from surveys.calendar import business_days
from surveys.models import Survey
from tests import factories
from tests.csat import asking

pytestmark = pytest.mark.django_db
FIRST, DAYS = date(2026, 3, 2), 120
LAST = FIRST + timedelta(days=DAYS)
ACCOUNTS, PEOPLE = 7, 3


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "draw" in metafunc.fixturenames:
        is_full = metafunc.config.getoption("--full", default=False)
        metafunc.parametrize("draw", range(1, 6) if is_full else [1])


def at(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


@pytest.fixture
def rules(db: None) -> list[Program]:
    """An order, a ticket at once and a month later, a round, a list: in this order of precedence."""
    asking.set_up(at(FIRST))
    common: dict[str, Any] = {"state": "running", "starts_on": FIRST, "contacts_per_account": 2}
    surveys = [Survey.objects.get(key=key) for key in ("post-sale", "nps", "periodic-csi", "post-sale")]
    kinds = (ProgramKind.POST_SALE, ProgramKind.EVENT, ProgramKind.PERIODIC, ProgramKind.ONE_OFF)
    made = [
        Program.objects.create(name=kind, kind=kind, survey=survey, priority=place + 1, **common)
        for place, (kind, survey) in enumerate(zip(kinds, surveys, strict=True))
    ]
    made[1].event_name, made[1].event_delays_days = "ticket_closed", [1, 30]
    made[2].cadence_months = made[2].key_cadence_months = 2
    made[3].starts_on = FIRST + timedelta(days=40)
    for program in made:
        program.save()
    return made


@pytest.fixture
def people(rules: list[Program]) -> list[Contact]:
    """Every contact has a basis and a mailbox; two are one person in two companies."""
    contacts = [
        factories.ContactFactory(account=account, email=f"p{place}@c{number}.example")
        for number, account in enumerate(factories.AccountFactory.create_batch(ACCOUNTS))
        for place in range(PEOPLE)
    ]
    contacts[-1].email = contacts[0].email.upper()
    contacts[-1].save()
    for contact in contacts:
        LegalBasis.objects.get_or_create(contact=contact, kind="contract", during=(date(2020, 1, 1), None))
        ProgramContact.objects.create(program=rules[3], contact=contact)
    return contacts


def happens(chance: random.Random, day: date, people: list[Contact]) -> None:
    """Now and then an order, a ticket, or a claim."""
    contact = chance.choice(people)
    if chance.random() < 0.25:
        deal = factories.DealFactory(account=contact.account, stage=DealStage.DELIVERED, delivered_on=day)
        DealContact.objects.create(deal=deal, contact=contact)
    if chance.random() < 0.25:
        Event.objects.create(
            name="ticket_closed",
            account=contact.account,
            contact=chance.choice([contact, None]),
            source="helpdesk",
            external_id=str(day),
            occurred_at=at(day),
            received_at=at(day),
        )
    if chance.random() < 0.05:
        excluding.ask(
            whom=contact,
            reason="not_now",
            words="on the phone",
            starts_on=day,
            ends_on=day + timedelta(days=chance.randint(3, 14)),
            by=factories.login(f"olga{day}", Role.OPERATOR),
            now=at(day),
        )


def test_over_120_days_nobody_is_worn_out_and_nobody_forgotten(
    rules: list[Program], people: list[Contact], draw: int
) -> None:
    chance = random.Random(draw)
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        happens(chance, day, people)
        if business_days.is_business_day(day, "DE"):
            for program in rules:
                planning.plan(program=program, now=at(day))
    assert Touchpoint.objects.filter(withdrawn_at=None).count() > len(people)
    assert broken() == [] and forgotten(rules, people) == [] and stuck() == []


def broken() -> list[str]:
    """Pairs of surveys too near, seven in a year, and mails to whom was left out."""
    by_mailbox: dict[str, list[date]] = defaultdict(list)
    sent = Touchpoint.objects.filter(invitation__cancelled_at=None).select_related("invitation")
    for row in sent:
        by_mailbox[row.invitation.address.lower()].append(row.invitation.not_before_at.date())
    found = [
        f"{address}: {one} and {other}"
        for address, days in by_mailbox.items()
        for place, one in enumerate(days)
        for other in days[place + 1 :]
        if abs((one - other).days) < 45
    ]
    found += [f"{address}: {len(days)} in a year" for address, days in by_mailbox.items() if len(days) > 6]
    return found + [
        f"{row.contact} is left out until {block.ends_on}"
        for block in Exclusion.objects.filter(state="active")
        for row in sent.filter(contact=block.contact)
        if block.starts_on < row.invitation.not_before_at.date() < block.ends_on
    ]


def forgotten(rules: list[Program], people: list[Contact]) -> list[str]:
    """Whoever had an occasion whose day has passed, and of whom nothing was decided."""
    decided = set(Decision.objects.values_list("program", "contact", "deal", "wave", "event", "after_days"))
    settled = LAST - timedelta(days=12)
    wanted = [
        (rules[0].pk, link.contact_id, link.deal_id, None, None, 0)
        for link in DealContact.objects.filter(deal__delivered_on__lt=settled)
    ]
    for event in Event.objects.filter(occurred_at__lt=at(settled)):
        for delay in (1, 30):
            if event.occurred_at.date() + timedelta(days=delay) < settled:
                asked = [event.contact] if event.contact else event.account.contacts.all()
                wanted += [(rules[1].pk, contact.pk, None, None, event.pk, delay) for contact in asked]
    for wave in rules[2].waves.filter(month__lt=settled.replace(day=1)):
        month = wave.month.year * 12 + wave.month.month
        for slot in Slot.objects.filter(program=rules[2]):
            if (month - slot.offset) % 2 == 0:
                mine = [contact for contact in people if contact.account_id == slot.account_id]
                wanted += [(rules[2].pk, contact.pk, None, wave.pk, None, 0) for contact in mine]
    wave = rules[3].waves.get()
    wanted += [(rules[3].pk, contact.pk, None, wave.pk, None, 0) for contact in people]
    assert len(wanted) > 3 * len(people) and Account.objects.count() == ACCOUNTS
    return [str(one) for one in wanted if one not in decided]


def stuck() -> list[str]:
    """Deferrals without a next date, or whose date has passed while no later round decided."""
    found = []
    for row in Decision.objects.filter(outcome="deferred").select_related("wave"):
        is_late = row.next_possible_on is None or row.next_possible_on < LAST - timedelta(days=5)
        later = Decision.objects.filter(program=row.program_id, contact=row.contact_id)
        is_replaced = row.wave and later.filter(wave__month__gt=row.wave.month).exists()
        if is_late and not is_replaced:
            found.append(f"{row.program_id} {row.contact_id}: {row.reason} until {row.next_possible_on}")
    return found
