"""Everything about one client on one page: money, people, what they said, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from csat.alerts import queries as alerts
from csat.cases import queries as cases
from csat.cases.models import Case
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Contact, Employee
from csat.findings.rounds.falls import ClientFall
from csat.insight.change.point import LIKELY
from csat.insight.intervals.interval import Interval
from csat.reports import satisfaction
from csat.reports.account import asking, timeline, voices
from csat.reports.account.voices import Answer
from csat.reports.overview.trend import MONTHS, nothing
from csat.reports.period import Period, missing_months, months_between, shift
from csat.scores import months
from csat.scores.months import Money

ESTIMATE_MONTHS = 3


@dataclass(frozen=True)
class Year:
    """Twelve closed months, with those before them; plan only over months that have one."""

    fact_minor: int | None
    plan_minor: int | None
    fact_where_planned_minor: int | None
    before_minor: int | None
    missing: tuple[date, ...]

    @property
    def of_plan(self) -> float | None:
        if self.fact_where_planned_minor is None or not self.plan_minor:
            return None
        return self.fact_where_planned_minor / self.plan_minor

    @property
    def growth(self) -> float | None:
        """Share against the twelve months before; None where those are not known."""
        if self.fact_minor is None or not self.before_minor or self.before_minor <= 0:
            return None
        return self.fact_minor / self.before_minor - 1


@dataclass(frozen=True)
class MonthOfClient:
    month: date
    fact_minor: int | None
    plan_minor: int | None
    is_open: bool


@dataclass(frozen=True)
class Estimate:
    """Their opinion lately: out of the answers since a month, pooled with clients of the segment."""

    interval: Interval
    since: date


@dataclass(frozen=True)
class OpenCase:
    uuid: UUID
    rule: str
    opened_at: datetime
    owner: str
    next_step: str
    next_step_on: date | None
    is_late: bool


@dataclass(frozen=True)
class ClientPage:
    account: Account
    parent: Account | None
    children: int
    currency: str
    manager: Employee | None
    care_owner: Employee | None
    year: Year
    estimate: Estimate | None
    months: tuple[MonthOfClient, ...]
    cases: tuple[OpenCase, ...]
    voices: voices.Voices | None
    events: tuple[timeline.Event, ...]
    asking: asking.Asking | None
    fall: ClientFall | None = None

    @property
    def likely_fall(self) -> ClientFall | None:
        """A fall that is sure enough to be drawn and told."""
        return self.fall if self.fall and self.fall.probability >= LIKELY else None

    @property
    def fallen_on(self) -> date | None:
        return date.fromisoformat(self.likely_fall.since) if self.likely_fall else None

    @property
    def last_answer(self) -> Answer | None:
        return self.answers[0] if self.answers else None

    @property
    def intention(self) -> Answer | None:
        """The latest answer that said what they expect to buy."""
        return next((answer for answer in self.answers if answer.intention), None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.voices.answers if self.voices else ()

    @property
    def given(self) -> tuple[Answer, ...]:
        """The facts: what each person ticked last in a regular survey of twelve months; oldest first."""
        since = self.months[-13].month if len(self.months) >= 13 else None
        latest: dict[int, Answer] = {}
        for answer in self.answers:
            if (
                answer.is_periodic
                and answer.said.given is not None
                and (not since or answer.on.date() >= since)
            ):
                latest.setdefault(answer.contact_id, answer)
        return tuple(sorted(latest.values(), key=lambda answer: answer.on))


def build(
    account: Account,
    visible: QuerySet[Account],
    period: Period,
    *,
    now: datetime,
    language: str,
    with_people: bool,
) -> ClientPage:
    """The page of a client; `visible` decides which relatives are named. A constant number of queries."""
    held = customers.holders_on([account.pk], period.today)
    this = Account.objects.filter(pk=account.pk)
    money = months.money_by_month(this, shift(period.open_month, -MONTHS), period.until)
    loaded = months.loaded_months(shift(period.open_month, -MONTHS), period.until)
    contacts = list(Contact.objects.filter(account=account)) if with_people else []
    heard = voices.build(account, contacts, period.today, language) if with_people else None
    fall = _fall(account, period)
    return ClientPage(
        account=account,
        parent=visible.filter(pk=account.parent_id).first() if account.parent_id else None,
        children=visible.filter(parent=account).count(),
        currency=customers.company().base_currency,
        manager=held.get((account.pk, Capacity.MANAGER)),
        care_owner=held.get((account.pk, Capacity.CARE_OWNER)),
        year=year_of(money, loaded, period),
        estimate=_estimate(account, period),
        months=months_of(money, loaded, period),
        cases=_cases(account, now),
        voices=heard,
        events=timeline.build(
            account,
            heard.answers if heard else (),
            period,
            with_cases=with_people,
            fall=fall if fall and fall.probability >= LIKELY else None,
        ),
        asking=asking.build(account, language) if with_people else None,
        fall=fall,
    )


def _fall(account: Account, period: Period) -> ClientFall | None:
    """The change point of all its answers until today, whether or not it was told or settled."""
    until = period.today + timedelta(days=1)
    found = alerts.fall_of(account, alerts.drop_watch(), until=until)
    return found if isinstance(found, ClientFall) else None


def _estimate(account: Account, period: Period) -> Estimate | None:
    """From the last three months with answers of the last twelve; older ones would hide a fall.

    The others' answers are an aggregate, so it looks beyond what the reader may see.
    """
    this = Account.objects.filter(pk=account.pk)
    heard = months.headline_answers(this, period.year_first, period.until).months
    if not heard.size:
        return None
    last = heard.max().astype(object)
    first = shift(last, 1 - ESTIMATE_MONTHS)
    alike = Account.objects.filter(segment=account.segment)
    interval = satisfaction.estimate(
        months.headline_spread(this, first, shift(last, 1)),
        months.headline_spread(alike, period.year_first, period.until),
    )
    return Estimate(interval=interval, since=first) if interval.is_known else None


def year_of(money: list[Money], loaded: frozenset[date], period: Period) -> Year:
    """Sums of the twelve closed months out of rows by month; months nobody loaded are named."""
    closed = {row.month: row for row in money if row.month < period.open_month}
    planned = [r for r in closed.values() if r.month >= period.year_first and r.plan_minor is not None]
    return Year(
        fact_minor=_sum(closed, period.year_first, period.open_month, loaded),
        plan_minor=sum(row.plan_minor or 0 for row in planned) if planned else None,
        fact_where_planned_minor=sum(row.fact_minor or 0 for row in planned) if planned else None,
        before_minor=_sum(closed, shift(period.year_first, -12), period.year_first, loaded),
        missing=missing_months(loaded, period.year_first, period.open_month),
    )


def _sum(closed: dict[date, Money], first: date, until: date, loaded: frozenset[date]) -> int | None:
    known = [month for month in months_between(first, until) if month in loaded]
    facts = (closed[month].fact_minor or 0 for month in known if month in closed)
    return sum(facts) if known else None


def months_of(money: list[Money], loaded: frozenset[date], period: Period) -> tuple[MonthOfClient, ...]:
    """The last 24 closed months and the open one, gaps where revenue is not loaded; 13 at least."""
    by_month = {row.month: row for row in money}
    found = []
    for month in months_between(shift(period.open_month, -MONTHS), period.until):
        row = by_month.get(month)
        fact = row.fact_minor if row and row.fact_minor is not None else nothing(month, loaded)
        found.append(MonthOfClient(month, fact, row.plan_minor if row else None, month == period.open_month))
    known = (i for i, m in enumerate(found) if m.fact_minor is not None or m.plan_minor is not None)
    return tuple(found[min(next(known, len(found)), len(found) - 13) :])


def _cases(account: Account, now: datetime) -> tuple[OpenCase, ...]:
    late = set(
        cases.late_cases(now, cases.working_time()).filter(account=account).values_list("id", flat=True)
    )
    rows = Case.objects.unsettled().filter(account=account).select_related("signal__rule", "owner")
    return tuple(
        OpenCase(
            uuid=row.uuid,
            rule=row.signal.rule.key,
            opened_at=row.opened_at,
            owner=row.owner.name if row.owner else "",
            next_step=row.next_step,
            next_step_on=row.next_step_on,
            is_late=row.id in late,
        )
        for row in rows.order_by("due_at")
    )
