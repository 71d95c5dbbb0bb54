"""Which clients need a decision: an open case of a key client, or one that is late or nobody's."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from csat.alerts.models import SignalEvidence
from csat.alerts.said import Said, said
from csat.cases import queries as cases
from csat.cases.models import Case
from csat.customers.models import Account
from surveys.definition import document

MOST = 7


@dataclass(frozen=True)
class Decision:
    """A client with its gravest open case. `said` is None where it rests on no answer, or not to be seen."""

    account_uuid: UUID
    account_name: str
    is_key: bool
    year_minor: int
    case_uuid: UUID
    rule: str
    since: datetime
    owner: str
    next_step: str
    next_step_on: date | None
    is_late: bool
    said: Said | None
    language: str


@dataclass(frozen=True)
class Decisions:
    """`rows` are the largest by revenue; `clients` and `minor` count all of them."""

    rows: tuple[Decision, ...]
    clients: int
    key_clients: int
    minor: int

    @property
    def are_all_key(self) -> bool:
        return 0 < self.clients == self.key_clients

    @property
    def unshown(self) -> int:
        return self.clients - len(self.rows)


def build(accounts: QuerySet[Account], year: dict[int, int], *, now: datetime, with_words: bool) -> Decisions:
    """One row a client, by revenue of twelve months; at most seven are shown."""
    work = cases.working_time()
    late = set(cases.late_cases(now, work).values_list("id", flat=True))
    found: dict[int, Case] = {}
    for case in _open_cases(accounts):
        if case.account.is_key or case.id in late or case.owner_id is None:
            kept = found.get(case.account_id)
            if kept is None or (case.id in late and kept.id not in late):
                found[case.account_id] = case
    chosen = sorted(found.values(), key=lambda c: (-year.get(c.account_id, 0), c.account.name))
    words = _said_in([case.signal_id for case in chosen[:MOST]]) if with_words else {}
    return Decisions(
        rows=tuple(_row(case, year, case.id in late, words.get(case.signal_id)) for case in chosen[:MOST]),
        clients=len(chosen),
        key_clients=sum(case.account.is_key for case in chosen),
        minor=sum(year.get(case.account_id, 0) for case in chosen),
    )


def _open_cases(accounts: QuerySet[Account]) -> QuerySet[Case]:
    unsettled = Case.objects.unsettled().filter(account__in=accounts.values("id"))
    return unsettled.select_related("account", "owner", "signal__rule").order_by("opened_at", "id")


def _said_in(signal_ids: list[int]) -> dict[int, tuple[Said, str]]:
    """Signal id -> its latest answer, and the language it was given in."""
    evidence = (
        SignalEvidence.objects.filter(signal_id__in=signal_ids)
        .select_related("response__version")
        .order_by("added_at", "id")
    )
    return {
        row.signal_id: (
            said(document.parse(row.response.version.document), row.response.answers),
            row.response.language,
        )
        for row in evidence
    }


def _row(case: Case, year: dict[int, int], is_late: bool, words: tuple[Said, str] | None) -> Decision:
    return Decision(
        account_uuid=case.account.uuid,
        account_name=case.account.name,
        is_key=case.account.is_key,
        year_minor=year.get(case.account_id, 0),
        case_uuid=case.uuid,
        rule=case.signal.rule.key,
        since=case.opened_at,
        owner=case.owner.name if case.owner else "",
        next_step=case.next_step,
        next_step_on=case.next_step_on,
        is_late=is_late,
        said=words[0] if words else None,
        language=words[1] if words else "",
    )
