"""Management's overview: are clients happier, whom may we lose, do we hear those who matter."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from csat.cases import queries as cases
from csat.cases.models import Case, CaseState
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.insight.intervals.interval import Interval
from csat.reports import satisfaction
from csat.reports.overview import decisions, trend
from csat.reports.period import Period, missing_months, shift
from csat.scores import months
from csat.scores.months import Answers

SILENT_MONTHS = 6
UNHEARD_SHOWN = 5


@dataclass(frozen=True)
class Heard:
    """Whose answers the score rests on, by revenue of twelve months."""

    minor: int
    of_minor: int
    clients: int
    of_clients: int

    @property
    def share(self) -> float | None:
        """Of revenue; None where no revenue is known."""
        return self.minor / self.of_minor if self.of_minor > 0 else None


@dataclass(frozen=True)
class Problems:
    """Clients with an open case: a plain sum of their revenue, not a forecast."""

    clients: int
    minor: int
    share: float | None


@dataclass(frozen=True)
class Punctuality:
    """Cases opened in the period; on time: taken up when promised, and nothing overdue now."""

    on_time: int
    cases: int
    overdue: int
    oldest_due_at: datetime | None

    @property
    def share(self) -> float | None:
        return self.on_time / self.cases if self.cases else None


@dataclass(frozen=True)
class Unheard:
    """A key client without an answer to any survey for six months. `last_month` None: never heard."""

    uuid: UUID
    name: str
    year_minor: int
    last_month: date | None


@dataclass(frozen=True)
class Silence:
    rows: tuple[Unheard, ...]
    clients: int
    of_clients: int
    minor: int


@dataclass(frozen=True)
class Overview:
    period: Period
    currency: str
    clients: int
    answered_months: int
    answered_clients: int
    csi: Interval
    change: satisfaction.Change
    heard: Heard
    problems: Problems
    punctuality: Punctuality
    decisions: decisions.Decisions
    trend: trend.Trend
    silence: Silence
    year_missing: tuple[date, ...]


def build(accounts: QuerySet[Account], period: Period, *, now: datetime, with_words: bool) -> Overview:
    """Everything the overview shows of the accounts; a constant number of queries."""
    answers = months.headline_answers(accounts, trend.first_month(period), period.until)
    current = answers.within(period.first, period.until)
    money = months.money_by_month(accounts, shift(period.open_month, -trend.MONTHS), period.until)
    year = months.money_by_account(accounts, period.year_first, period.open_month)
    loaded = months.loaded_months(shift(period.open_month, -trend.MONTHS), period.until)
    answered_months, answered_clients = months.reach_of_headline(accounts)
    clients = accounts.count()
    return Overview(
        period=period,
        currency=customers.company().base_currency,
        clients=clients,
        answered_months=answered_months,
        answered_clients=answered_clients,
        csi=satisfaction.score(current),
        change=satisfaction.change(answers.within(period.before_first, period.first), current),
        heard=_heard(current, year, clients),
        problems=_problems(accounts, year),
        punctuality=_punctuality(accounts, period, now),
        decisions=decisions.build(accounts, year, now=now, with_words=with_words),
        trend=trend.build(answers, money, loaded, period),
        silence=_silence(accounts, year, period),
        year_missing=missing_months(loaded, period.year_first, period.open_month),
    )


def _heard(answers: Answers, year: dict[int, int], clients: int) -> Heard:
    spoke = answers.by_account()
    return Heard(
        minor=sum(year.get(account, 0) for account in spoke),
        of_minor=sum(year.values()),
        clients=len(spoke),
        of_clients=clients,
    )


def _problems(accounts: QuerySet[Account], year: dict[int, int]) -> Problems:
    unsettled = Case.objects.unsettled().filter(account__in=accounts.values("id"))
    found = set(unsettled.order_by().values_list("account_id", flat=True).distinct())
    minor, total = sum(year.get(account, 0) for account in found), sum(year.values())
    return Problems(clients=len(found), minor=minor, share=minor / total if total > 0 else None)


def _punctuality(accounts: QuerySet[Account], period: Period, now: datetime) -> Punctuality:
    mine = Case.objects.filter(account__in=accounts.values("id"))
    late = cases.late_cases(now, cases.working_time()).filter(account__in=accounts.values("id"))
    opened = mine.filter(opened_at__date__gte=period.first)
    taken_late = Q(acknowledged_at__gt=F("acknowledge_due_at"))
    overdue = list(late.order_by().values_list("id", "state", "acknowledge_due_at", "due_at"))
    due = [first if state == CaseState.OPEN else call for _, state, first, call in overdue]
    return Punctuality(
        on_time=opened.exclude(taken_late).exclude(id__in=[row[0] for row in overdue]).count(),
        cases=opened.count(),
        overdue=len(overdue),
        oldest_due_at=min(due, default=None),
    )


def _silence(accounts: QuerySet[Account], year: dict[int, int], period: Period) -> Silence:
    key = accounts.filter(is_key=True, closed_on__isnull=True)
    heard = months.last_heard(key)
    since = shift(period.open_month, -SILENT_MONTHS)
    everyone = list(key.order_by("name").values_list("id", "uuid", "name"))
    silent = [
        Unheard(uuid=uuid, name=name, year_minor=year.get(pk, 0), last_month=heard.get(pk))
        for pk, uuid, name in everyone
        if pk not in heard or heard[pk] < since
    ]
    silent.sort(key=lambda row: -row.year_minor)
    return Silence(
        rows=tuple(silent[:UNHEARD_SHOWN]),
        clients=len(silent),
        of_clients=len(everyone),
        minor=sum(row.year_minor for row in silent),
    )
