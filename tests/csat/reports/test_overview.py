from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.alerts import actions as alerts
from csat.cases import actions as cases
from csat.cases.models import Case
from csat.customers.models import Account
from csat.reports import satisfaction
from csat.reports.overview import report
from csat.reports.overview.report import Overview
from surveys.models import Response
from tests.csat.reports import business
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def built(now: datetime, **more: object) -> Overview:
    period = business.settle(now)
    return report.build(Account.objects.all(), period, now=now, with_words=True, **more)


def test_nothing_is_claimed_of_nothing(now: datetime) -> None:
    found = built(now)
    assert (found.clients, found.csi.n, found.csi.estimate) == (0, 0, None)
    assert found.change.verdict == satisfaction.UNKNOWN
    assert found.heard.share is None and found.punctuality.share is None
    assert not found.trend.has_answers and not found.trend.has_revenue and found.trend.missing == ()


def test_below_five_answers_no_score_is_shown(now: datetime) -> None:
    business.answers(business.client("Alfa"), now, ago=1, given=(9, 9, 8, 2))
    found = built(now)
    assert (found.csi.n, found.csi.estimate) == (4, None)
    assert all(point.csi.estimate is None for point in found.trend.points)


def test_score_revenue_heard_and_the_same_clients(now: datetime) -> None:
    for number in range(8):
        account = business.client(f"Client {number}")
        business.year(account, now, 1000)
        if number < 6:
            business.answers(account, now, ago=4, given=(9,))
            business.answers(account, now, ago=1, given=(6,))
    found = built(now)
    assert found.csi.n == 6
    assert found.csi.estimate == pytest.approx(500 / 9, abs=0.001)  # 6 of 1 to 10
    assert found.heard.share == pytest.approx(6 / 8)
    assert (found.heard.minor, found.heard.of_minor) == (6 * 12 * 100_000, 8 * 12 * 100_000)
    assert (found.change.clients, found.change.verdict) == (6, satisfaction.LESS)
    assert found.change.interval.estimate == pytest.approx(-300 / 9, abs=0.001)


def test_noise_is_no_change(now: datetime) -> None:
    for number, (before, after) in enumerate(((9, 5), (5, 9), (7, 8), (8, 7), (6, 7), (7, 6))):
        account = business.client(f"Client {number}")
        business.answers(account, now, ago=5, given=(before,))
        business.answers(account, now, ago=0, given=(after,))
    assert built(now).change.verdict == satisfaction.SAME


def test_the_open_month_is_left_out_of_a_year(now: datetime) -> None:
    account = business.client("Alfa")
    business.year(account, now, 1000)
    business.revenue(account, now, facts={0: 9_999_999})
    found = built(now)
    assert found.heard.of_minor == 12 * 100_000
    assert found.trend.points[-1].is_open and found.trend.points[-1].fact_minor == 999_999_900


def test_a_month_that_nobody_loaded_is_named(now: datetime) -> None:
    alfa, omega = business.client("Alfa"), business.client("Omega")
    business.revenue(alfa, now, facts={1: 100, 2: 100, 4: 100})
    business.revenue(omega, now, facts={4: 100})
    found = built(now)
    assert [month.isoformat() for month in found.year_missing] == ["2026-08-01"]
    assert [month.isoformat() for month in found.trend.missing] == ["2026-08-01"]


def test_key_clients_not_heard_for_six_months(now: datetime) -> None:
    for name, ago in (("Fresh", 5), ("Old", 8)):
        account = business.client(name, is_key=True)
        business.answers(account, now, ago=ago, given=(8,))
        business.year(account, now, 10)
    business.client("Never", is_key=True)
    business.client("Small")
    silence = built(now).silence
    assert [(row.name, row.last_month is None) for row in silence.rows] == [("Old", False), ("Never", True)]
    assert (silence.clients, silence.of_clients, silence.minor) == (2, 3, 12_000)


def opened(account: Account, given: int, now: datetime) -> Case:
    business.answers(account, now, ago=0, given=(given,), words="Dates slip.")
    response = Response.objects.latest("id")
    alerts.assess(response_id=response.id, now=now)
    cases.open_due(now=now)
    return Case.objects.get(account=account)


def test_decisions_are_key_clients_and_late_or_ownerless_cases(cast: Cast, now: datetime) -> None:
    business.year(cast.account, now, 1000)
    case = opened(cast.account, 4, now - timedelta(days=9))
    quiet = business.client("Quiet and small", holder=cast.anna)
    opened(quiet, 4, now)
    found = built(now)
    [row] = found.decisions.rows
    assert (row.account_name, row.owner, row.is_late) == ("Alfa", case.owner.name, True)
    assert (row.said.given, row.said.words) == (4, ("Dates slip.",))
    assert (found.decisions.clients, found.decisions.are_all_key) == (1, True)
    assert found.decisions.minor == 12 * 100_000
    assert (found.problems.clients, found.problems.minor) == (2, 12 * 100_000)
    assert (found.punctuality.on_time, found.punctuality.cases, found.punctuality.overdue) == (1, 2, 1)


def test_words_are_left_out_where_people_are_not_to_be_seen(cast: Cast, now: datetime) -> None:
    opened(cast.account, 4, now)
    period = business.settle(now)
    found = report.build(Account.objects.all(), period, now=now, with_words=False)
    assert [row.said for row in found.decisions.rows] == [None]


def test_only_the_given_clients_are_counted(cast: Cast, now: datetime) -> None:
    business.year(cast.foreign, now, 1000)
    business.answers(cast.foreign, now, ago=1, given=(9, 9, 9, 9, 9))
    opened(cast.foreign, 3, now)
    period = business.settle(now)
    mine = Account.objects.filter(id=cast.account.id)
    found = report.build(mine, period, now=now, with_words=True)
    assert (found.clients, found.csi.n, found.heard.of_minor, found.answered_clients) == (1, 0, 0, 0)
    assert not found.decisions.rows and not found.problems.clients and not found.punctuality.cases


def test_the_number_of_queries_does_not_grow(cast: Cast, now: datetime) -> None:
    def queries(clients: range) -> int:
        for number in clients:
            account = business.client(f"Client {number}", holder=cast.anna, is_key=True)
            business.year(account, now, 1000)
            business.answers(account, now, ago=1, given=(3, 9))
            opened(account, 3, now)
        period = replace(business.settle(now), months=3)
        with CaptureQueriesContext(connection) as caught:
            report.build(Account.objects.all(), period, now=now, with_words=True)
        return len(caught)

    assert queries(range(2)) == queries(range(2, 6)) <= 20
