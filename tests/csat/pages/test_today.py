from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.alerts import actions as alerts
from csat.cases import actions
from csat.customers.models import Account
from csat.customers.queries import company
from csat.programs.queries import planned
from csat.scores.models import AccountMonth
from tests.csat.answered import heard, touchpoint
from tests.factories import AccountFactory, Cast, ContactFactory, UserFactory, login

pytestmark = pytest.mark.django_db


def low(account: Account, *, at: datetime, **more: Any) -> None:
    response = heard(ContactFactory(account=account), 4, at=at, **more)
    alerts.assess(response_id=response.id, now=at)
    actions.open_due(now=at)


def rows(client: Client) -> list[Any]:
    return list(client.get("/today/").context["report"].rows)


def test_one_list_by_due_time_then_revenue(cast: Cast, client: Client) -> None:
    now = timezone.now()
    last_month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    small, large, late = (AccountFactory(name=name) for name in ("Small", "Large", "Late"))
    AccountMonth.objects.create(account=large, month=last_month, fact_minor=900_00)
    for account, at in ((small, now), (large, now), (late, now - timedelta(days=10))):
        low(account, at=at)
    client.force_login(login("otto", Role.OPERATOR))
    assert [row.account_name for row in rows(client)] == ["Late", "Large", "Small"]
    assert [row.is_late for row in rows(client)] == [True, False, False]
    page = client.get("/today/").content.decode()
    assert "3 cases are due" in page and "1 is late already" in page


def test_a_step_of_another_week_is_not_todays(cast: Cast, client: Client) -> None:
    now = timezone.now()
    low(cast.account, at=now)
    case = cast.account.cases.get()
    client.force_login(cast.boris.user)
    assert len(rows(client)) == 1
    actions.plan_step(
        case=case, step="Visit", on=now.date() + timedelta(days=20), by=cast.boris.user, now=now
    )
    report = client.get("/today/").context["report"]
    assert (report.rows, report.later) == ((), 1)


def test_nobody_sees_what_is_not_theirs(cast: Cast, client: Client) -> None:
    low(cast.foreign, at=timezone.now(), words="Secret words")
    client.force_login(cast.anna.user)
    assert "Secret words" not in client.get("/today/").content.decode()
    client.force_login(cast.oleg.user)
    assert "Secret words" in client.get("/today/").content.decode()
    client.force_login(login("yuki", Role.ANALYST))
    assert client.get("/today/").status_code == 403


def test_an_empty_day_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.boris.user)
    page = client.get("/today/").content.decode()
    assert "Nothing is due." in page and "No client has answered yet." in page


def test_ten_and_twenty_cases_cost_the_same(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(UserFactory(roles=[Role.OPERATOR]))
    counts = []
    for _ in range(2):
        for _ in range(10):
            low(AccountFactory(), at=timezone.now(), words="x")
        client.get("/today/")
        with django_assert_max_num_queries(40) as seen:
            client.get("/today/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_goes_out_next_has_a_stop_button_for_who_may_send(cast: Cast, client: Client) -> None:
    now = timezone.now()
    due = datetime.combine(planned.next_sending_day(company(), now), time(10), tzinfo=UTC)
    row = touchpoint(ContactFactory(account=cast.account, name="Maria Kuznetsova"), at=now)
    row.invitation.messages.create(number=0, due_at=due, changed_at=now)
    client.force_login(cast.anna.user)
    page = client.get("/today/").content.decode()
    assert "1 invitation" in page and "Maria Kuznetsova" in page and "/stop/" not in page
    client.force_login(cast.oleg.user)
    assert "Maria Kuznetsova" not in client.get("/today/").content.decode()
    client.force_login(login("otto", Role.OPERATOR))
    stop = f"/programs/sends/{due.date()}/stop/"
    assert stop in client.get("/today/").content.decode()
    assert client.post(stop, {"back": "today"}).url == "/today/"
    assert "1 held" in client.get("/today/").content.decode()
