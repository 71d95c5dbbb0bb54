"""The page of somebody who holds clients: money first, satisfaction beside it, what to do this week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from csat.cases import queries as cases
from csat.cases.models import Case
from csat.customers import queries as customers
from csat.customers.models import Account, Assignment, Capacity, Employee, Team
from csat.insight.intervals.interval import Interval
from csat.programs.models import Touchpoint
from csat.reports import satisfaction
from csat.reports.account.asking import WAITING
from csat.reports.account.report import MonthOfClient, Year, months_of, year_of
from csat.reports.filters import by_name
from csat.reports.overview.trend import MONTHS
from csat.reports.period import Period, shift
from csat.scores import months

MINE = ("competence", "reply_speed")  # what a person's own work shows in; all else is the company's
OURS = ("quality", "delivery_dates", "completeness", "delivered_as_agreed", "documents", "problem_handling")
SCORE_MONTHS = 12
CALLS_DAYS, SURVEYS_SHOWN, CALLS_SHOWN, CLIENTS_SHOWN = 7, 8, 10, 10


@dataclass(frozen=True)
class Attribute:
    name: str
    score: Interval


@dataclass(frozen=True)
class Call:
    """An open case that falls due within the week."""

    case_uuid: UUID
    account_uuid: UUID
    account_name: str
    rule: str
    due_at: datetime
    next_step: str
    next_step_on: date | None
    is_late: bool
    year_minor: int


@dataclass(frozen=True)
class Survey:
    """A survey that one of their clients gets next."""

    account_uuid: UUID
    account_name: str
    contact: str
    program: str
    at: datetime


@dataclass(frozen=True)
class Held:
    uuid: UUID
    name: str
    is_key: bool
    year_minor: int


@dataclass(frozen=True)
class EmployeePage:
    employee: Employee
    capacity: str
    team: Team | None
    currency: str
    clients: int
    largest: tuple[Held, ...]
    year: Year
    months: tuple[MonthOfClient, ...]
    csi: Interval
    change: satisfaction.Change
    about_me: tuple[Attribute, ...]
    about_company: tuple[Attribute, ...]
    calls: tuple[Call, ...]
    surveys: tuple[Survey, ...]


def build(employee: Employee, period: Period, *, now: datetime, with_people: bool) -> EmployeePage:
    """The page of one of our people; a constant number of queries."""
    capacity = capacity_of(employee, period.today)
    held = customers.accounts_held_by(employee, period.today, capacity)
    money = months.money_by_month_held(employee.pk, capacity, shift(period.open_month, -MONTHS), period.until)
    loaded = months.loaded_months(shift(period.open_month, -MONTHS), period.until)
    year = months.money_by_account(held, period.year_first, period.open_month)
    scores = _scores(employee, capacity, period)
    return EmployeePage(
        employee=employee,
        capacity=capacity,
        team=customers.team_on(employee, period.today),
        currency=customers.company().base_currency,
        clients=held.count(),
        largest=_largest(held, year),
        year=year_of(money, loaded, period),
        months=months_of(money, loaded, period),
        csi=scores[0],
        change=scores[1],
        about_me=_attributes(scores[2], MINE),
        about_company=_attributes(scores[2], OURS),
        calls=_calls(employee, held, year, now=now) if with_people else (),
        surveys=_surveys(held, with_people=with_people),
    )


def capacity_of(employee: Employee, day: date) -> str:
    """In which capacity they hold accounts: manager, unless they only care for some."""
    held = set(
        Assignment.objects.filter(employee=employee, during__contains=day)
        .order_by()
        .values_list("capacity", flat=True)
    )
    return Capacity.CARE_OWNER if held == {Capacity.CARE_OWNER} else Capacity.MANAGER


def _largest(held: QuerySet[Account], year: dict[int, int]) -> tuple[Held, ...]:
    rows = [
        Held(uuid=uuid, name=name, is_key=is_key, year_minor=year.get(pk, 0))
        for pk, uuid, name, is_key in held.values_list("id", "uuid", "name", "is_key")
    ]
    return tuple(sorted(rows, key=lambda row: (-row.year_minor, row.name))[:CLIENTS_SHOWN])


def _scores(
    employee: Employee, capacity: str, period: Period
) -> tuple[Interval, satisfaction.Change, dict[str, Interval]]:
    """The headline score of twelve months, its change against those before, and every attribute's score."""
    first = shift(period.open_month, -SCORE_MONTHS)
    found = months.answers_for_person(
        employee.pk,
        capacity,
        ["csi", *(f"attribute:{name}" for name in (*MINE, *OURS))],
        first=shift(first, -SCORE_MONTHS),
        until=period.until,
    )
    csi = found.pop("csi", months.NO_ANSWERS)
    fresh = csi.within(first, period.until)
    change = satisfaction.change(csi.within(shift(first, -SCORE_MONTHS), first), fresh)
    attributes = {
        measure.removeprefix("attribute:"): satisfaction.score(answers.within(first, period.until))
        for measure, answers in found.items()
    }
    return satisfaction.score(fresh), change, attributes


