"""Finds our records by the ids that another system gave them, many at once."""

from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Lower

from csat.customers.actions.storing import chunks
from csat.customers.models import Account, Contact, Deal, Employee, ExternalKey, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

TABLES: dict[str, type[models.Model]] = {
    RecordKind.EMPLOYEES: Employee,
    RecordKind.ACCOUNTS: Account,
    RecordKind.CONTACTS: Contact,
    RecordKind.DEALS: Deal,
}
UNKNOWN = {
    RecordKind.EMPLOYEES: (
        _("No employee is known by this id in the source “%(source)s”."),
        _("Import the employees first, or write their e-mail address."),
    ),
    RecordKind.ACCOUNTS: (
        _("No client is known by this id in the source “%(source)s”."),
        _("Import the clients first, or correct the id."),
    ),
    RecordKind.CONTACTS: (
        _("No contact is known by this id in the source “%(source)s”."),
        _("Import the contacts first, or correct the id."),
    ),
}


class References:
    """External ids of one source -> our keys. An employee may also be named by e-mail address."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._ids: dict[tuple[str, str], int] = {}

    def keys(self, kind: str, external_ids: Iterable[str]) -> dict[str, ExternalKey]:
        """The stored keys of these external ids."""
        mine = ExternalKey.objects.filter(source=self.source, kind=kind)
        return {
            key.external_id: key for some in chunks(external_ids) for key in mine.filter(external_id__in=some)
        }

    def load(self, kind: str, external_ids: Iterable[str]) -> None:
        """Look up all that rows of a file point to, in two statements per 10,000 ids."""
        wanted = {name for name in external_ids if name and (kind, name) not in self._ids}
        by_uuid = {key.object_uuid: key.external_id for key in self.keys(kind, wanted).values()}
        table = TABLES[kind]._default_manager
        for some in chunks(by_uuid):
            for uuid, key in table.filter(uuid__in=some).values_list("uuid", "pk"):
                self.learn(kind, by_uuid[uuid], key)
        if kind == RecordKind.EMPLOYEES:
            self._load_by_address({name for name in wanted if "@" in name})

    def _load_by_address(self, addresses: set[str]) -> None:
        if not addresses:
            return
        folded = {address.lower() for address in addresses}
        people = Employee.objects.annotate(folded=Lower("email")).filter(folded__in=folded)
        found = dict(people.values_list("folded", "pk"))
        for address in addresses:
            if address.lower() in found and (RecordKind.EMPLOYEES, address) not in self._ids:
                self.learn(RecordKind.EMPLOYEES, address, found[address.lower()])

    def learn(self, kind: str, external_id: str, key: int) -> None:
        self._ids[kind, external_id] = key

    def find(self, kind: str, external_id: str) -> int:
        """The key of a record. Raises CellProblem that names where it was looked for."""
        try:
            return self._ids[kind, external_id]
        except KeyError:
            what, mend = UNKNOWN[RecordKind(kind)]
            raise CellProblem(what, mend, source=self.source) from None
