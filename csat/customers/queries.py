"""Who we are, who holds what on a day, which accounts belong together, and the search over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from csat.customers.models import (
    Account,
    Assignment,
    Capacity,
    Company,
    Contact,
    Deal,
    Employee,
    Team,
    TeamMembership,
)

DESCENDANTS = """
    WITH RECURSIVE tree (id) AS (
        SELECT id FROM csat_account WHERE id = ANY(%s)
        UNION
        SELECT child.id FROM csat_account child JOIN tree ON child.parent_id = tree.id
    )
    SELECT id FROM tree
"""


def company() -> Company:
    """Our own company: the one row, or its defaults, unsaved, where nobody has set it up yet."""
    return Company.objects.first() or Company(id=1)


def local_day(now: datetime) -> date:
    """The day in our company's zone."""
    return now.astimezone(ZoneInfo(company().zone)).date()


def holder_on(account: Account, capacity: str, day: date) -> Employee | None:
    """Who held the account in the capacity on the day; None where nobody did."""
    return holders_on([account.pk], day).get((account.pk, Capacity(capacity)))


def holders_on(account_ids: Iterable[int], day: date) -> dict[tuple[int, Capacity], Employee]:
    """(account id, capacity) -> employee with head and deputy, on a day. Accounts nobody holds are left out.

    One query however many accounts.
    """
    held = Assignment.objects.filter(account_id__in=list(account_ids), during__contains=day).select_related(
        "employee__head", "employee__deputy", "employee__user"
    )
    return {(row.account_id, Capacity(row.capacity)): row.employee for row in held}


def team_on(employee: Employee, day: date) -> Team | None:
    """The team an employee belonged to on a day."""
    return teams_on([employee.pk], day).get(employee.pk)


def teams_on(employee_ids: Iterable[int], day: date) -> dict[int, Team]:
    """Employee id -> team on a day, in one query. Those in no team are left out."""
    memberships = TeamMembership.objects.filter(
        employee_id__in=list(employee_ids), during__contains=day
    ).select_related("team")
    return {row.employee_id: row.team for row in memberships}


@dataclass(frozen=True)
class Served:
    """An account was held by a member of a team from a day on until another, half-open; None: no end."""

    account_id: int
    team_id: int
    first: date | None
    until: date | None

    def is_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.until is None or day < self.until)


def served_by_teams() -> list[Served]:
    """Which team looked after which account when, through its account manager; in two queries.

    Accounts nobody held, and days on which the holder was in no team, are left out. An account that moved is
    with its earlier team for the earlier days.
    """
    members: dict[int, list[tuple[int, Any]]] = {}
    for employee_id, team_id, during in TeamMembership.objects.values_list(
        "employee_id", "team_id", "during"
    ):
        members.setdefault(employee_id, []).append((team_id, during))
    held = Assignment.objects.filter(capacity=Capacity.MANAGER).order_by("account_id", "id")
    spans = (
        Served(account_id, team_id, _later(during.lower, other.lower), _sooner(during.upper, other.upper))
        for account_id, employee_id, during in held.values_list("account_id", "employee_id", "during")
        for team_id, other in members.get(employee_id, ())
    )
    return [one for one in spans if one.first is None or one.until is None or one.first < one.until]


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


def _sooner(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)


def employees_of(team: Team, day: date) -> QuerySet[Employee]:
    """Who belonged to a team on a day, by name; leavers of before are left out by their membership."""
    return Employee.objects.filter(memberships__team=team, memberships__during__contains=day)


def accounts_held_by(employee: Employee, day: date, capacity: str | None = None) -> QuerySet[Account]:
    """The accounts that an employee holds on a day, by name; in one capacity or in any."""
    held = Assignment.objects.filter(employee=employee, during__contains=day)
    if capacity:
        held = held.filter(capacity=capacity)
    return Account.objects.filter(id__in=held.values("account_id"))


def accounts_under(*accounts: Account) -> QuerySet[Account]:
    """The accounts themselves and everything below them in the tree, by name."""
    return Account.objects.filter(id__in=RawSQL(DESCENDANTS, ([account.pk for account in accounts],)))


@dataclass(frozen=True)
class Found:
    """One hit of the search: what it is, the words to show, and the account to open."""

    kind: str
    title: str
    detail: str
    account_name: str
    account_uuid: UUID
    is_key: bool
    contact_uuid: UUID | None = None


def find(q: str, accounts: QuerySet[Account], *, people: bool = True, limit: int = 20) -> list[Found]:
    """Clients (by name or tax number), people (name, e-mail, phone) and orders (number, goods).

    `accounts` is already scoped; whatever belongs to others is never looked at. Exact and leading
    matches first; at most `limit` of each kind. People are left out unless `people`.
    """
    q = " ".join(q.split())
    if len(q) < 2:
        return []
    inside = accounts.values("id")
    hits = _accounts_found(q, accounts, limit)
    if people:
        hits += _contacts_found(q, Contact.objects.filter(account_id__in=inside), limit)
    return hits + _deals_found(q, Deal.objects.filter(account_id__in=inside), limit)


def _leading_first(field: str, q: str) -> Case:
    return Case(
        When(**{f"{field}__iexact": q}, then=Value(0)),
        When(**{f"{field}__istartswith": q}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _accounts_found(q: str, accounts: QuerySet[Account], limit: int) -> list[Found]:
    rows = accounts.filter(Q(name__icontains=q) | Q(tax_number__istartswith=q))
    return [
        Found("account", row.name, row.tax_number, row.name, row.uuid, row.is_key)
        for row in rows.order_by(_leading_first("name", q), "name")[:limit]
    ]


def _contacts_found(q: str, contacts: QuerySet[Contact], limit: int) -> list[Found]:
    words = Q(name__icontains=q) | Q(email__icontains=q)
    digits = "".join(ch for ch in q if ch.isdigit())
    if len(digits) >= 5:
        words |= Q(phone__contains=q)
    rows = contacts.filter(words).select_related("account")
    return [
        Found(
            kind="contact",
            title=row.name,
            detail=row.title,
            account_name=row.account.name,
            account_uuid=row.account.uuid,
            is_key=row.account.is_key,
            contact_uuid=row.uuid,
        )
        for row in rows.order_by(_leading_first("name", q), "name")[:limit]
    ]


def _deals_found(q: str, deals: QuerySet[Deal], limit: int) -> list[Found]:
    rows = deals.filter(Q(reference__icontains=q) | Q(goods__icontains=q)).select_related("account")
    return [
        Found("deal", row.reference, row.goods, row.account.name, row.account.uuid, row.account.is_key)
        for row in rows.order_by(_leading_first("reference", q), "-closed_on", "reference")[:limit]
    ]
