"""Who is left out: what waits for approval, what is in force, and how many each manager asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from csat.customers.models import Account, Employee
from csat.programs.models import Exclusion, ExclusionReason, ExclusionState


@dataclass(frozen=True)
class ManagerCount:
    """How often clients and contacts of a manager were left out; None: an account that nobody held."""

    manager: Employee | None
    asked: int
    waiting: int
    active: int
    refused: int
    lifted: int
    by_reason: dict[str, int]


def of_accounts(accounts: QuerySet[Account]) -> QuerySet[Exclusion]:
    """All of these accounts and their contacts, the newest first."""
    ids = accounts.values("id")
    return Exclusion.objects.filter(Q(account__in=ids) | Q(contact__account__in=ids)).select_related(
        "contact__account", "account", "manager", "asked_by", "decided_by"
    )


def waiting(accounts: QuerySet[Account]) -> QuerySet[Exclusion]:
    """Those that need somebody's approval, the oldest first."""
    return of_accounts(accounts).filter(state=ExclusionState.WAITING).order_by("asked_at")


def in_force(accounts: QuerySet[Account], *, day: date) -> QuerySet[Exclusion]:
    """Those that keep somebody from being asked on a day, those ending first at the top."""
    found = of_accounts(accounts).filter(state=ExclusionState.ACTIVE, starts_on__lte=day, ends_on__gt=day)
    return found.order_by("ends_on", "id")


def exclusions_by_manager(accounts: QuerySet[Account], since: date, until: date) -> list[ManagerCount]:
    """A row a manager for what was asked for in [since, until), the most first."""
    rows = of_accounts(accounts).filter(asked_at__date__gte=since, asked_at__date__lt=until)
    counts: dict[int | None, dict[tuple[str, str], int]] = {}
    grouped = rows.order_by().values("manager_id", "state", "reason").annotate(n=Count("id"))
    for row in grouped:
        counts.setdefault(row["manager_id"], {})[row["state"], row["reason"]] = row["n"]
    people = Employee.objects.in_bulk([key for key in counts if key])
    found = [_counted(people.get(key or 0), each) for key, each in counts.items()]
    return sorted(found, key=lambda row: (-row.asked, row.manager.name if row.manager else ""))


def _counted(manager: Employee | None, counts: dict[tuple[str, str], int]) -> ManagerCount:
    def of(wanted: str) -> int:
        return sum(n for (state, _), n in counts.items() if state == wanted)

    return ManagerCount(
        manager=manager,
        asked=sum(counts.values()),
        waiting=of(ExclusionState.WAITING),
        active=of(ExclusionState.ACTIVE),
        refused=of(ExclusionState.REFUSED),
        lifted=of(ExclusionState.LIFTED),
        by_reason=_by_reason(counts.items()),
    )


def _by_reason(counts: Iterable[tuple[tuple[str, str], int]]) -> dict[str, int]:
    totals = dict.fromkeys(ExclusionReason.values, 0)
    for (_, reason), n in counts:
        totals[reason] += n
    return {reason: n for reason, n in totals.items() if n}
