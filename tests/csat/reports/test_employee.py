from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.alerts import actions as alerts
from csat.cases import actions as cases
from csat.customers.models import Employee
from csat.reports import employee
from csat.reports.employee import EmployeePage
from surveys.models import Response
from tests.csat import answered
from tests.csat.reports import business
from tests.factories import Cast, ContactFactory, assign

pytestmark = pytest.mark.django_db


def built(person: Employee, now: datetime) -> EmployeePage:
    return employee.build(person, business.settle(now), now=now, with_people=True)


def test_money_counts_for_whoever_held_the_client_in_the_month(cast: Cast, now: datetime) -> None:
    business.year(cast.account, now, 100)
    held = cast.account.assignments.get(capacity="manager")
    held.during = (held.during.lower, date(2026, 9, 1))
    held.save()
    assign(cast.account, cast.oleg, "manager", since=date(2026, 9, 1))
    assert built(cast.oleg, now).year.fact_minor == 2 * 10_000
    assert built(cast.anna, now).year.fact_minor == 10 * 10_000


def test_their_own_work_stands_apart_from_the_companys(cast: Cast, now: datetime) -> None:
    for _ in range(5):
        contact = ContactFactory(account=cast.account)
        answered.heard(contact, 8, at=now - timedelta(days=20), competence=10, delivery_dates=2)
    found = built(cast.anna, now)
    assert [row.name for row in found.about_me] == ["competence", "reply_speed"]
    mine = {row.name: round(row.score.estimate) for row in found.about_me}
    ours = {row.name: round(row.score.estimate) for row in found.about_company}
    assert mine["competence"] == 100 and ours["delivery_dates"] == 11
    assert not set(mine) & set(ours)
    assert found.csi.n == 5


def test_post_sale_answers_do_not_enter_the_headline(cast: Cast, now: datetime) -> None:
    for _ in range(5):
        contact = ContactFactory(account=cast.account)
        answered.score(answered.answer(contact, {"competence": 9}, at=now, key="post-sale"))
    found = built(cast.anna, now)
    assert found.csi.n == 0
    assert [(row.name, row.score.n) for row in found.about_me] == [("competence", 5)]


def test_clients_to_call_are_their_open_cases_of_the_week(cast: Cast, now: datetime) -> None:
    business.answers(cast.account, now, ago=0, given=(3,))
    alerts.assess(response_id=Response.objects.latest("id").id, now=now)
    [case] = cases.open_due(now=now)
    owner = Employee.objects.get(id=case.owner_id)
    [call] = built(owner, now).calls
    assert (call.case_uuid, call.account_name) == (case.uuid, "Alfa")
    assert built(cast.oleg, now).calls == ()


def test_colleagues_stand_by_team_and_name_without_scores(cast: Cast, now: datetime) -> None:
    business.year(cast.account, now, 100)
    rows = employee.colleagues(Employee.objects.all(), business.settle(now))
    assert [(row.name, row.team, row.clients) for row in rows] == [
        ("Anna Manager", "North", 1),
        ("Boris Care", "North", 1),
        ("Oleg Outsider", "", 1),
    ]
    assert rows[0].year_minor == 120_000


def test_the_number_of_queries_does_not_grow(cast: Cast, now: datetime) -> None:
    def queries(names: str) -> int:
        for name in names:
            account = business.client(name, holder=cast.anna)
            business.year(account, now, 10)
            business.answers(account, now, ago=1, given=(7, 8))
        period = business.settle(now)
        with CaptureQueriesContext(connection) as caught:
            employee.build(cast.anna, period, now=now, with_people=True)
        return len(caught)

    assert queries("ab") == queries("cdef") <= 20
