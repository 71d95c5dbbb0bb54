"""Cases as rows: the client, what they said, what is due next and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from csat.alerts.models import SignalEvidence
from csat.alerts.said import Said, said
from csat.cases import deadlines
from csat.cases import queries as case_queries
from csat.cases.models import Case, CaseQuerySet
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.reports.period import Period
from csat.scores import months
from surveys.rendering import published

PAGE = 30
OPEN, MINE, LATE, CLOSED = "open", "mine", "late", "closed"
SHOWN = (OPEN, MINE, LATE, CLOSED)


@dataclass(frozen=True)
class Voice:
    """One answer behind a case, and who gave it."""

    response_uuid: UUID
    name: str
    role: str
    title: str
    phone: str
    language: str
    said: Said
    answered_at: datetime


@dataclass(frozen=True)
class CaseRow:
    """A case in a list. `voice` is the last answer it rests on; `due` is None once it is closed."""

    uuid: UUID
    rule: str
    facts: Mapping[str, Any]
    state: str
    account_uuid: UUID
    account_name: str
    is_key: bool
    year_minor: int
    owner: str
    opened_at: datetime
    closed_at: datetime | None
    root_cause: str
    next_step: str
    next_step_on: date | None
    due: deadlines.Due | None
    is_late: bool
    voice: Voice | None


@dataclass(frozen=True)
class CaseList:
    """One page of cases; `after` leads to the next one, empty on the last."""

    rows: tuple[CaseRow, ...]
    counts: Mapping[str, int]
    after: str
    currency: str
    now: datetime


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: which cases, whose where asked for, and after which one."""

    show: str = OPEN
    owner_id: int | None = None
    after: str = ""


def build(cases: CaseQuerySet, wanted: Wanted, *, now: datetime) -> CaseList:
    """A page of cases: what is due first comes first, of closed ones the latest."""
    cases = cases.with_subject()
    unsettled = case_queries.by_due(cases.unsettled(), case_queries.working_time())
    chosen = {
        OPEN: unsettled,
        MINE: unsettled.filter(owner_id=wanted.owner_id),
        LATE: unsettled.filter(next_due_at__lt=now),
        CLOSED: cases.exclude(closed_at=None).order_by("-closed_at", "-id"),
    }
    found = list(_after(chosen[wanted.show], wanted)[: PAGE + 1])
    company = customers.company()
    return CaseList(
        rows=tuple(rows(found[:PAGE], now=now)),
        counts={name: chosen[name].count() for name in (OPEN, MINE, LATE)},
        after=_mark(found[PAGE - 1], wanted.show) if len(found) > PAGE else "",
        currency=company.base_currency,
        now=now,
    )


def _mark(case: Any, show: str) -> str:
    moment = case.closed_at if show == CLOSED else case.next_due_at
    return f"{moment.isoformat()}~{case.id}"


def _after(cases: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """The list from its mark on, by key: a page costs the same wherever it is."""
    field, compare = ("closed_at", "lt") if wanted.show == CLOSED else ("next_due_at", "gt")
    moment, _, case_id = wanted.after.partition("~")
    try:
        at, number = datetime.fromisoformat(moment), int(case_id)
    except ValueError:
        return cases
    return cases.filter(Q(**{f"{field}__{compare}": at}) | Q(**{field: at, f"id__{compare}": number}))


def rows(cases: Sequence[Case], *, now: datetime) -> list[CaseRow]:
    """Cases (read `with_subject`) as rows in their order, in a constant number of queries."""
    voices = last_voices([case.signal_id for case in cases])
    year = revenue_of_year([case.account_id for case in cases], now)
    work = case_queries.working_time()
    return [_row(case, voices.get(case.signal_id), year=year, work=work, now=now) for case in cases]


def _row(
    case: Case,
    voice: Voice | None,
    *,
    year: Mapping[int, int],
    work: deadlines.WorkingTime,
    now: datetime,
) -> CaseRow:
    due = deadlines.due(
        case.state,
        acknowledge_due_at=case.acknowledge_due_at,
        due_at=case.due_at,
        next_step_on=case.next_step_on,
        work=work,
    )
    return CaseRow(
        uuid=case.uuid,
        rule=case.signal.rule.key,
        facts=case.signal.facts,
        state=case.state,
        account_uuid=case.account.uuid,
        account_name=case.account.name,
        is_key=case.account.is_key,
        year_minor=year.get(case.account_id, 0),
        owner=case.owner.name if case.owner else "",
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        root_cause=case.root_cause,
        next_step=case.next_step,
        next_step_on=case.next_step_on,
        due=due,
        is_late=due is not None and due.at < now,
        voice=voice,
    )


def last_voices(signal_ids: list[int]) -> dict[int, Voice]:
    """Signal id -> the last answer it rests on."""
    evidence = SignalEvidence.objects.filter(signal_id__in=signal_ids).order_by(
        "signal_id", "-added_at", "-id"
    )
    latest = evidence.distinct("signal_id").select_related("response", "contact")
    return {row.signal_id: voice_of(row) for row in latest}


def voice_of(evidence: SignalEvidence) -> Voice:
    """What one answer behind a signal said, and whom to call about it."""
    response, contact = evidence.response, evidence.contact
    assert response.submitted_at is not None  # only submitted answers are assessed
    heard = said(published.questionnaire(response.version_id), response.answers)
    return Voice(
        response_uuid=response.uuid,
        name=contact.name,
        role=contact.role,
        title=contact.title,
        phone=heard.phone or contact.phone,
        language=response.language,
        said=heard,
        answered_at=response.submitted_at,
    )


def revenue_of_year(account_ids: list[int], now: datetime) -> dict[int, int]:
    """Account id -> revenue of the last twelve closed months, in minor units of the base currency."""
    period = Period(today=now.date())
    accounts = Account.objects.filter(id__in=account_ids)
    return months.money_by_account(accounts, period.year_first, period.open_month)
