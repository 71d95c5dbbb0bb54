"""Raises signals out of answers and late cases, and writes down who has to be told."""

from datetime import datetime
from typing import Any

from django.db import transaction

from csat.alerts import decide, queries
from csat.alerts.models import Assessed, Notification, Rule, Signal, SignalEvidence
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.programs.models import Touchpoint
from surveys.models import Response, Verdict


@transaction.atomic
def assess(*, response_id: int, now: datetime) -> list[Signal]:
    """Look at a submitted answer once a revision and raise what it means; returns the signals touched.

    Does nothing for an answer that is unknown, unfinished, already looked at, or not yet scored: the sweep
    comes again. Doubtful and excluded answers are marked as looked at and raise nothing. Raises nothing.
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
    if touchpoint is not None and response.verdict == Verdict.COUNTS:
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
    if touchpoint.account.is_key and parameters is not None:
        drop = decide.decide_drop(
            queries.headline_history(touchpoint.account),
            decide.DropParameters(**parameters),
            on=customers.local_day(now),
        )
        if isinstance(drop, decide.Drop):
            found.append(decide.Finding(decide.KEY_ACCOUNT_DROP, facts=drop.as_facts()))
    return found


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
