"""The mark of the data: the same while nothing happens, another after every kind of change."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from csat.customers.models import Account, Company, Rate, Revenue
from csat.scores.actions import merging
from csat.scores.columns.mark import data_mark
from tests.csat.answered import heard, touchpoint
from tests.factories import AccountFactory, ContactFactory

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def account(db: None) -> Account:
    Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")
    return AccountFactory()


def test_reading_changes_nothing(account: Account, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        before = data_mark()
    list(Account.objects.all())
    assert data_mark() == before and len(before) == 16


CHANGES: dict[str, Callable[[Account, datetime], object]] = {
    "answer": lambda account, now: heard(ContactFactory(account=account), 8, at=now),
    "revenue": lambda account, now: Revenue.objects.create(
        account=account, month=JUNE, amount=1, currency="EUR", source="test"
    ),
    "rate": lambda account, now: Rate.objects.create(currency="USD", month=JUNE, rate=1),
    "closed": lambda account, now: Account.objects.filter(pk=account.pk).update(closed_on=JUNE),
    "gone": lambda account, now: account.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(account: Account, now: datetime, change: str) -> None:
    before = data_mark()
    CHANGES[change](account, now)
    assert data_mark() != before


def test_months_summed_anew_are_seen(account: Account, now: datetime) -> None:
    heard(ContactFactory(account=account), 8, at=now)
    before = data_mark()
    merging.merge(now=now)
    assert data_mark() != before


def test_invitations_matter_only_where_asking_does(account: Account, now: datetime) -> None:
    contact = ContactFactory(account=account)
    before = data_mark(), data_mark(with_asking=True)
    touchpoint(contact, at=now)
    assert data_mark() == before[0]
    assert data_mark(with_asking=True) != before[1]


@pytest.mark.django_db(transaction=True)
def test_the_mark_stays_when_the_server_has_added_the_counters_up(account: Account) -> None:
    before = data_mark()
    assert data_mark() == before
