"""The work on a signal: open its case, take it up, plan, note, hand on, close; each leaves its event."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from csat.alerts import actions as alerts
from csat.alerts import decide
from csat.alerts import queries as alert_queries
from csat.alerts.models import Signal
from csat.cases import deadlines, queries, states
from csat.cases.models import Case, CaseEvent, CaseState, RootCause
from csat.customers import queries as customers
from csat.customers.models import Employee
from surveys.errors import DomainError

STEP_WITHIN_DAYS = 90


class CaseClosed(DomainError):
    """Somebody closed the case meanwhile; the page keeps what was typed."""

    code = "case_closed"


class CaseIncomplete(DomainError):
    """Something is missing in what was sent; `where` names the field."""

    code = "case_incomplete"


@transaction.atomic
def open_due(*, now: datetime) -> list[Case]:
    """Open a case for every signal that has none; two workers at once share them out. Raises nothing."""
    work = queries.working_time()
    signals = queries.signals_without_case().select_for_update(of=("self",), skip_locked=True, no_key=True)
    return [_open(signal, work, now=now) for signal in signals.select_related("account")]


def _open(signal: Signal, work: deadlines.WorkingTime, *, now: datetime) -> Case:
    acknowledge_due_at, due_at = deadlines.promised(signal.opened_at, work)
    case = Case.objects.create(
        # The mail about the signal was written before there was a case, and links to it.
        uuid=signal.uuid,
        signal=signal,
        account=signal.account,
        owner_id=_owner_id(signal, now),
        opened_at=now,
        acknowledge_due_at=acknowledge_due_at,
        due_at=due_at,
    )
    _add_event(case, "opened", by=None, now=now, details={"owner": case.owner.name if case.owner else ""})
    return case


def _owner_id(signal: Signal, now: datetime) -> int | None:
    """The care owner, else the manager, else the head; a criticised manager comes last."""
    held = alert_queries.holders(signal.account, customers.local_day(now))
    spared = held.manager if signal.facts.get("criticises") == decide.MANAGER else None
    candidates = [held.care_owner, held.manager, held.manager_head, held.care_owner_head]
    return next((c for c in candidates if c and c != spared), held.manager)


@transaction.atomic
def acknowledge(*, case: Case, by: User, now: datetime) -> Case:
    """Take a case up; a case without an owner becomes one's own. Taken up already: nothing changes.

    Raises CaseClosed.
    """
    case = _locked(case)
    if case.state == CaseState.ACKNOWLEDGED:
        return case
    _move(case, "acknowledge", now=now)
    if case.owner_id is None:
        case.owner = Employee.objects.filter(user=by).first()
    case.save()
    _add_event(case, "acknowledged", by=by, now=now)
    return case


@transaction.atomic
def assign(*, case: Case, owner: Employee, by: User, now: datetime) -> Case:
    """Hand a case to one of our people who can see its account, and have them told.

    Raises CaseClosed, and CaseIncomplete for somebody who cannot see the account or has left.
    """
    case = _locked(case)
    _move(case, "assign", now=now)
    if not queries.assignable(case.account, now).filter(id=owner.id).exists():
        raise CaseIncomplete(
            _("%(name)s does not see this client.") % {"name": owner.name},
            where="owner",
            mend=_("Choose somebody who holds or leads it."),
        )
    if owner.id == case.owner_id:
        return case
    before = case.owner.name if case.owner else ""
    case.owner = owner
    case.save()
    _add_event(case, "assigned", by=by, now=now, details={"from": before, "to": owner.name})
    if owner.user_id != by.pk:
        alerts.tell_new_owner(signal=case.signal, employee_id=owner.id, now=now)
    return case


@transaction.atomic
def plan_step(*, case: Case, step: str, on: date | None, by: User, now: datetime) -> Case:
    """Say what is done next and on which day; an open case is taken up by it.

    Raises CaseClosed, and CaseIncomplete without words or day, for a day that is over or too far away.
    """
    case = _locked(case)
    was_open = case.state == CaseState.OPEN
    _move(case, "plan_step", now=now)
    step = step.strip()
    if not step:
        raise CaseIncomplete(_("Say what is done next."), where="step")
    today = customers.local_day(now)
    if on is None or not today <= on <= today + timedelta(days=STEP_WITHIN_DAYS):
        raise CaseIncomplete(
            _("Choose a day from today on, within %(days)s days.") % {"days": STEP_WITHIN_DAYS}, where="on"
        )
    case.next_step, case.next_step_on = step[:500], on
    case.save()
    if was_open:
        _add_event(case, "acknowledged", by=by, now=now)
    _add_event(case, "planned", by=by, now=now, note=step, details={"on": on.isoformat()})
    return case


@transaction.atomic
def note(*, case: Case, text: str, by: User, now: datetime) -> Case:
    """Write down what happened, such as what the client said on the phone.

    Raises CaseClosed, and CaseIncomplete without words.
    """
    case = _locked(case)
    _move(case, "note", now=now)
    if not text.strip():
        raise CaseIncomplete(_("The note is empty."), where="text")
    _add_event(case, "noted", by=by, now=now, note=text.strip())
    return case


@transaction.atomic
def close(*, case: Case, root_cause: str, action: str, by: User, now: datetime) -> Case:
    """Close a case and its signal, with why it came to it and what was done; an open one is taken up by it.

    Raises CaseClosed, and CaseIncomplete without a root cause or an action.
    """
    case = _locked(case)
    was_open = case.state == CaseState.OPEN
    _move(case, "close", now=now)
    if root_cause not in RootCause.values:
        raise CaseIncomplete(_("Choose the root cause."), where="root_cause")
    if not action.strip():
        raise CaseIncomplete(_("Say what was done."), where="action")
    case.root_cause, case.action = root_cause, action.strip()
    case.closed_at = now
    case.save()
    if was_open:
        _add_event(case, "acknowledged", by=by, now=now)
    details = {"root_cause": root_cause}
    _add_event(case, "closed", by=by, now=now, note=case.action, details=details)
    alerts.settle(signal=case.signal, now=now)
    return case


@transaction.atomic
def tell_overdue(*, now: datetime) -> int:
    """Have the head told of every case that has become late: once a case. How many. Raises nothing."""
    late = list(queries.late_cases_untold(now).select_related("account", "owner"))
    for case in late:
        alerts.raise_overdue(
            account=case.account,
            facts={
                "case": str(case.uuid),
                "owner": case.owner.name if case.owner else "",
                "state": case.state,
                "opened_at": case.opened_at.isoformat(),
            },
            head_id=_head_id(case, now),
            now=now,
        )
    return len(late)


def _head_id(case: Case, now: datetime) -> int | None:
    if case.owner and case.owner.head_id:
        return case.owner.head_id
    held = alert_queries.holders(case.account, customers.local_day(now))
    return held.care_owner_head or held.manager_head


def _locked(case: Case) -> Case:
    """The row as it is now, held until commit: two people at once act one after the other."""
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account", "owner", "signal")
        .get(id=case.id)
    )


def _move(case: Case, verb: str, *, now: datetime) -> None:
    state = states.next_state(case.state, verb)
    if state is None:
        raise CaseClosed(
            _("This case is closed already."), mend=_("Nothing was changed; what you typed is still here.")
        )
    if state != CaseState.OPEN and case.acknowledged_at is None:
        case.acknowledged_at = now
    case.state = state


def _add_event(
    case: Case,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    CaseEvent.objects.create(case=case, kind=kind, by=by, note=note, details=details or {}, happened_at=now)
