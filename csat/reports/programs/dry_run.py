"""A survey rule on the last three closed months, as if it had run: how many, whom, and how much is heard."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, ContactRole
from csat.programs.foresight import looking, simulating
from csat.programs.foresight.simulating import Foreseen
from csat.programs.models import Program
from csat.reports.period import Period, shift
from csat.reports.programs.choosing import WEEK, monday_of
from csat.scores import months
from surveys.calendar import business_days

MONTHS = 3
OFTEN = 10
OFTEN_FROM = 2  # surveys in the span


@dataclass(frozen=True)
class Week:
    """`monday` may lie before the span: of such a week only the days inside count."""

    monday: date
    asked: int
    put_off: int


@dataclass(frozen=True)
class Group:
    """A role or segment: invitations, and to how many people."""

    key: str
    asked: int
    people: int


@dataclass(frozen=True)
class Reason:
    outcome: str
    reason: str
    n: int


@dataclass(frozen=True)
class Often:
    """Somebody asked more than once in the span, counting what other rules really sent."""

    contact: str
    contact_uuid: UUID
    account: str
    account_uuid: UUID
    by_this: int
    by_others: int

    @property
    def total(self) -> int:
        return self.by_this + self.by_others


@dataclass(frozen=True)
class Covered:
    """Clients and their revenue of twelve closed months, in minor units: asked at all, and in all."""

    asked: int
    clients: int
    asked_minor: int
    minor: int

    @property
    def clients_share(self) -> float | None:
        return self.asked / self.clients if self.clients else None

    @property
    def revenue_share(self) -> float | None:
        return self.asked_minor / self.minor if self.minor > 0 else None


@dataclass(frozen=True)
class DryRun:
    """`first` to `last`, both included. Reasons count decisions: somebody may be put off several times."""

    program: Program
    first: date
    last: date
    asked: int
    people: int
    weeks: tuple[Week, ...]
    roles: tuple[Group, ...]
    segments: tuple[Group, ...]
    covered: Covered
    reasons: tuple[Reason, ...]
    busiest: tuple[date, int] | None
    often: tuple[Often, ...]

    @property
    def a_week(self) -> float:
        return self.asked / len(self.weeks) if self.weeks else 0.0


def build(program: Program, accounts: QuerySet[Account], *, now: datetime) -> DryRun:
    """The rule played through for all clients, shown for the given ones. A constant number of queries."""
    company = customers.company()
    today = now.astimezone(ZoneInfo(company.zone)).date()
    until = today.replace(day=1)
    first, last = shift(until, -MONTHS), until - timedelta(days=1)
    at = datetime.combine(first, time.min, ZoneInfo(company.zone))
    look = looking.look_back(program, company=company, first=first, last=last, at=at)
    visible = set(accounts.values_list("id", flat=True))
    decided = [
        one
        for one in simulating.foresee([look], company=company, last=last, now=at)
        if one.contact.account_id in visible
    ]
    asked = [one for one in decided if one.is_asked]
    days = Counter(one.day for one in asked)
    return DryRun(
        program=program,
        first=first,
        last=last,
        asked=len(asked),
        people=len({one.contact.pk for one in asked}),
        weeks=_weeks(decided, business_days.on_or_after(first, company.country), last),
        roles=_groups(asked, {one.contact.pk: one.contact.role for one in asked}, ContactRole.values),
        segments=_groups(asked, {one.contact.pk: one.contact.account.segment for one in asked}),
        covered=_covered(asked, accounts, Period(today=today), first),
        reasons=_reasons(decided),
        busiest=max(((day, n) for day, n in days.items()), key=lambda one: (one[1], one[0]), default=None),
        often=_often(asked, first, last),
    )


def _weeks(decided: Sequence[Foreseen], first: date, last: date) -> tuple[Week, ...]:
    asked = Counter(monday_of(one.day) for one in decided if one.is_asked)
    put_off = Counter(monday_of(one.day) for one in decided if one.is_put_off)
    start = monday_of(first)
    mondays = [start + WEEK * n for n in range((last - start).days // WEEK.days + 1)]
    return tuple(Week(monday, asked[monday], put_off[monday]) for monday in mondays)


def _groups(asked: Iterable[Foreseen], keys: dict[int, str], order: Sequence[str] = ()) -> tuple[Group, ...]:
    """By contact id -> group; in the given order, else the largest first."""
    times: Counter[str] = Counter()
    people: dict[str, set[int]] = defaultdict(set)
    for one in asked:
        key = keys[one.contact.pk]
        times[key] += 1
        people[key].add(one.contact.pk)
    places = {key: place for place, key in enumerate(order)}
    found = [Group(key, n, len(people[key])) for key, n in times.items()]
    return tuple(sorted(found, key=lambda one: (places.get(one.key, 0), -one.asked, one.key)))


def _covered(asked: Iterable[Foreseen], accounts: QuerySet[Account], period: Period, first: date) -> Covered:
    """Of the clients not closed before the span."""
    clients = accounts.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first))
    there = set(clients.values_list("id", flat=True))
    year = months.money_by_account(clients, period.year_first, period.open_month)
    heard = {one.contact.account_id for one in asked} & there
    return Covered(
        asked=len(heard),
        clients=len(there),
        asked_minor=sum(max(year.get(account, 0), 0) for account in heard),
        minor=sum(max(amount, 0) for amount in year.values()),
    )


def _reasons(decided: Iterable[Foreseen]) -> tuple[Reason, ...]:
    counts = Counter((one.verdict.outcome, str(one.verdict.reason)) for one in decided if not one.is_asked)
    return tuple(
        Reason(outcome, reason, n)
        for (outcome, reason), n in sorted(
            counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
        )
    )


def _often(asked: Sequence[Foreseen], first: date, last: date) -> tuple[Often, ...]:
    """The most often asked first; those asked once are left out."""
    by_person: dict[int, list[Foreseen]] = defaultdict(list)
    for one in asked:
        by_person[one.contact.pk].append(one)
    rows = [_person(mine, first, last) for mine in by_person.values()]
    often = [row for row in rows if row.total >= OFTEN_FROM]
    return tuple(sorted(often, key=lambda row: (-row.total, row.account, row.contact))[:OFTEN])


def _person(mine: Sequence[Foreseen], first: date, last: date) -> Often:
    contact, facts = mine[0].contact, mine[0].facts
    had = facts.spent.of(facts.names_of(contact.pk), contact.account_id).contact
    others = {send.invitation for send in had if first <= send.day <= last and not send.number}
    return Often(
        contact=contact.name,
        contact_uuid=contact.uuid,
        account=contact.account.name,
        account_uuid=contact.account.uuid,
        by_this=len(mine),
        by_others=len(others),
    )
