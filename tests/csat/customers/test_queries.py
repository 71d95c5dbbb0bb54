"""Who holds what on which day, the tree of accounts, and a search that stays in its scope."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from csat.customers import queries
from csat.customers.models import Account, Capacity, Company, Team, TeamMembership
from tests import factories

TODAY = date(2026, 11, 18)


def test_the_company_has_defaults_before_anyone_set_it_up(db: None) -> None:
    assert queries.company().pk == 1
    Company.objects.create(id=1, base_currency="USD")
    assert queries.company().base_currency == "USD"


def test_the_holder_is_the_one_of_that_day(cast: factories.Cast) -> None:
    assert queries.holder_on(cast.account, Capacity.MANAGER, TODAY) == cast.anna
    assert queries.holder_on(cast.account, Capacity.CARE_OWNER, TODAY) == cast.boris
    assert queries.holder_on(cast.account, Capacity.MANAGER, date(2000, 1, 1)) is None


def test_holders_and_teams_of_many_take_one_query_each(
    cast: factories.Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        holders = queries.holders_on([cast.account.pk, cast.foreign.pk], TODAY)
        assert [holders[cast.foreign.pk, Capacity.MANAGER].head] == [None]
    with django_assert_num_queries(1):
        teams = queries.teams_on([cast.anna.pk, cast.oleg.pk], TODAY)
    assert teams == {cast.anna.pk: cast.team}
    assert queries.team_on(cast.oleg, TODAY) is None
    assert set(queries.employees_of(cast.team, TODAY)) == {cast.anna, cast.boris, cast.clara}
    assert list(queries.accounts_held_by(cast.oleg, TODAY)) == [cast.foreign]
    assert not queries.accounts_held_by(cast.oleg, TODAY, Capacity.CARE_OWNER)


def test_everything_under_an_account_belongs_to_it(db: None) -> None:
    top = factories.AccountFactory(name="Holding")
    middle = factories.AccountFactory(name="Company", parent=top)
    site = factories.AccountFactory(name="Site", parent=middle)
    factories.AccountFactory(name="Other")
    assert set(queries.accounts_under(top)) == {top, middle, site}
    assert set(queries.accounts_under(middle, site)) == {middle, site}


def test_a_search_finds_clients_people_and_orders_inside_its_scope(cast: factories.Cast) -> None:
    Account.objects.filter(pk=cast.account.pk).update(tax_number="7701234567")
    factories.ContactFactory(account=cast.account, name="Инна Соколова", phone="+7 495 123-45-67")
    factories.ContactFactory(account=cast.foreign, name="Инна Чужая")
    factories.DealFactory(account=cast.account, reference="SO-77")
    mine = Account.objects.filter(pk=cast.account.pk)
    assert [(hit.kind, hit.title) for hit in queries.find("alf", mine)] == [("account", "Alfa")]
    assert [hit.title for hit in queries.find("77012", mine)] == ["Alfa"]
    assert [hit.title for hit in queries.find("инна", mine)] == ["Инна Соколова"]
    assert [hit.title for hit in queries.find("so-77", mine)] == ["SO-77"]
    assert queries.find("инна", mine, people=False) == []
    assert queries.find("a", mine) == []


def test_a_team_serves_a_client_while_its_member_holds_it(cast: factories.Cast) -> None:
    """The holder joins a second team later: earlier days stay with the first one."""
    other = Team.objects.create(name="Other")
    member = TeamMembership.objects.get(employee=cast.anna)
    since, moved = member.during.lower, date(2026, 3, 1)
    member.during = (since, moved)
    member.save()
    TeamMembership.objects.create(team=other, employee=cast.anna, during=(moved, None))
    found = queries.served_by_teams()
    assert [(one.account_id, one.team_id, one.first, one.until) for one in found] == [
        (cast.account.pk, cast.team.pk, since, moved),
        (cast.account.pk, other.pk, moved, None),
    ]
    assert [one.is_on(moved) for one in found] == [False, True]
    held = cast.account.assignments.get(capacity="manager")
    held.during = (date(2026, 5, 1), None)
    held.save()
    assert [(one.team_id, one.first) for one in queries.served_by_teams()] == [(other.pk, date(2026, 5, 1))]
