from datetime import datetime, timedelta

import pytest

from csat.customers.models import Account
from csat.findings.methods.clients import METHOD, Clients
from tests.csat.answered import heard
from tests.csat.findings import standing_clients as standing
from tests.factories import AccountFactory, ContactFactory

pytestmark = pytest.mark.django_db


def found(now: datetime) -> Clients:
    result = standing.found(METHOD, now)
    assert isinstance(result, Clients)
    return result


def test_clients_stand_by_their_estimate_each_with_its_interval(now: datetime) -> None:
    low = standing.client([4], now=now, segment="large")
    others = [standing.client([number], now=now) for number in (7, 8, 9, 9, 10)]
    for account in (low, *others):
        heard(ContactFactory(account=account), 7, at=now - timedelta(days=60))
    result = found(now)
    assert result.verdict == "pooled" and result.missing == ()
    assert next(one.account_id for one in result.clients) == low.pk
    first = result.clients[0]
    assert (first.segment, first.score.n, first.own) == ("large", 4, None)
    assert (first.since, first.last) == ("2026-09-01", "2026-09-01")
    assert first.score.low < first.score.estimate < first.score.high
    plain = (3 * 100 / 9 * 3 + 100 / 9 * 6) / 4
    assert first.score.estimate > plain, "drawn to the others"
    assert {one.segment: one.clients for one in result.segments} == {"large": 1, "mid": 5}
    assert result.people == 24


def test_a_person_counts_once_and_only_the_last_three_months_speak(now: datetime) -> None:
    mine = AccountFactory()
    maria = ContactFactory(account=mine)
    for days, number in ((300, 1), (100, 10), (60, 6)):
        heard(maria, number, at=now - timedelta(days=days))
    for number in (7, 8, 9, 9, 10):
        standing.client([number], now=now)
    [own] = [one for one in found(now).clients if one.account_id == mine.pk]
    assert (own.score.n, own.since, own.last) == (1, "2026-08-01", "2026-09-01")


def test_the_open_month_closed_clients_and_the_unheard_are_left_out(now: datetime) -> None:
    for number in (7, 8, 9, 9, 10):
        standing.client([number], now=now)
    gone = standing.client([2], now=now, closed_on=now.date())
    late = AccountFactory()
    heard(ContactFactory(account=late), 2, at=now)
    result = found(now)
    assert {gone.pk, late.pk} & {one.account_id for one in result.clients} == set()
    assert (len(result.clients), result.unheard) == (5, 1)


def test_five_people_give_a_mean_of_their_own(now: datetime) -> None:
    standing.client([8], now=now, count=5)
    for number in (7, 8, 9, 9):
        standing.client([number], now=now)
    owns = [one.own for one in found(now).clients]
    assert [own for own in owns if own is not None] == pytest.approx([700 / 9], abs=0.01)


@pytest.mark.parametrize("clients", [0, 3])
def test_too_few_clients_say_what_is_missing(now: datetime, clients: int) -> None:
    for number in range(clients):
        standing.client([7 + number], now=now)
    result = found(now)
    assert (result.verdict, result.clients) == ("too_little", ())
    assert result.missing and result.missing[0].what == "accounts"
    assert Account.objects.count() == clients
