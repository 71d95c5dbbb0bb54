"""Which of the visible clients a report is about: by team, manager, segment, client; read from an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Assignment, Employee, Team, TeamMembership
from csat.reports.period import CHOICES, DEFAULT_MONTHS

Row = TypeVar("Row", Team, Employee)


@dataclass(frozen=True)
class Filters:
    """What was asked for; an empty part does not narrow. Unknown values in an address count as empty."""

    team: Team | None = None
    manager: Employee | None = None
    segment: str = ""
    client: str = ""
    months: int = DEFAULT_MONTHS

    @property
    def is_narrow(self) -> bool:
        return bool(self.team or self.manager or self.segment or self.client)


@dataclass(frozen=True)
class Choices:
    """What a reader may choose from, by name."""

    teams: tuple[Team, ...]
    managers: tuple[Employee, ...]
    segments: tuple[str, ...]
    months: tuple[int, ...] = CHOICES


def read(query: Mapping[str, str], choices: Choices) -> Filters:
    """The filters of an address. What is not among the choices narrows nothing."""
    months = query.get("months", "")
    segment = query.get("segment", "")
    return Filters(
        team=_chosen(choices.teams, query.get("team", "")),
        manager=_chosen(choices.managers, query.get("manager", "")),
        segment=segment if segment in choices.segments else "",
        client=" ".join(query.get("client", "").replace("\0", " ").split())[:100],
        months=int(months) if months in {str(choice) for choice in CHOICES} else DEFAULT_MONTHS,
    )


def choices(accounts: QuerySet[Account], employees: QuerySet[Employee], today: date) -> Choices:
    """Teams and holders among the visible employees, segments of the visible accounts."""
    mine = employees.values("id")
    members = TeamMembership.objects.filter(team=OuterRef("pk"), employee__in=mine, during__contains=today)
    held = Assignment.objects.filter(employee=OuterRef("pk"), during__contains=today)
    segments = accounts.exclude(segment="").order_by().values_list("segment", flat=True).distinct()
    return Choices(
        teams=tuple(sorted(Team.objects.filter(Exists(members)), key=lambda team: by_name(team.name))),
        managers=tuple(sorted(employees.filter(Exists(held)), key=lambda one: by_name(one.name))),
        segments=tuple(sorted(segments, key=by_name)),
    )


def narrowed(accounts: QuerySet[Account], filters: Filters, today: date) -> QuerySet[Account]:
    """The accounts that the filters leave. A client's name brings everything below it in the tree."""
    if filters.team:
        team = customers.employees_of(filters.team, today)
        accounts = accounts.filter(id__in=_held_by(team.values("id"), today))
    if filters.manager:
        accounts = accounts.filter(id__in=_held_by([filters.manager.pk], today))
    if filters.segment:
        accounts = accounts.filter(segment=filters.segment)
    if filters.client:
        named = list(accounts.filter(name__icontains=filters.client).only("id"))
        accounts = accounts.filter(id__in=customers.accounts_under(*named).values("id"))
    return accounts


def by_name(name: str) -> str:
    """Sorts names as people do: ё beside е, capitals beside small letters, quotes ignored."""
    return name.casefold().replace("ё", "е").strip("«»\"'“” ")


def _held_by(employee_ids: Any, today: date) -> Any:
    held = Assignment.objects.filter(employee_id__in=employee_ids, during__contains=today)
    return held.order_by().values("account_id")


def _chosen(rows: Iterable[Row], uuid: str) -> Row | None:
    try:
        wanted = UUID(uuid)
    except ValueError:
        return None
    return next((row for row in rows if row.uuid == wanted), None)
