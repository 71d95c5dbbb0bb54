"""A client's time line: answers, orders, cases and handovers of the last two years, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from csat.cases.models import Case
from csat.customers.models import Account, Assignment, Deal, DealStage
from csat.findings.rounds.falls import ClientFall
from csat.reports.account.voices import Answer
from csat.reports.period import Period, shift

ANSWER, DELIVERED, LOST, CASE_OPENED, CASE_CLOSED, HANDOVER, FALL = (
    "answer",
    "delivered",
    "lost",
    "case_opened",
    "case_closed",
    "handover",
    "fall",
)
MONTHS = 24
MOST = 40


@dataclass(frozen=True)
class Event:
    """One thing that happened. Which fields are filled goes by `kind`."""

    on: date
    kind: str
    title: str = ""
    detail: str = ""
    minor_amount: object = None
    currency: str = ""
    answer: Answer | None = None
    case_uuid: object = None
    capacity: str = ""
    fall: ClientFall | None = None


def build(
    account: Account,
    answers: tuple[Answer, ...],
    period: Period,
    *,
    with_cases: bool,
    fall: ClientFall | None = None,
) -> tuple[Event, ...]:
    """At most 40 events of 24 months; three queries. Without cases for those who see no people.

    `fall`: a fall that is likely; it stands on the day since which it shows.
    """
    since = shift(period.open_month, -MONTHS)
    events = [Event(on=a.on.date(), kind=ANSWER, answer=a) for a in answers if a.on.date() >= since]
    events += _orders(account, since)
    events += _cases(account, since) if with_cases else []
    events += _handovers(account, since, period.today)
    if fall and (fallen_on := date.fromisoformat(fall.since)) >= since:
        events.append(Event(on=fallen_on, kind=FALL, fall=fall))
    return tuple(sorted(events, key=lambda event: event.on, reverse=True)[:MOST])


def _orders(account: Account, since: date) -> list[Event]:
    found = []
    for deal in Deal.objects.filter(account=account, closed_on__gte=since).order_by("-closed_on")[:MOST]:
        on, kind = (deal.delivered_on, DELIVERED) if deal.delivered_on else (deal.closed_on, LOST)
        if on and (deal.delivered_on or deal.stage == DealStage.LOST):
            found.append(
                Event(
                    on=on,
                    kind=kind,
                    title=deal.reference,
                    detail=deal.goods,
                    minor_amount=deal.amount,
                    currency=deal.currency,
                )
            )
    return found


def _cases(account: Account, since: date) -> list[Event]:
    found = []
    rows = Case.objects.filter(account=account, opened_at__date__gte=since).select_related("signal__rule")
    for case in rows.order_by("-opened_at")[:MOST]:
        rule = case.signal.rule.key
        found.append(_case_event(case.opened_at, CASE_OPENED, rule, case))
        if case.closed_at:
            found.append(_case_event(case.closed_at, CASE_CLOSED, rule, case))
    return found


def _case_event(at: datetime, kind: str, rule: str, case: Case) -> Event:
    detail = case.action if kind == CASE_CLOSED else ""
    return Event(on=at.date(), kind=kind, title=rule, detail=detail, case_uuid=case.uuid)


def _handovers(account: Account, since: date, today: date) -> list[Event]:
    rows = Assignment.objects.filter(account=account, during__startswith__gt=since).select_related("employee")
    return [
        Event(on=row.during.lower, kind=HANDOVER, title=row.employee.name, capacity=row.capacity)
        for row in rows
        if row.during.lower <= today
    ]
