"""Who is left out of surveys for a time: what waits for approval, what is in force, how many by manager."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Contact, Employee
from csat.programs.actions import excluding
from csat.programs.models import Exclusion, ExclusionState
from csat.programs.queries import exclusions as stored

PAST = 50


@dataclass(frozen=True)
class ManagerRow:
    """How many people at a manager's clients are left out today; `manager` None: nobody holds them."""

    manager: Employee | None
    left_out: int
    contacts: int

    @property
    def share(self) -> float:
        return self.left_out / self.contacts if self.contacts else 0.0


@dataclass(frozen=True)
class Exclusions:
    """`waiting` the oldest first, `active` by the day they end, `past` the latest first."""

    waiting: tuple[Exclusion, ...]
    active: tuple[Exclusion, ...]
    past: tuple[Exclusion, ...]
    managers: tuple[ManagerRow, ...]
    today: date

    @property
    def left_out(self) -> int:
        return sum(row.left_out for row in self.managers)

    @property
    def contacts(self) -> int:
        return sum(row.contacts for row in self.managers)


@dataclass(frozen=True)
class ApprovalRule:
    is_needed: bool
    short_days: int


def build(accounts: QuerySet[Account], *, today: date) -> Exclusions:
    """What concerns the given accounts; a constant number of queries."""
    rows = stored.of_accounts(accounts)
    in_force = Q(state=ExclusionState.ACTIVE, ends_on__gt=today)
    waits = Q(state=ExclusionState.WAITING)
    return Exclusions(
        waiting=tuple(rows.filter(waits).order_by("asked_at")),
        active=tuple(rows.filter(in_force).order_by("ends_on", "id")),
        past=tuple(rows.exclude(waits | in_force).order_by("-ends_on", "-id")[:PAST]),
        managers=tuple(_managers(accounts, today)),
        today=today,
    )


def waiting(accounts: QuerySet[Account]) -> list[Exclusion]:
    """What waits for a decision, the oldest first."""
    return list(stored.waiting(accounts))


def approval_rule() -> ApprovalRule:
    """Whether a second person is asked, and up to how many days not."""
    return ApprovalRule(customers.company().exclusions_need_approval, excluding.SHORT_DAYS)


def _managers(accounts: QuerySet[Account], today: date) -> list[ManagerRow]:
    """A row a manager with somebody left out today, the largest share first."""
    now = Exclusion.objects.filter(state=ExclusionState.ACTIVE, starts_on__lte=today, ends_on__gt=today)
    is_out = Exists(now.filter(Q(contact=OuterRef("id")) | Q(account=OuterRef("account_id"))))
    counted = (
        Contact.objects.filter(account__in=accounts.values("id"))
        .filter(Q(left_on=None) | Q(left_on__gt=today))
        .filter(Q(account__closed_on=None) | Q(account__closed_on__gt=today))
        .alias(is_out=is_out)
        .values("account_id")
        .annotate(people=Count("id"), out=Count("id", filter=Q(is_out=True)))
        .order_by("account_id")
    )
    by_account = {row["account_id"]: (row["people"], row["out"]) for row in counted}
    holders = customers.holders_on(by_account, today)
    totals: dict[Employee | None, list[int]] = defaultdict(lambda: [0, 0])
    for account_id, (people, out) in by_account.items():
        total = totals[holders.get((account_id, Capacity.MANAGER))]
        total[0], total[1] = total[0] + people, total[1] + out
    rows = [ManagerRow(manager, out, people) for manager, (people, out) in totals.items()]
    return sorted(rows, key=lambda row: (-row.share, row.manager.name if row.manager else ""))
