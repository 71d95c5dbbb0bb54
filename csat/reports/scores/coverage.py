"""Whose voices are in a score: of the clients, of their roles, of their revenue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from csat.customers.models import Account, Contact, ContactRole
from csat.reports.period import Period
from csat.scores.grouped import Sums


@dataclass(frozen=True)
class RoleHeard:
    """In how many of the clients that have somebody in a role such a person was heard."""

    role: str
    heard: int
    clients: int

    @property
    def share(self) -> float | None:
        return self.heard / self.clients if self.clients else None


@dataclass(frozen=True)
class Coverage:
    """Money in minor units, of twelve closed months."""

    heard: int
    clients: int
    roles: tuple[RoleHeard, ...]
    heard_minor: int
    minor: int

    @property
    def clients_share(self) -> float | None:
        return self.heard / self.clients if self.clients else None

    @property
    def roles_share(self) -> float | None:
        places = sum(role.clients for role in self.roles)
        return sum(role.heard for role in self.roles) / places if places else None

    @property
    def revenue_share(self) -> float | None:
        return self.heard_minor / self.minor if self.minor > 0 else None


def coverage(
    accounts: QuerySet[Account], rows: Sequence[Sums], year: Mapping[int, int], period: Period
) -> Coverage:
    """Of the accounts not closed before the period, by whom at least one answer is there; two queries.

    A role counts at a client where a contact has it who has not left, or where somebody answered in it.
    """
    clients = accounts.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=period.first))
    heard = {row.account_id for row in rows}
    spoke: dict[str, set[int]] = {}
    for row in rows:
        spoke.setdefault(row.key[0], set()).add(row.account_id)
    contacts = Contact.objects.filter(account__in=clients.values("id"), left_on__isnull=True)
    counted = contacts.order_by().values_list("role").annotate(Count("account_id", distinct=True))
    there = dict(counted)
    return Coverage(
        heard=len(heard),
        clients=max(clients.count(), len(heard)),
        roles=tuple(
            RoleHeard(role, len(spoke.get(role, ())), max(there.get(role, 0), len(spoke.get(role, ()))))
            for role in ContactRole.values
            if role in there or role in spoke
        ),
        heard_minor=sum(max(year.get(account, 0), 0) for account in heard),
        minor=sum(max(amount, 0) for amount in year.values()),
    )
