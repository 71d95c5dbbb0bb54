"""Signals and cases of the years before: opened, taken up, worked on and closed, as finished rows."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from config.demo.rows.findings import Found
from config.demo.rows.made import CHUNK, Made, Story, with_ids
from config.demo.story import chance, clients
from csat.alerts import decide
from csat.alerts.models import Notification, NotificationState, Rule, RuleKey, Signal, SignalEvidence
from csat.cases import deadlines, queries
from csat.cases.models import Case, CaseEvent, CaseState
from csat.customers.models import Employee

WORDS: dict[str, Any] = json.loads((Path(chance.__file__).parent / "work.json").read_text(encoding="utf-8"))
LATELY = timedelta(days=35)  # from here on the product's own actions do the work
READ_AFTER = timedelta(minutes=1)


@dataclass
class Raised:
    """A signal of the past, from its first answer to its closing."""

    rule: str
    account: int
    opened_at: datetime
    closed_at: datetime
    finding: decide.Finding
    root_cause: str
    evidence: list[Found] = field(default_factory=list)


def write(story: Story, made: Made, heard: list[Found]) -> None:
    """Every signal that the answers before the last weeks raised, with its case closed and its history."""
    rules = {key: Rule.objects.get_or_create(key=key)[0] for key in RuleKey.values}
    rng = chance.stream(story.seed, "work")
    raised = _raised(heard, rng, until=story.timeline.midnight - LATELY)
    signals = [
        Signal(
            account=made.accounts[r.account],
            rule=rules[r.rule],
            facts=r.finding.facts,
            opened_at=r.opened_at,
            closed_at=r.closed_at,
            **_reviewed(story, made, r),
        )
        for r in raised
    ]
    Signal.objects.bulk_create(with_ids(signals, story.seed, "signals"), batch_size=CHUNK)
    SignalEvidence.objects.bulk_create(
        [
            SignalEvidence(
                signal=signal,
                response=found.response,
                contact=made.contacts[story.asked.contact[found.invitation]],
                added_at=found.at + READ_AFTER,
            )
            for r, signal in zip(raised, signals, strict=True)
            for found in r.evidence
        ],
        batch_size=CHUNK,
    )
    _tell(story, made, raised, signals)
    _cases(story, made, raised, signals=signals, rng=rng)


def _reviewed(story: Story, made: Made, raised: Raised) -> dict[str, Any]:
    """Whether a fall was real, said by the service owner when the case was closed; mostly it was."""
    if raised.rule != RuleKey.KEY_ACCOUNT_DROP:
        return {}
    rng = chance.stream(story.seed, f"review {raised.account} {raised.opened_at.date()}")
    owner = _holder(story, made, raised, "care_owner")
    return {"was_real": rng.random() < 0.8, "reviewed_at": raised.closed_at, "reviewed_by": owner.user}


def _raised(heard: list[Found], rng: np.random.Generator, *, until: datetime) -> list[Raised]:
    """One open signal an account and rule; answers that come while it is open join it."""
    latest: dict[tuple[int, str], Raised] = {}
    found: list[Raised] = []
    for answer in heard:
        if answer.at >= until - timedelta(days=1):
            break
        for finding in answer.findings:
            key = (answer.account, finding.rule)
            opened_at = answer.at + READ_AFTER
            if key not in latest or latest[key].closed_at <= opened_at:
                ends_at = opened_at + timedelta(hours=30 + rng.exponential(96))
                latest[key] = Raised(
                    finding.rule,
                    answer.account,
                    opened_at,
                    closed_at=min(ends_at, until),
                    finding=finding,
                    root_cause=answer.root_cause,
                )
                found.append(latest[key])
            latest[key].evidence.append(answer)
    return found


def _holder(story: Story, made: Made, raised: Raised, capacity: str) -> Employee:
    day = raised.opened_at.date()
    return made.employees[clients.holder_on(story.held, raised.account, capacity, day)]


def _tell(story: Story, made: Made, raised: list[Raised], signals: list[Signal]) -> None:
    rows = []
    for r, signal in zip(raised, signals, strict=True):
        manager, care_owner = (_holder(story, made, r, c) for c in ("manager", "care_owner"))
        holders = decide.Holders(manager.id, manager.head_id, care_owner.id, care_owner.head_id)
        rows += [
            Notification(
                signal=signal,
                employee_id=employee_id,
                because=because,
                state=NotificationState.SENT,
                due_at=r.opened_at,
                attempt=1,
                sent_at=r.opened_at + READ_AFTER,
                created_at=r.opened_at,
            )
            for employee_id, because in decide.decide_readers(r.finding, holders).items()
        ]
    Notification.objects.bulk_create(with_ids(rows, story.seed, "notifications"), batch_size=CHUNK)


def _cases(
    story: Story, made: Made, raised: list[Raised], *, signals: list[Signal], rng: np.random.Generator
) -> None:
    work = queries.working_time()
    cases, events = [], []
    for r, signal in zip(raised, signals, strict=True):
        acknowledge_due_at, due_at = deadlines.promised(r.opened_at, work)
        owner = _holder(story, made, r, "care_owner")
        taken_up_at = _between(r.opened_at, min(acknowledge_due_at, r.closed_at), rng, late_share=0.12)
        case = Case(
            uuid=signal.uuid,
            signal=signal,
            account=signal.account,
            owner=owner,
            state=CaseState.CLOSED,
            opened_at=r.opened_at,
            acknowledge_due_at=acknowledge_due_at,
            due_at=due_at,
            acknowledged_at=min(taken_up_at, r.closed_at),
            closed_at=r.closed_at,
            root_cause=r.root_cause,
            action=str(rng.choice(WORDS[r.root_cause][owner.language])),
        )
        cases.append(case)
        events += _events(case, str(rng.choice(WORDS["notes"][owner.language])))
    Case.objects.bulk_create(cases, batch_size=CHUNK)
    CaseEvent.objects.bulk_create(events, batch_size=CHUNK)


def _between(start: datetime, end: datetime, rng: np.random.Generator, *, late_share: float) -> datetime:
    """Some moment before the end, or now and then a while after it."""
    share = rng.uniform(1.1, 2.0) if rng.random() < late_share else rng.uniform(0.1, 0.95)
    moment = start + (end - start) * float(share)
    return moment + timedelta(hours=7) if moment.hour < 7 else moment


def _events(case: Case, note: str) -> list[CaseEvent]:
    assert case.acknowledged_at is not None and case.closed_at is not None and case.owner is not None
    by = case.owner.user
    middle = case.acknowledged_at + (case.closed_at - case.acknowledged_at) / 2
    return [
        CaseEvent(case=case, kind="opened", details={"owner": case.owner.name}, happened_at=case.opened_at),
        CaseEvent(case=case, kind="acknowledged", by=by, happened_at=case.acknowledged_at),
        CaseEvent(case=case, kind="noted", by=by, note=note, happened_at=middle),
        CaseEvent(
            case=case,
            kind="closed",
            by=by,
            note=case.action,
            details={"root_cause": case.root_cause},
            happened_at=case.closed_at,
        ),
    ]
