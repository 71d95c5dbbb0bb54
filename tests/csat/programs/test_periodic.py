"""Rounds: every account once a cadence, spread over the month, decision makers first, put off and back."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from csat.customers.models import Account, Revenue
from csat.programs import slots
from csat.programs.actions import planning, releasing
from csat.programs.models import Decision, Program, Slot, Touchpoint, Wave
from csat.programs.queries.due import Ask
from surveys.models import Invitation
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def months(program: Program, first: date, days: int, *, every: int = 3) -> None:
    """Plan every third morning of so many days: what was missed is caught up."""
    for number in range(0, days, every):
        day = first + timedelta(days=number)
        planning.plan(program=program, now=datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def test_each_account_is_asked_once_a_cadence_and_key_accounts_every_quarter(periodic: Program) -> None:
    # Ids draw the day of a round: with chance ones a round may fall on the days before the first morning.
    usual = [factories.ContactFactory(account__uuid=UUID(int=n)).account for n in range(1, 5)]
    key = factories.ContactFactory(account__is_key=True, account__uuid=UUID(int=5)).account
    months(periodic, date(2026, 1, 5), 364)
    asked = Counter(Touchpoint.objects.values_list("account_id", flat=True))
    assert asked == Counter({**{account.pk: 2 for account in usual}, key.pk: 4})
    assert all(day.weekday() < 5 for day in Invitation.objects.values_list("not_before_at__date", flat=True))


def test_slots_are_spread_evenly_in_every_stratum_and_stay(periodic: Program, now: datetime) -> None:
    factories.AccountFactory.create_batch(24, segment="mid")
    factories.AccountFactory.create_batch(6, segment="large", is_key=True)
    Revenue.objects.bulk_create(
        Revenue(account=account, month=date(2026, 6, 1), amount=number, currency="EUR", source="t")
        for number, account in enumerate(Account.objects.all())
    )
    planning.plan(program=periodic, now=now)
    for is_key, cadence, least in ((False, 6, 3), (True, 3, 1)):
        by_offset = Counter(Slot.objects.filter(account__is_key=is_key).values_list("offset", flat=True))
        assert set(by_offset) <= set(range(cadence)) and min(by_offset.values()) >= least
    before = dict(Slot.objects.values_list("account_id", "offset"))
    factories.AccountFactory.create_batch(5)
    planning.plan(program=periodic, now=now)
    assert before.items() <= dict(Slot.objects.values_list("account_id", "offset")).items()
    assert Slot.objects.count() == 35


def test_decision_makers_first_then_who_was_asked_longest_ago(periodic: Program) -> None:
    periodic.contacts_per_account = 2
    periodic.save()
    account = factories.AccountFactory()
    Slot.objects.create(program=periodic, account=account, offset=(2026 * 12 + 2) % 6)  # February and August
    people = {
        name: factories.ContactFactory(account=account, name=name, role=role)
        for name, role in (("user", "user"), ("boss", "decision_maker"), ("one", "buyer"), ("two", "buyer"))
    }
    months(periodic, date(2026, 1, 5), 364)
    rounds: dict[date, set[str]] = {}
    for row in Touchpoint.objects.select_related("contact", "wave").order_by("wave__month"):
        rounds.setdefault(row.wave.month, set()).add(row.contact.name)
    first, second = rounds.values()
    assert "boss" in first and "boss" in second
    assert first | second == {"boss", "one", "two"}
    decision = Decision.objects.filter(contact=people["user"]).first()
    assert (decision.outcome, decision.reason) == ("not_asked", "enough_at_account")


def test_people_are_those_of_the_day_of_sending(periodic: Program, cast: Cast) -> None:
    factories.ContactFactory(account=cast.account)
    months(periodic, date(2026, 9, 1), 110)
    touchpoint = Touchpoint.objects.earliest("id")
    people = {(person.capacity, person.employee) for person in touchpoint.people.all()}
    assert people == {("manager", cast.anna), ("care_owner", cast.boris)}
    assert touchpoint.occurred_on == touchpoint.invitation.not_before_at.date()
    assert touchpoint.team == cast.team and touchpoint.wave.month == touchpoint.occurred_on.replace(day=1)


def test_a_contact_put_off_is_asked_when_the_budget_allows_even_in_the_next_month(periodic: Program) -> None:
    contact = factories.ContactFactory()
    Slot.objects.create(program=periodic, account=contact.account, offset=(2026 * 12 + 2) % 6)
    wave = Wave.objects.create(program=periodic, month=date(2025, 12, 1))
    january = datetime(2026, 1, 26, 8, tzinfo=UTC)
    ask = Ask(contact.pk, contact.account_id, january.date(), wave_id=wave.pk)
    ground = planning.ground_of(periodic)
    assert releasing.release(program=periodic, ground=ground, asks=[ask], now=january) == {"asked": 1}
    months(periodic, date(2026, 2, 1), 28)
    assert Touchpoint.objects.count() == 1
    put_off = Decision.objects.get(wave__month=date(2026, 2, 1))
    assert (put_off.outcome, put_off.next_possible_on) == ("deferred", date(2026, 3, 12))
    months(periodic, date(2026, 3, 1), 14)
    assert Touchpoint.objects.count() == 2
    assert Decision.objects.get(wave__month=date(2026, 2, 1)).outcome == "asked"


def test_a_round_that_opens_late_is_spread_over_what_is_left(periodic: Program) -> None:
    for _ in range(30):
        factories.ContactFactory()
    Slot.objects.bulk_create(
        Slot(program=periodic, account=account, offset=(2026 * 12 + 11) % 6)
        for account in Account.objects.all()
    )
    months(periodic, date(2026, 11, 16), 15, every=1)
    days = Counter(Invitation.objects.values_list("not_before_at__date", flat=True))
    assert sum(days.values()) == 30
    assert len(days) >= 6 and max(days.values()) <= 9
    assert min(days) >= date(2026, 11, 16) and max(days) <= date(2026, 11, 30)


def test_months_of_a_stratum_fill_evenly_whatever_the_order() -> None:
    account = factories.AccountFactory.build
    places = [slots.Place(number, account().uuid, ("a",), 6) for number in range(60)]
    assert set(Counter(slots.offsets(places, Counter()).values()).values()) == {10}
    assert slots.offsets(places, Counter()) == slots.offsets(reversed(places), Counter())
