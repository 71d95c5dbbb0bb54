from datetime import UTC, datetime, time, timedelta

import pytest

from csat.alerts import actions as alerts
from csat.cases import actions, deadlines, queries
from csat.cases.models import Case
from tests.csat.answered import heard
from tests.factories import AccountFactory, Cast, ContactFactory, EmployeeFactory, login

pytestmark = pytest.mark.django_db
BERLIN = deadlines.WorkingTime(zone="Europe/Berlin", country="DE", opens=time(9), closes=time(18))


def test_the_database_and_the_plain_function_say_the_same(cast: Cast, now: datetime) -> None:
    who = cast.clara.user
    for days in (0, 3, 160):  # winter and summer time
        for verb in ("open", "acknowledge", "plan", "close"):
            at = now - timedelta(days=days)
            response = heard(ContactFactory(account=AccountFactory()), 3, at=at)
            alerts.assess(response_id=response.id, now=at)
            [case] = actions.open_due(now=at)
            if verb == "acknowledge":
                actions.acknowledge(case=case, by=who, now=at)
            elif verb == "plan":
                actions.plan_step(case=case, step="Visit", on=at.date(), by=who, now=at)
            elif verb == "close":
                actions.close(case=case, root_cause="other", action="Done", by=who, now=at)
    for case in queries.by_due(Case.objects.all(), BERLIN):
        due = deadlines.due(
            case.state,
            acknowledge_due_at=case.acknowledge_due_at,
            due_at=case.due_at,
            next_step_on=case.next_step_on,
            work=BERLIN,
        )
        assert case.next_due_at == (due.at.astimezone(UTC) if due else None)
    assert queries.late_cases(now, BERLIN).count() == 6


def test_a_case_may_go_to_holders_heads_and_who_sees_all(cast: Cast, now: datetime) -> None:
    operator = EmployeeFactory(name="Otto Operator", user=login("otto", "operator"))
    EmployeeFactory(user=login("yuki", "analyst"))
    names = [one.name for one in queries.assignable(cast.account, now)]
    assert names == ["Anna Manager", "Boris Care", "Clara Head", operator.name]
