from datetime import datetime

import pytest

from csat import access
from csat.customers.models import Account, Employee
from csat.reports import filters
from csat.reports.filters import Choices, Filters
from tests.factories import AccountFactory, Cast

pytestmark = pytest.mark.django_db


def choices(now: datetime) -> Choices:
    return filters.choices(Account.objects.all(), Employee.objects.all(), now.date())


def names(asked: Filters, now: datetime) -> set[str]:
    return set(filters.narrowed(Account.objects.all(), asked, now.date()).values_list("name", flat=True))


def test_a_reader_chooses_among_what_they_see(cast: Cast, now: datetime) -> None:
    offered = filters.choices(
        access.accounts_visible_to(cast.anna.user), access.employees_visible_to(cast.anna.user), now.date()
    )
    assert [person.name for person in offered.managers] == ["Anna Manager"]
    assert [team.name for team in offered.teams] == ["North"]
    assert [person.name for person in choices(now).managers] == [
        "Anna Manager",
        "Boris Care",
        "Oleg Outsider",
    ]


def test_team_manager_segment_and_client_narrow(cast: Cast, now: datetime) -> None:
    AccountFactory(name="Alfa Works", parent=cast.account, segment="small")
    offered = choices(now)
    read = filters.read
    assert names(read({"team": str(cast.team.uuid)}, offered), now) == {"Alfa"}
    assert names(read({"manager": str(cast.oleg.uuid)}, offered), now) == {"Omega"}
    assert names(read({"segment": "small"}, offered), now) == {"Alfa Works"}
    assert names(read({"client": "omeg"}, offered), now) == {"Omega"}
    assert names(Filters(), now) == {"Alfa", "Alfa Works", "Omega"}


def test_a_holding_brings_what_is_below_it_but_nothing_unseen(cast: Cast, now: datetime) -> None:
    AccountFactory(name="Plant in Gent", parent=cast.account)
    asked = Filters(client="alfa")
    assert names(asked, now) == {"Alfa", "Plant in Gent"}
    mine = access.accounts_visible_to(cast.anna.user)
    assert [one.name for one in filters.narrowed(mine, asked, now.date())] == ["Alfa"]


@pytest.mark.parametrize("nonsense", ["", "x", "00000000-0000-0000-0000-000000000000", "9" * 500])
def test_nonsense_narrows_nothing(cast: Cast, now: datetime, nonsense: str) -> None:
    query = {"team": nonsense, "manager": nonsense, "segment": nonsense, "months": nonsense}
    assert filters.read(query, choices(now)) == Filters()


def test_names_sort_as_people_do() -> None:
    assert sorted(["Жук", "Ёлка", "«Алмаз»", "Емеля", "beta", "Alfa"], key=filters.by_name) == [
        "Alfa",
        "beta",
        "«Алмаз»",
        "Ёлка",
        "Емеля",
        "Жук",
    ]
