from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.customers.models import Account
from csat.reports import accounts
from tests.csat.reports import business
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def walked(sort: str, now: datetime) -> list[str]:
    """Every name, page by page."""
    found, after = [], ""
    while True:
        page = accounts.build(Account.objects.all(), accounts.wish(sort, "", after), business.settle(now))
        found += [row.name for row in page.rows]
        after = page.next
        if not after:
            return found


@pytest.mark.parametrize("sort", [accounts.BY_REVENUE, accounts.BY_NAME])
def test_pages_show_every_client_once(now: datetime, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    monkeypatch.setattr(accounts, "PAGE", 3)
    amounts = (5, 5, 5, 9, 0, 0, -2, 9, 1, 5)
    for number, amount in enumerate(amounts):
        account = business.client(f"{'Ёж' if number % 2 else 'Ежик'} {number}")
        if amount:
            business.revenue(account, now, facts={1: amount} if amount > 0 else {})
    names = walked(sort, now)
    assert len(names) == len(set(names)) == len(amounts)
    if sort == accounts.BY_REVENUE:
        assert names[:2] == ["Ёж 3", "Ёж 7"] and set(names[-3:]) == {"Ежик 4", "Ёж 5", "Ежик 6"}
    else:
        assert names == sorted(names, key=lambda name: name.replace("Ё", "Е").lower())


def test_a_row_says_who_holds_and_when_last_heard(cast: Cast, now: datetime) -> None:
    business.year(cast.account, now, 100)
    business.answers(cast.account, now, ago=2, given=(7,))
    page = accounts.build(Account.objects.all(), accounts.wish("", "", ""), business.settle(now))
    first = page.rows[0]
    assert (first.name, first.manager, first.care_owner) == ("Alfa", "Anna Manager", "Boris Care")
    assert (first.year_minor, first.last_month.isoformat(), first.has_case) == (120_000, "2026-09-01", False)
    assert page.rows[1].last_month is None
    assert (page.total, page.total_minor) == (2, 120_000)


def test_only_the_unheard_or_key_clients(cast: Cast, now: datetime) -> None:
    business.client("Small")
    business.answers(cast.account, now, ago=2, given=(7,))
    period = business.settle(now)

    def names(only: str) -> list[str]:
        page = accounts.build(Account.objects.all(), accounts.wish("name", only, ""), period)
        return [row.name for row in page.rows]

    assert names("unheard") == ["Omega", "Small"]
    assert names("key") == ["Alfa", "Omega"]
    assert names("case") == []


@pytest.mark.parametrize("after", ["x", "~", "a~b", "12~", "~~5", "1e9~5", "-~3"])
def test_a_broken_key_is_the_first_page(after: str) -> None:
    assert accounts.wish("revenue", "", after).after is None


def test_the_number_of_queries_does_not_grow(cast: Cast, now: datetime) -> None:
    def queries(names: str) -> int:
        for name in names:
            business.year(business.client(name, holder=cast.anna), now, 10)
        period = business.settle(now)
        with CaptureQueriesContext(connection) as caught:
            accounts.build(Account.objects.all(), accounts.wish("", "", ""), period)
        return len(caught)

    assert queries("ab") == queries("cdefgh") <= 8
