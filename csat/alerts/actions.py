"""Raises signals out of answers and late cases, writes down who has to be told, and what came of drops."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from csat.alerts import decide, queries, withdrawing
from csat.alerts.models import Assessed, Notification, Rule, Signal, SignalEvidence
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.findings.methods import drops
from csat.programs.models import Touchpoint
from surveys.errors import DomainError
from surveys.models import Response, Source, Verdict


class NotReviewable(DomainError):
    """Only of a drop one can say later whether it was real."""

    code = "not_reviewable"


class NotCalibrated(DomainError):
    """A number of false alarms that no level is calibrated for."""

    code = "not_calibrated"


@transaction.atomic
def assess(*, response_id: int, now: datetime) -> list[Signal]:
    """Look at a submitted answer once a revision and raise what it means; returns the signals touched.

    Does nothing for an answer that is unknown, unfinished, already looked at, or not yet scored: the sweep
    comes again. Doubtful, excluded and imported answers are marked as looked at and raise nothing; what
    rested on an answer that counts no more is withdrawn. Raises nothing.
    """
    response = (
        Response.objects.select_for_update(of=("self",), no_key=True)
        .filter(id=response_id, submitted_at__isnull=False)
        .first()
    )
    if response is None or not queries.is_waiting(response):
        return []
    touchpoint = queries.touchpoint_of(response)
    signals = []
    if touchpoint is not None and response.verdict != Verdict.COUNTS:
        withdrawing.withdraw(response=response, now=now)
    elif touchpoint is not None and response.source != Source.IMPORT:
        # Held until commit: two answers of one account are looked at one after the other, and none joins a
        # signal that is being closed.
        Account.objects.select_for_update(no_key=True).get(id=touchpoint.account_id)
        signals = _raise_all(response, touchpoint, now)
    Assessed.objects.update_or_create(
        response=response, defaults={"revision": response.revision, "assessed_at": now}
    )
    return signals


def _raise_all(response: Response, touchpoint: Touchpoint, now: datetime) -> list[Signal]:
    signals = []
    for finding in _findings(response, touchpoint, now):
        if queries.was_worked_on(response, finding.rule):
            continue  # changed after its case was closed: the client's verdict on the work, no second case
        signal = _open(touchpoint.account, finding, now=now)
        SignalEvidence.objects.get_or_create(
            signal=signal,
            response=response,
            defaults={"contact_id": touchpoint.contact_id, "added_at": now},
        )
        _tell(signal, finding, now=now)
        signals.append(signal)
    return signals


def _findings(response: Response, touchpoint: Touchpoint, now: datetime) -> list[decide.Finding]:
    found = []
    parameters = _parameters(decide.LOW_ANSWER)
    if parameters is not None or _parameters(decide.CONTACT_ME) is not None:
        answer = queries.answer_of(response, touchpoint)
        low = decide.decide_low_answer(answer, decide.LowAnswerParameters(**(parameters or {})))
        if low is not None and _parameters(low.rule) is not None:
            found.append(low)
    parameters = _parameters(decide.KEY_ACCOUNT_DROP)
    if touchpoint.account.is_key and touchpoint.wave_id and parameters is not None:
        drop = _drop(touchpoint.account, parameters, now)
        found += [drop] if drop else []
    return found


def _drop(account: Account, parameters: dict[str, Any], now: datetime) -> decide.Finding | None:
    """The key account's change point after this answer; what was worked on before is not found again."""
    watch = queries.drop_watch()
    today = customers.local_day(now)
    fall = queries.fall_of(
        account, watch, until=today + timedelta(days=1), settled_on=queries.settled_on(account)
    )
    alarm = decide.decide_alarm(watch, decide.drop_parameters(parameters))
    return decide.decide_drop(fall, alarm, year_minor=queries.revenue_of_year(account, today))


def _parameters(key: str) -> dict[str, Any] | None:
    """A rule's own thresholds; None where it is switched off."""
    rule, _ = Rule.objects.get_or_create(key=key)
    return rule.parameters if rule.is_on else None


def _open(account: Account, finding: decide.Finding, *, now: datetime) -> Signal:
    """The account's open signal of the rule: the one there is, or a new one. Its account row is locked."""
    rule, _ = Rule.objects.get_or_create(key=finding.rule)
    signal, _ = Signal.objects.get_or_create(
        account=account,
        rule=rule,
        closed_at=None,
        defaults={"facts": finding.facts, "opened_at": now},
    )
    return signal