def _attributes(scores: dict[str, Interval], names: tuple[str, ...]) -> tuple[Attribute, ...]:
    return tuple(Attribute(name=name, score=scores[name]) for name in names if name in scores)


def _calls(
    employee: Employee, held: QuerySet[Account], year: dict[int, int], *, now: datetime
) -> tuple[Call, ...]:
    """Open cases that are theirs, or of their clients and nobody's, due within seven days; one a client."""
    late = set(cases.late_cases(now, cases.working_time()).values_list("id", flat=True))
    mine = Case.objects.unsettled().filter(owner=employee) | Case.objects.unsettled().filter(
        owner__isnull=True, account__in=held.values("id")
    )
    due = mine.filter(due_at__lt=now + timedelta(days=CALLS_DAYS)).select_related("account", "signal__rule")
    first: dict[int, Case] = {}
    for case in sorted(due, key=lambda case: (case.due_at, case.id)):
        first.setdefault(case.account_id, case)
    rows = sorted(first.values(), key=lambda case: (case.due_at, -year.get(case.account_id, 0)))
    return tuple(
        Call(
            case_uuid=case.uuid,
            account_uuid=case.account.uuid,
            account_name=case.account.name,
            rule=case.signal.rule.key,
            due_at=case.due_at,
            next_step=case.next_step,
            next_step_on=case.next_step_on,
            is_late=case.id in late,
            year_minor=year.get(case.account_id, 0),
        )
        for case in rows[:CALLS_SHOWN]
    )


def _surveys(held: QuerySet[Account], *, with_people: bool) -> tuple[Survey, ...]:
    rows = (
        Touchpoint.objects.filter(
            account__in=held.values("id"),
            invitation__cancelled_at__isnull=True,
            invitation__messages__number=0,
            invitation__messages__state__in=WAITING,
        )
        .select_related("account", "contact", "program", "invitation")
        .order_by("invitation__not_before_at", "id")[:SURVEYS_SHOWN]
    )
    return tuple(
        Survey(
            account_uuid=row.account.uuid,
            account_name=row.account.name,
            contact=row.contact.name if with_people else "",
            program=row.program.name,
            at=row.invitation.not_before_at,
        )
        for row in rows
    )


@dataclass(frozen=True)
class Colleague:
    """A line of the list of our people: whom they lead and hold; no score, so that nobody is ranked."""

    uuid: UUID
    name: str
    title: str
    team: str
    clients: int
    year_minor: int


def colleagues(employees: QuerySet[Employee], period: Period) -> tuple[Colleague, ...]:
    """Everybody who holds accounts today, by team and name; four queries."""
    held = Assignment.objects.filter(employee__in=employees.values("id"), during__contains=period.today)
    accounts: dict[int, set[int]] = {}
    for employee_id, account_id in held.values_list("employee_id", "account_id"):
        accounts.setdefault(employee_id, set()).add(account_id)
    year = months.money_by_account(
        Account.objects.filter(id__in=held.values("account_id")), period.year_first, period.open_month
    )
    teams = customers.teams_on(accounts, period.today)
    rows = [
        Colleague(
            uuid=person.uuid,
            name=person.name,
            title=person.title,
            team=teams[person.pk].name if person.pk in teams else "",
            clients=len(accounts[person.pk]),
            year_minor=sum(year.get(account, 0) for account in accounts[person.pk]),
        )
        for person in employees.filter(id__in=list(accounts))
    ]
    return tuple(sorted(rows, key=lambda row: (row.team == "", by_name(row.team), by_name(row.name))))
