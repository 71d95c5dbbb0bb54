"""Into which group an answer falls: clients, holdings, roles, managers, teams, segments, surveys, months."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from csat.customers.models import Account, Capacity, ContactRole, Employee, TeamMembership
from csat.programs.models import Program
from csat.reports.filters import by_name
from csat.reports.scores import wish

NONE = "-"  # the key of what has no segment
Key = tuple[Any, ...]
Place = Callable[[Key, int], "Group | None"]


@dataclass(frozen=True)
class Group:
    """`key` stands for it in addresses; `uuid` where it has a page of its own. `order` sorts."""

    key: str
    name: str
    order: tuple[Any, ...]
    uuid: UUID | None = None
    month: date | None = None
    detail: str = ""


@dataclass(frozen=True)
class Grouping:
    """`columns` to read beside the account; `place`: to which group their values and an account belong."""

    columns: tuple[str, ...]
    place: Place


def grouping(by: str, accounts: QuerySet[Account], employees: QuerySet[Employee]) -> Grouping:
    """How to group the accounts' answers, but for contacts; at most two queries.

    Managers and teams are those of the employees given: who of ours the reader may see.
    """
    if by in (wish.ACCOUNT, wish.TREE, wish.SEGMENT):
        found = {wish.ACCOUNT: _clients, wish.TREE: _holdings, wish.SEGMENT: _segments}[by](accounts)
        return Grouping((), lambda key, account: found.get(account))
    if by == wish.ROLE:
        roles = {role: Group(role, role, (at,)) for at, role in enumerate(ContactRole.values)}
        return Grouping(("role",), lambda key, account: roles.get(key[0]))
    if by == wish.PROGRAM:
        programs = {
            row.pk: Group(str(row.uuid), row.name, (by_name(row.name),)) for row in Program.objects.all()
        }
        return Grouping(("program_id",), lambda key, account: programs.get(key[0]))
    if by == wish.MANAGER:
        people = {
            row.pk: Group(str(row.uuid), row.name, (by_name(row.name), row.pk), row.uuid) for row in employees
        }
        return Grouping(("person_id",), lambda key, account: people.get(key[0]))
    if by == wish.TEAM:
        return Grouping(("person_id", "month"), _teams(employees))
    return Grouping(("month",), lambda key, account: _period(key[0], by))


def _clients(accounts: QuerySet[Account]) -> dict[int, Group]:
    return {
        pk: Group(str(uuid), name, (by_name(name), pk), uuid, detail=segment)
        for pk, uuid, name, segment in accounts.values_list("id", "uuid", "name", "segment")
    }


def _holdings(accounts: QuerySet[Account]) -> dict[int, Group]:
    """Each account of a tree with its topmost account among those given; accounts alone are left out."""
    rows = {row[0]: row for row in accounts.values_list("id", "uuid", "name", "parent_id")}
    tops: dict[int, int] = {}
    for pk in rows:
        top = pk
        while rows[top][3] in rows:
            top = rows[top][3]
        tops[pk] = top
    trees = {top for pk, top in tops.items() if top != pk}
    groups = {
        top: Group(str(rows[top][1]), rows[top][2], (by_name(rows[top][2]), top), rows[top][1])
        for top in trees
    }
    return {pk: groups[top] for pk, top in tops.items() if top in groups}


def _segments(accounts: QuerySet[Account]) -> dict[int, Group]:
    return {
        pk: Group(segment or NONE, segment, (segment == "", by_name(segment)))
        for pk, segment in accounts.values_list("id", "segment")
    }


def _teams(employees: QuerySet[Employee]) -> Place:
    """The team that the account manager belonged to in the month; it changes at a month's first day."""
    memberships = TeamMembership.objects.filter(employee__in=employees.values("id")).select_related("team")
    spans: dict[int, list[tuple[Any, Group]]] = {}
    for row in memberships:
        group = Group(str(row.team.uuid), row.team.name, (by_name(row.team.name),))
        spans.setdefault(row.employee_id, []).append((row.during, group))

    def place(key: Key, _account: int) -> Group | None:
        person, month = key
        return next((group for during, group in spans.get(person, ()) if month in during), None)

    return place


def _period(month: date, by: str) -> Group:
    """Newest first. A quarter is known by its first month."""
    first = month if by == wish.MONTH else month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return Group(first.isoformat(), first.isoformat(), (-first.toordinal(),), month=first)


def touchpoints_of(by: str, key: str) -> dict[str, Any]:
    """The filter of occasions that leads to a group's answers, where a field says it; else empty."""
    if by == wish.ROLE:
        return {"role": key}
    if by == wish.PROGRAM:
        return {"program__uuid": key}
    if by == wish.SEGMENT:
        return {"account__segment": "" if key == NONE else key}
    if by == wish.CONTACT:
        return {"contact__uuid": key}
    if by == wish.MANAGER:
        return {"people__capacity": Capacity.MANAGER, "people__employee__uuid": key}
    return {}


def sorted_groups(groups: Iterable[Group]) -> Sequence[Group]:
    return sorted(set(groups), key=lambda group: group.order)