def _tell(signal: Signal, finding: decide.Finding, *, now: datetime) -> None:
    readers = decide.decide_readers(finding, queries.holders(signal.account, customers.local_day(now)))
    Notification.objects.bulk_create(
        [
            Notification(signal=signal, employee_id=employee_id, because=because, due_at=now, created_at=now)
            for employee_id, because in readers.items()
        ],
        # notification_once: whoever was told about this signal is not told again.
        ignore_conflicts=True,
    )


def tell_new_owner(*, signal: Signal, employee_id: int, now: datetime) -> None:
    """Have somebody told that a signal's case is now theirs, unless they heard already. Raises nothing."""
    Notification.objects.bulk_create(
        [Notification(signal=signal, employee_id=employee_id, because="owner", due_at=now, created_at=now)],
        ignore_conflicts=True,
    )


@transaction.atomic
def raise_overdue(*, account: Account, facts: dict[str, Any], head_id: int | None, now: datetime) -> Signal:
    """Open the account's signal of a late case and have the head told. Raises nothing.

    Where one is open already it stays as it is: a second late case waits until the first is settled.
    """
    Account.objects.select_for_update(no_key=True).get(id=account.id)
    signal = _open(account, decide.Finding(decide.CASE_OVERDUE, facts=facts), now=now)
    if head_id and signal.facts == facts:
        Notification.objects.bulk_create(
            [
                Notification(
                    signal=signal, employee_id=head_id, because=decide.HEAD, due_at=now, created_at=now
                )
            ],
            ignore_conflicts=True,
        )
    return signal


@transaction.atomic
def settle(*, signal: Signal, now: datetime) -> None:
    """Close a signal whose case is closed, and with it the signal that the case was late. Raises nothing."""
    Account.objects.select_for_update(no_key=True).get(id=signal.account_id)
    Signal.objects.filter(id=signal.id, closed_at__isnull=True).update(closed_at=now)
    Signal.objects.filter(
        account_id=signal.account_id,
        rule__key=decide.CASE_OVERDUE,
        facts__case=str(signal.uuid),
        closed_at__isnull=True,
    ).update(closed_at=now)


@transaction.atomic
def review(*, signal: Signal, was_real: bool | None, by: User, now: datetime) -> Signal:
    """Keep what people found about a drop: it was real, it was not, or (None) nothing yet after all.

    Open or closed alike; it may be said anew at any time. Raises NotReviewable for another kind of signal.
    """
    if signal.rule.key != decide.KEY_ACCOUNT_DROP:
        raise NotReviewable(_("This is no fall in satisfaction, so there is nothing to say about it."))
    signal.was_real = was_real
    signal.reviewed_at, signal.reviewed_by = (None, None) if was_real is None else (now, by)
    signal.save(update_fields=["was_real", "reviewed_at", "reviewed_by"])
    return signal


@transaction.atomic
def choose_false_alarms(*, rate: float, by: User, now: datetime) -> Rule:
    """Choose how many false alarms a client and year one will live with; a level set after reviews ends.

    Raises NotCalibrated for a rate that no level is calibrated for.
    """
    if rate not in drops.RATES:
        raise NotCalibrated(_("Choose one of the numbers offered."), where="rate")
    return _keep({"false_alarms": rate}, by=by, now=now)


@transaction.atomic
def use_level(*, level: float, by: User, now: datetime) -> Rule:
    """Tell of falls above this probability from now on. Raises NotCalibrated beyond 0 to 1."""
    if not 0 < level < 1:
        raise NotCalibrated(_("A probability lies between 0 and 1."), where="level")
    rule = Rule.objects.get_or_create(key=decide.KEY_ACCOUNT_DROP)[0]
    rate = decide.drop_parameters(rule.parameters).false_alarms
    return _keep({"false_alarms": rate, "level": level}, by=by, now=now)


def _keep(parameters: dict[str, Any], *, by: User, now: datetime) -> Rule:
    rule, _is_new = Rule.objects.select_for_update().get_or_create(key=decide.KEY_ACCOUNT_DROP)
    rule.parameters = parameters | {"set_by": by.get_username(), "set_at": now.isoformat()}
    rule.save(update_fields=["parameters"])
    return rule
