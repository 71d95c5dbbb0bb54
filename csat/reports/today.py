"""What support does today: one list by due time, then revenue; beside it what clients answered."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.cases import deadlines
from csat.cases import queries as case_queries
from csat.cases.models import CaseQuerySet
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.programs.models import Exclusion
from csat.programs.queries import exclusions, planned, repairs
from csat.programs.queries.planned import DaySends, PlannedSend
from csat.reports import cases
from csat.reports.answers import feed
from csat.reports.answers.feed import AnswerRow
from csat.reports.answers.found import Scope
from csat.reports.cases import CaseRow
from surveys.calendar import business_days

MOST = 40
LATEST = 8
ASKED = 60


@dataclass(frozen=True)
class Today:
    """`rows` are due by the end of the next working day; `later` cases have a step on another day.

    `sends` are the mails until then by day, `asked` to whom the last of these days goes; `next_send` may
    lie further off.
    """

    rows: tuple[CaseRow, ...]
    later: int
    unshown: int
    until: datetime
    late: int
    sends: tuple[DaySends, ...]
    next_send: DaySends | None
    asked: tuple[PlannedSend, ...]
    to_repair: int
    approvals: tuple[Exclusion, ...]  # who is to be left out, when somebody agrees
    answers: tuple[AnswerRow, ...]
    unread: int
    doubtful: int
    currency: str
    now: datetime

    @property
    def due(self) -> int:
        return len(self.rows) + self.unshown

    @property
    def unseen(self) -> int:
        return self.later + self.unshown


def build(
    accounts: QuerySet[Account],
    work: CaseQuerySet,
    scope: Scope,
    *,
    seen_at: datetime | None,
    now: datetime,
) -> Today:
    """The day's list of the cases given, and the newest answers of a scope."""
    rows = cases.rows(list(work.unsettled().with_subject()), now=now)
    until = _end_of_next_day(now)
    due = [row for row in rows if row.due is not None and row.due.at <= until]
    due.sort(key=lambda row: (row.due.at if row.due else now, -row.year_minor, row.account_name))
    days = planned.sends_by_day(accounts)
    sends = tuple(one for one in days if one.day <= until.date())
    return Today(
        rows=tuple(due[:MOST]),
        later=len(rows) - len(due),
        unshown=max(len(due) - MOST, 0),
        until=until,
        late=sum(row.is_late for row in due),
        sends=sends,
        next_send=days[0] if days else None,
        asked=tuple(planned.planned_sends(sends[-1].day, accounts, limit=ASKED)) if sends else (),
        to_repair=_to_repair(accounts, now),
        approvals=tuple(exclusions.waiting(accounts)),
        answers=tuple(feed.rows(feed.latest(scope, LATEST), seen_at=seen_at)),
        unread=feed.unread(scope, seen_at),
        doubtful=feed.doubtful(scope).count(),
        currency=customers.company().base_currency,
        now=now,
    )


def _end_of_next_day(now: datetime) -> datetime:
    work: deadlines.WorkingTime = case_queries.working_time()
    zone = ZoneInfo(work.zone)
    next_day = business_days.add(now.astimezone(zone).date(), 1, work.country)
    return datetime.combine(next_day, time.max, zone)


def _to_repair(accounts: QuerySet[Account], now: datetime) -> int:
    orders = repairs.orders_without_contact(now=now, accounts=accounts)
    return len(orders) + len(repairs.contacts_to_repair(now=now, accounts=accounts))
