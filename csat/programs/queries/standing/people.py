"""Who of ours held an account on a day, and in which team the account manager was then."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csat.customers.models import Assignment, Capacity, Employee, Team, TeamMembership


@dataclass(frozen=True)
class Responsible:
    """Who of ours held the account on a day, and the account manager's team then."""

    manager: Employee | None
    care_owner: Employee | None
    team: Team | None


def responsible(
    needs: Iterable[tuple[int, date, Employee | None]],
) -> dict[tuple[int, date, int | None], Responsible]:
    """(account id, day, id of a manager named beforehand) -> who was responsible; the named one is kept."""
    wanted = {(account, day, named.pk if named else None): named for account, day, named in needs}
    held: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    accounts = {account for account, _, _ in wanted}
    for row in Assignment.objects.filter(account_id__in=accounts).select_related("employee"):
        held[row.account_id, row.capacity].append(row)
    people = {
        key: (
            named or _holder(held[key[0], Capacity.MANAGER], key[1]),
            _holder(held[key[0], Capacity.CARE_OWNER], key[1]),
        )
        for key, named in wanted.items()
    }
    memberships: dict[int, list[TeamMembership]] = defaultdict(list)
    managers = {manager.pk for manager, _ in people.values() if manager}
    for membership in TeamMembership.objects.filter(employee_id__in=managers).select_related("team"):
        memberships[membership.employee_id].append(membership)
    return {
        key: Responsible(manager, owner, _team(memberships[manager.pk], key[1]) if manager else None)
        for key, (manager, owner) in people.items()
    }


def _holder(assignments: list[Assignment], day: date) -> Employee | None:
    return next((row.employee for row in assignments if covers(row.during, day)), None)


def _team(memberships: list[TeamMembership], day: date) -> Team | None:
    return next((row.team for row in memberships if covers(row.during, day)), None)


def covers(during: object, day: date) -> bool:
    return day in during  # type: ignore[operator]  # psycopg's DateRange knows `in`
