from datetime import datetime, timedelta
from typing import Any

import pytest

from csat.alerts import actions as alerts
from csat.alerts.models import Notification, Signal
from csat.cases import actions
from csat.cases.models import Case
from tests.csat.answered import heard
from tests.factories import Cast, ContactFactory, EmployeeFactory, assign

pytestmark = pytest.mark.django_db


def low(cast: Cast, now: datetime, given: int = 4, **more: Any) -> Signal:
    contact = cast.account.contacts.first() or ContactFactory(account=cast.account)
    response = heard(contact, given, at=now, **more)
    [signal] = alerts.assess(response_id=response.id, now=now)
    return signal


@pytest.fixture
def case(cast: Cast, now: datetime) -> Case:
    low(cast, now)
    [case] = actions.open_due(now=now)
    return case


def kinds(case: Case) -> list[str]:
    return [event.kind for event in case.events.all()]


def test_a_signal_gets_one_case_with_an_owner_and_due_times(cast: Cast, now: datetime) -> None:
    signal = low(cast, now)
    [case] = actions.open_due(now=now)
    assert (case.uuid, case.account, case.owner) == (signal.uuid, cast.account, cast.boris)
    assert case.acknowledge_due_at == now + timedelta(hours=4)
    assert case.due_at == now + timedelta(hours=9)
    assert actions.open_due(now=now) == []
    assert kinds(case) == ["opened"]


def test_a_second_low_answer_of_the_same_person_opens_no_second_case(cast: Cast, now: datetime) -> None:
    low(cast, now)
    actions.open_due(now=now)
    low(cast, now + timedelta(hours=1), given=2)
    assert actions.open_due(now=now) == []
    assert Case.objects.count() == 1


def test_without_a_care_owner_the_manager_owns_it_and_a_criticised_one_does_not(
    cast: Cast, now: datetime
) -> None:
    cast.account.assignments.filter(capacity="care_owner").delete()
    low(cast, now)
    [first] = actions.open_due(now=now)
    assert first.owner == cast.anna
    actions.close(case=first, root_cause="other", action="Called", by=cast.anna.user, now=now)
    low(cast, now, competence=1)
    [second] = actions.open_due(now=now)
    assert second.owner == cast.clara


def test_the_whole_work_leaves_its_history(case: Case, cast: Cast, now: datetime) -> None:
    boris = cast.boris.user
    actions.acknowledge(case=case, by=boris, now=now)
    actions.acknowledge(case=case, by=boris, now=now)
    actions.note(case=case, text="They wait for certificates.", by=boris, now=now)
    actions.plan_step(case=case, step="Visit", on=now.date() + timedelta(days=2), by=boris, now=now)
    actions.assign(case=case, owner=cast.anna, by=boris, now=now)
    actions.close(case=case, root_cause="documents", action="Certificates travel along", by=boris, now=now)
    case.refresh_from_db()
    assert (case.state, case.root_cause, case.next_step) == ("closed", "documents", "Visit")
    assert kinds(case) == ["opened", "acknowledged", "noted", "planned", "assigned", "closed"]
    assert {event.by for event in case.events.exclude(kind="opened")} == {boris}
    assert case.signal.closed_at == now


@pytest.mark.parametrize(("root_cause", "action", "where"), [
    ("", "Called", "root_cause"),
    ("weather", "Called", "root_cause"),
    ("delivery", "  ", "action"),
])  # fmt: skip
def test_closing_needs_a_root_cause_and_an_action(
    case: Case, cast: Cast, now: datetime, root_cause: str, action: str, where: str
) -> None:
    with pytest.raises(actions.CaseIncomplete) as refused:
        actions.close(case=case, root_cause=root_cause, action=action, by=cast.boris.user, now=now)
    assert refused.value.where == where
    case.refresh_from_db()
    assert case.state == "open"


