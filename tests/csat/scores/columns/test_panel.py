"""Accounts by months: what is a number, what is zero, and what nobody can know."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from csat.customers.models import Account, Company, Rate, Revenue
from csat.scores.actions import merging
from csat.scores.columns.lives import lives
from csat.scores.columns.panel import Panel, account_months
from tests.csat.answered import answer, heard, periodic, score
from tests.factories import AccountFactory, Cast, ContactFactory, EmployeeFactory, assign

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))


@pytest.fixture(autouse=True)
def company(db: None) -> Company:
    return Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")


def revenue(account: Account, month: date, amount: float, **more: object) -> Revenue:
    more = {"currency": "EUR", "source": "test"} | more
    return Revenue.objects.create(account=account, month=month, amount=amount, **more)


def panel(now: datetime, *, first: date = JUNE, until: date = SEPTEMBER, **more: object) -> Panel:
    merging.merge_everything(now=now)
    return account_months(Account.objects.all(), first=first, until=until, **more)


def euros(found: Panel) -> list[list[float | None]]:
    return [[None if np.isnan(cell) else cell / 100 for cell in row] for row in found.revenue]


def test_a_cell_is_the_mean_of_the_months_periodic_answers(now: datetime) -> None:
    alfa, beta = AccountFactory(is_key=True, segment="large"), AccountFactory()
    assign(alfa, EmployeeFactory(), "manager", since=date(2020, 1, 1))
    for number in (4, 7):
        heard(ContactFactory(account=alfa), number, at=datetime(2026, 6, 10, tzinfo=UTC))
    sold = answer(
        ContactFactory(account=beta), {"overall": 9}, at=datetime(2026, 6, 10, tzinfo=UTC), key="post-sale"
    )
    score(sold)
    found = panel(now, measures=("csi", "overall"))
    assert found.account_ids.tolist() == [alfa.pk, beta.pk]
    assert (found.segments, found.is_key.tolist()) == (("large", "mid"), [True, False])
    assert found.months == (JUNE, JULY, AUGUST)
    assert found.satisfaction["overall"][0, 0] == pytest.approx(50, abs=0.01)
    assert np.isnan(found.satisfaction["csi"]).sum() == 5
    assert found.counts["csi"].tolist() == [[2, 0, 0], [0, 0, 0]]
    assert panel(now, measures=("overall",), headline=False).counts["overall"].tolist()[1] == [1, 0, 0]


def test_months_are_cut_in_the_companys_zone(now: datetime) -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # past midnight in Berlin
    heard(ContactFactory(), 8, at=late)
    assert panel(now).counts["csi"].tolist() == [[0, 1, 0]]


def test_doubtful_answers_are_not_there(now: datetime) -> None:
    score(answer(ContactFactory(), periodic(9), at=datetime(2026, 6, 10, tzinfo=UTC), verdict="doubtful"))
    assert panel(now).counts["csi"].sum() == 0


def test_nothing_bought_in_a_loaded_month_is_zero_and_an_unloaded_month_unknown(now: datetime) -> None:
    alfa, beta = AccountFactory(opened_on=date(2020, 1, 1)), AccountFactory(opened_on=date(2020, 1, 1))
    revenue(alfa, JUNE, 100)
    revenue(beta, AUGUST, 50)
    revenue(beta, JULY, 70, kind="plan")
    assert euros(panel(now)) == [[100, None, 0], [0, None, 50]]


def test_before_opening_and_after_closing_nothing_is_known(now: datetime) -> None:
    loader = AccountFactory()
    late = AccountFactory(opened_on=date(2026, 7, 15))
    closed = AccountFactory(opened_on=date(2020, 1, 1), closed_on=date(2026, 7, 20))
    unsaid, never = AccountFactory(), AccountFactory()
    for month in (JUNE, JULY, AUGUST):
        revenue(loader, month, 1)
    revenue(unsaid, JULY, 5)
    revenue(closed, AUGUST, 9)
    rows = dict(zip((loader, late, closed, unsaid, never), euros(panel(now)), strict=True))
    assert rows[late] == [None, 0, 0]
    assert rows[closed] == [0, 0, None]
    assert rows[unsaid] == [None, 5, 0]
    assert rows[never] == [None, None, None]


def test_revenue_before_the_stated_opening_opens_the_account(now: datetime) -> None:
    migrated = AccountFactory(opened_on=date(2026, 8, 1))
    revenue(migrated, JUNE, 10)
    revenue(AccountFactory(), JULY, 1)
    assert euros(panel(now))[0] == [10, 0, None]


def test_a_credit_note_counts_in_the_month_of_its_original(now: datetime) -> None:
    account = AccountFactory()
    Rate.objects.create(currency="USD", month=JUNE, rate="0.9")
    Rate.objects.create(currency="USD", month=AUGUST, rate="0.5")
    invoice = revenue(account, JUNE, 1000, currency="USD")
    revenue(account, AUGUST, 300)
    revenue(account, AUGUST, -400, currency="USD", credits=invoice)
    revenue(AccountFactory(), JULY, 1)
    assert euros(panel(now))[0] == [540, 0, 300]
    assert euros(panel(now, first=JULY))[0] == [0, 300]


def test_a_sum_with_a_currency_without_rate_is_unknown(now: datetime) -> None:
    account = AccountFactory()
    revenue(account, JUNE, 100)
    revenue(account, JULY, 100)
    revenue(account, JULY, 5, currency="SEK")
    Rate.objects.create(currency="SEK", month=AUGUST, rate="0.1")
    revenue(account, AUGUST, 10, currency="SEK")
    assert euros(panel(now)) == [[100, None, 1]]


def test_no_accounts_and_no_months_give_empty_columns(now: datetime) -> None:
    empty = panel(now)
    assert (empty.revenue.shape, empty.satisfaction["csi"].shape) == ((0, 3), (0, 3))
    AccountFactory()
    nothing = panel(now, until=JUNE)
    assert (nothing.revenue.shape, nothing.counts["csi"].shape) == ((1, 0), (1, 0))


def test_lives_name_todays_holders(cast: Cast, now: datetime) -> None:
    revenue(cast.account, JUNE, 10)
    found = lives(Account.objects.filter(pk=cast.account.pk), first=JUNE, until=SEPTEMBER)
    assert (found.manager_ids.tolist(), found.care_owner_ids.tolist()) == ([cast.anna.pk], [cast.boris.pk])
    assert (found.team_ids.tolist(), found.revenue[0].tolist()[0]) == ([cast.team.pk], 1000)
    foreign = lives(Account.objects.filter(pk=cast.foreign.pk), first=JUNE, until=SEPTEMBER)
    assert (foreign.care_owner_ids.tolist(), foreign.team_ids.tolist()) == ([0], [0])


def test_queries_do_not_grow(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for accounts in (10, 10):
        for _ in range(accounts):
            account = AccountFactory()
            revenue(account, JUNE, 10)
            heard(ContactFactory(account=account), 8, at=datetime(2026, 6, 10, tzinfo=UTC))
        merging.merge_everything(now=now)
        with django_assert_num_queries(6):
            account_months(Account.objects.all(), first=JUNE, until=SEPTEMBER, measures=("csi", "overall"))
        with django_assert_num_queries(6):
            lives(Account.objects.all(), first=JUNE, until=SEPTEMBER)
