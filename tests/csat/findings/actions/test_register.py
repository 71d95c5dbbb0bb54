"""The register of changes: who is reached, what is refused, and what becomes of what was found."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from csat.customers.models import Account, Team
from csat.findings.actions import register, scheduling
from csat.findings.actions.register import ChangeIncomplete, ClientsUnclear, Reach, Told
from csat.findings.methods import effects
from csat.findings.models import Finding, Question, RegisteredChange, Study
from surveys.errors import DomainError
from tests.csat.findings.kept import keep
from tests.csat.findings.methods import answers
from tests.factories import AccountFactory, Cast, UserFactory

pytestmark = pytest.mark.django_db
TOLD = Told(name=" A new carrier ", measure="csi", began_on=date(2026, 5, 12))


@pytest.fixture
def by(db: None) -> User:
    return UserFactory()


@pytest.fixture
def clients(db: None) -> list[Account]:
    names = ("Alfa", "«Бета»", "Gamma  Trading")
    made = [AccountFactory(name=name, segment=f"S{i}", tax_number=f"770{i}") for i, name in enumerate(names)]
    return [*made, AccountFactory(name="Nobody's", segment="")]


def recorded(by: User, now: datetime, **reach: object) -> set[str]:
    change = register.record(told=replace(TOLD, reach=Reach(**reach)), by=by, now=now)
    return set(change.accounts.values_list("name", flat=True))


def refused(by: User, now: datetime, told: Told) -> DomainError:
    with pytest.raises(DomainError) as error:
        register.record(told=told, by=by, now=now)
    assert not RegisteredChange.objects.exists()
    return error.value


def test_what_is_recorded(by: User, clients: list[Account], now: datetime) -> None:
    told = replace(TOLD, department=" Logistics", description="Two days", reach=Reach(names=["Alfa"]))
    change = register.record(told=told, by=by, now=now)
    assert (change.name, change.department, change.description) == ("A new carrier", "Logistics", "Two days")
    assert (change.recorded_by, change.recorded_at, change.measure) == (by, now, "csi")


def test_clients_by_segment_name_and_tax_number_together(
    by: User, clients: list[Account], now: datetime
) -> None:
    assert recorded(by, now, segments=["S0"]) == {"Alfa"}
    assert recorded(by, now, names=["gamma trading", "", "  ", "7701"]) == {"Gamma  Trading", "«Бета»"}
    assert recorded(by, now, segments=["S0"], names=["«БЕТА»"]) == {"Alfa", "«Бета»"}
    # Clients without a segment are nobody's segment.
    assert refused_segment(by, now) == "names"


def refused_segment(by: User, now: datetime) -> str:
    RegisteredChange.objects.all().delete()
    return refused(by, now, replace(TOLD, reach=Reach(segments=[""]))).where


def test_a_teams_clients_are_those_it_held_on_that_day(cast: Cast, by: User, now: datetime) -> None:
    assert recorded(by, now, teams=[cast.team.uuid]) == {"Alfa"}
    before_them = replace(TOLD, began_on=date(2020, 1, 1), reach=Reach(teams=[cast.team.uuid]))
    RegisteredChange.objects.all().delete()
    assert isinstance(refused(by, now, before_them), ChangeIncomplete)
    other = Team.objects.create(name="Nobody")
    assert refused(by, now, replace(TOLD, reach=Reach(teams=[other.uuid]))).where == "names"


def test_refusals_name_their_field(by: User, clients: list[Account], now: datetime) -> None:
    reach = Reach(names=["Alfa"])
    assert refused(by, now, replace(TOLD, name="  ", reach=reach)).where == "name"
    far = now.date() + timedelta(days=400)
    assert refused(by, now, replace(TOLD, began_on=far, reach=reach)).where == "began_on"
    assert refused(by, now, TOLD).where == "names"
    everybody = refused(by, now, replace(TOLD, reach=Reach(names=[one.name for one in clients])))
    assert "nobody to compare with" in everybody.what


def test_names_that_cannot_be_told(by: User, clients: list[Account], now: datetime) -> None:
    names = ["Alfa", *(f"Unknown {number}" for number in range(7))]
    unknown = refused(by, now, replace(TOLD, reach=Reach(names=names)))
    assert isinstance(unknown, ClientsUnclear)
    assert "Unknown 0, Unknown 1, Unknown 2, Unknown 3, Unknown 4 (+2)" in unknown.what
    AccountFactory(name="ALFA")
    twice = refused(by, now, replace(TOLD, reach=Reach(names=["alfa"])))
    assert "Several clients" in twice.what and "tax numbers" in twice.mend


def test_a_correction_keeps_the_clients_and_asks_anew(
    by: User, clients: list[Account], now: datetime
) -> None:
    change = register.record(told=replace(TOLD, reach=Reach(names=["Alfa"])), by=by, now=now)
    found = effects.work(answers.acted(), 1, lambda share: None)
    keep(Question.EFFECT, found, now=now, change=change)
    register.revise(change=change, told=replace(TOLD, name="Another carrier"), now=now)
    assert set(change.accounts.values_list("name", flat=True)) == {"Alfa"}
    assert not Study.objects.filter(change=change).exists()
    scheduling.make_due(now=now)
    assert (
        Study.objects.get(change=change).state == "due" and Study.objects.get(change=change).finding is None
    )
    register.revise(change=change, told=replace(TOLD, reach=Reach(segments=["S2"])), now=now)
    assert set(change.accounts.values_list("name", flat=True)) == {"Gamma  Trading"}


def test_removing_takes_what_was_found_along(by: User, clients: list[Account], now: datetime) -> None:
    change = register.record(told=replace(TOLD, reach=Reach(names=["Alfa"])), by=by, now=now)
    keep(Question.EFFECT, effects.work(answers.acted(), 1, lambda share: None), now=now, change=change)
    register.remove(change=change)
    assert not RegisteredChange.objects.exists() and not Study.objects.exists()
    assert not Finding.objects.exists() and Account.objects.filter(name="Alfa").exists()