def test_nothing_is_done_to_a_closed_case(case: Case, cast: Cast, now: datetime) -> None:
    boris = cast.boris.user
    actions.close(case=case, root_cause="price", action="New offer", by=boris, now=now)
    assert kinds(case) == ["opened", "acknowledged", "closed"]
    for verb, more in (
        (actions.acknowledge, {}),
        (actions.note, {"text": "x"}),
        (actions.assign, {"owner": cast.anna}),
        (actions.plan_step, {"step": "x", "on": now.date()}),
        (actions.close, {"root_cause": "price", "action": "again"}),
    ):
        with pytest.raises(actions.CaseClosed):
            verb(case=case, by=boris, now=now, **more)
    assert len(kinds(case)) == 3


@pytest.mark.parametrize("days", [-1, 91])
def test_a_step_lies_in_the_coming_quarter(case: Case, cast: Cast, now: datetime, days: int) -> None:
    with pytest.raises(actions.CaseIncomplete):
        actions.plan_step(
            case=case, step="Visit", on=now.date() + timedelta(days=days), by=cast.boris.user, now=now
        )


def test_a_case_goes_only_to_who_sees_the_client(case: Case, cast: Cast, now: datetime) -> None:
    for refused in (cast.oleg, EmployeeFactory(left_on=now.date())):
        with pytest.raises(actions.CaseIncomplete):
            actions.assign(case=case, owner=refused, by=cast.boris.user, now=now)
    assert actions.assign(case=case, owner=cast.clara, by=cast.boris.user, now=now).owner == cast.clara


def test_who_takes_up_a_case_without_owner_owns_it(cast: Cast, now: datetime) -> None:
    cast.account.assignments.all().delete()
    low(cast, now)
    [case] = actions.open_due(now=now)
    assert case.owner is None
    assert actions.acknowledge(case=case, by=cast.clara.user, now=now).owner == cast.clara


def overdue_mails() -> list[str]:
    rows = Notification.objects.filter(signal__rule__key="case_overdue").select_related("employee")
    return [row.employee.name for row in rows]


def test_a_late_case_is_told_to_the_head_once(case: Case, cast: Cast, now: datetime) -> None:
    assert actions.tell_overdue(now=now + timedelta(hours=3)) == 0
    assert actions.tell_overdue(now=now + timedelta(hours=5)) == 1
    actions.acknowledge(case=case, by=cast.boris.user, now=now + timedelta(hours=6))
    assert actions.tell_overdue(now=now + timedelta(days=9)) == 0
    assert overdue_mails() == ["Clara Head"]
    assert not actions.open_due(now=now)


def test_a_planned_step_moves_what_is_late(case: Case, cast: Cast, now: datetime) -> None:
    actions.plan_step(case=case, step="Visit", on=now.date() + timedelta(days=5), by=cast.boris.user, now=now)
    assert actions.tell_overdue(now=now + timedelta(days=4)) == 0
    assert actions.tell_overdue(now=now + timedelta(days=6)) == 1


def test_closing_settles_lateness_and_a_second_late_case_is_told_then(cast: Cast, now: datetime) -> None:
    low(cast, now)
    maria = cast.account.contacts.get()
    call = heard(maria, 9, at=now, wish="yes", phone="1")
    alerts.assess(response_id=call.id, now=now)
    first, second = actions.open_due(now=now)
    later = now + timedelta(days=3)
    assert actions.tell_overdue(now=later) == 2
    assert overdue_mails() == ["Clara Head"]
    assert actions.tell_overdue(now=later) == 0
    actions.close(case=first, root_cause="other", action="Done", by=cast.boris.user, now=later)
    assert actions.tell_overdue(now=later) == 1
    assert overdue_mails() == ["Clara Head", "Clara Head"]
    actions.close(case=second, root_cause="other", action="Done", by=cast.boris.user, now=later)
    assert not Signal.objects.filter(closed_at__isnull=True).exists()


def test_the_head_hears_when_an_owner_leads_nobody(cast: Cast, now: datetime) -> None:
    outside = EmployeeFactory()
    cast.account.assignments.filter(capacity="care_owner").delete()
    assign(cast.account, outside, "care_owner", since=now.date())
    low(cast, now)
    actions.open_due(now=now)
    actions.tell_overdue(now=now + timedelta(days=2))
    assert overdue_mails() == ["Clara Head"]
