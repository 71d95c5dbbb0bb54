"""One case: what the client said word for word, what is due, who was told, and all that happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from csat.alerts import queries as alerts
from csat.alerts.models import Notification, RuleKey
from csat.cases import queries as case_queries
from csat.cases import states
from csat.cases.models import Case
from csat.customers import queries as customers
from csat.customers.models import Capacity
from csat.findings.rounds.falls import ClientFall
from csat.reports import cases
from csat.reports.cases import CaseRow, Voice

ANOTHER_ANSWER = "answered"


@dataclass(frozen=True)
class Happened:
    """One line of the history: an event of the case, or another answer that joined it."""

    at: datetime
    kind: str
    by: str = ""
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    voice: Voice | None = None


@dataclass(frozen=True)
class Told:
    """Whom the mail about it went to; `problem` says why it did not."""

    name: str
    because: str
    state: str
    sent_at: datetime | None
    problem: str


@dataclass(frozen=True)
class Person:
    uuid: UUID
    name: str


@dataclass(frozen=True)
class Review:
    """What people found about a fall; `was_real` None: not said yet."""

    was_real: bool | None
    by: str
    at: datetime | None


@dataclass(frozen=True)
class CasePage:
    """Everything on one case. `verbs` is what its state allows. Of a fall only: `fall`, how sure it is today,
    while the signal is open; `review`, whether it was real."""

    row: CaseRow
    voices: tuple[Voice, ...]
    history: tuple[Happened, ...]
    told: tuple[Told, ...]
    assignable: tuple[Person, ...]
    verbs: frozenset[str]
    manager: str
    care_owner: str
    owner_uuid: UUID | None
    action: str
    currency: str
    now: datetime
    fall: ClientFall | None = None
    review: Review | None = None


def build(case: Case, *, now: datetime) -> CasePage:
    """One case with all its answers, newest first, and its history, oldest first."""
    [row] = cases.rows([case], now=now)
    evidence = case.signal.evidence.select_related("response", "contact").order_by("-added_at", "-id")
    voices = tuple(cases.voice_of(one) for one in evidence)
    held = customers.holders_on([case.account_id], now.date())
    manager, care_owner = (held.get((case.account_id, capacity)) for capacity in Capacity)
    return CasePage(
        row=row,
        voices=voices,
        history=_history(case, voices),
        told=_told(case),
        assignable=tuple(Person(one.uuid, one.name) for one in case_queries.assignable(case.account, now)),
        verbs=states.verbs_in(case.state),
        manager=manager.name if manager else "",
        care_owner=care_owner.name if care_owner else "",
        owner_uuid=case.owner.uuid if case.owner else None,
        action=case.action,
        currency=customers.company().base_currency,
        now=now,
        fall=_fall(case, now),
        review=_review(case),
    )


def _fall(case: Case, now: datetime) -> ClientFall | None:
    """The fall with all answers until today; None once it is settled, and for signals of an older rule."""
    signal = case.signal
    if signal.rule.key != RuleKey.KEY_ACCOUNT_DROP or signal.closed_at or not signal.facts.get("since"):
        return None
    found = alerts.fall_of(
        case.account,
        alerts.drop_watch(),
        until=customers.local_day(now) + timedelta(days=1),
        settled_on=alerts.settled_on(case.account),
    )
    return found if isinstance(found, ClientFall) else None


def _review(case: Case) -> Review | None:
    signal = case.signal
    if signal.rule.key != RuleKey.KEY_ACCOUNT_DROP:
        return None
    return Review(was_real=signal.was_real, by=_name(signal.reviewed_by), at=signal.reviewed_at)


def _history(case: Case, voices: tuple[Voice, ...]) -> tuple[Happened, ...]:
    events = [
        Happened(
            at=event.happened_at,
            kind=event.kind,
            by=_name(event.by),
            note=event.note,
            details=event.details,
        )
        for event in case.events.select_related("by__employee")
    ]
    joined = [
        Happened(at=voice.answered_at, kind=ANOTHER_ANSWER, voice=voice)
        for voice in voices
        if voice.answered_at > case.opened_at
    ]
    return tuple(sorted(events + joined, key=lambda one: one.at))


def _name(user: Any) -> str:
    if user is None:
        return ""
    employee = getattr(user, "employee", None)
    return employee.name if employee else user.get_full_name() or user.get_username()


def _told(case: Case) -> tuple[Told, ...]:
    rows = Notification.objects.filter(signal=case.signal_id).select_related("employee").order_by("id")
    return tuple(Told(row.employee.name, row.because, row.state, row.sent_at, row.problem) for row in rows)
