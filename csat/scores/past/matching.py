"""Whose a past answer is: the client by id, tax number or name, the person by e-mail or name, the order."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from csat.customers.actions.references import References
from csat.customers.models import Account, Contact, ContactRole, Deal, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

Cells = Mapping[str, Any]
NOBODY = "–"  # the name of who answered without one


@dataclass(frozen=True)
class Wrong(Exception):
    """A cell that leads to nobody, or to several."""

    column: str
    value: str
    problem: CellProblem


@dataclass
class Clients:
    """Accounts by everything that may name them; read in a few statements for a whole file."""

    references: References
    by_id: dict[int, Account] = field(default_factory=dict)
    by_tax: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, source: str, rows: Iterable[Cells]) -> "Clients":
        found = cls(References(source))
        found.references.load(RecordKind.ACCOUNTS, {row.get("account", "") for row in rows})
        for account in Account.objects.all():
            found.by_id[account.pk] = account
            found.by_name[folded(account.name)].append(account)
            if account.tax_number:
                found.by_tax[account.tax_number].append(account)
        return found

    def of_row(self, row: Cells) -> Account:
        """The client of a row, by the first of its three cells that is filled. Raises Wrong."""
        if row.get("account"):
            try:
                return self.by_id[self.references.find(RecordKind.ACCOUNTS, row["account"])]
            except CellProblem as problem:
                raise Wrong("account", row["account"], problem) from problem
        if row.get("tax_number"):
            return _one(self.by_tax.get(row["tax_number"], []), "tax_number", row["tax_number"])
        if row.get("account_name"):
            return _one(
                self.by_name.get(folded(row["account_name"]), []), "account_name", row["account_name"]
            )
        raise Wrong("account", "", CellProblem(_("No client is named."), _("By id, tax number or name.")))


class People:
    """Contacts by account and mailbox or name. Who is not found is made, as a former one whom nobody asks."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._named: dict[tuple[int, str], list[Contact]] = defaultdict(list)
        self._mailed: dict[tuple[int, str], Contact] = {}
        self.made: list[Contact] = []
        for contact in Contact.objects.filter(account__in=list(accounts)).order_by("id"):
            self._learn(contact)

    def of_row(self, account: Account, row: Cells, *, on: date, taken: Container[UUID]) -> Contact:
        """The person of a row. Raises Wrong where several are called so.

        `taken` are those who have an answer in this round: somebody without a name is then another.
        """
        email, name = row.get("email", "").casefold(), row.get("contact_name", "")
        if not email and not name:
            nobody = self._named[account.pk, NOBODY]
            return next((one for one in nobody if one.uuid not in taken), None) or self._make(
                account, row, on
            )
        if email and (account.pk, email) in self._mailed:
            return self._seen(self._mailed[account.pk, email], on)
        known = self._named.get((account.pk, folded(name)), []) if name else []
        if len(known) > 1:
            problem = CellProblem(
                _("Several people of this client are called so."), _("Name the e-mail too.")
            )
            raise Wrong("contact_name", name, problem)
        return self._seen(known[0], on) if known else self._make(account, row, on)

    def _make(self, account: Account, row: Cells, on: date) -> Contact:
        contact = Contact(
            account=account,
            name=row.get("contact_name", "") or row.get("email", "").partition("@")[0] or NOBODY,
            email=row.get("email") or None,
            role=row.get("role") or ContactRole.USER,
            language=row.get("language") or "en",
            left_on=on,
        )
        self.made.append(contact)
        self._learn(contact)
        return contact

    def _seen(self, contact: Contact, on: date) -> Contact:
        """Somebody made here left after their last answer."""
        if contact.pk is None and contact.left_on and contact.left_on < on:
            contact.left_on = on
        return contact

    def _learn(self, contact: Contact) -> None:
        if contact.email:
            self._mailed.setdefault((contact.account_id, contact.email.casefold()), contact)
        self._named[contact.account_id, folded(contact.name)].append(contact)


def deals_named(references: Iterable[str]) -> dict[tuple[int, str], Deal]:
    """(account id, order number) -> the order."""
    rows = Deal.objects.filter(reference__in=set(references) - {""}).select_related("manager")
    return {(row.account_id, row.reference): row for row in rows}


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _one(found: list[Account], column: str, value: str) -> Account:
    if len(found) == 1:
        return found[0]
    what = _("Several clients are called so.") if found else _("No client is called so here.")
    raise Wrong(column, value, CellProblem(what, _("Import the clients first, or name the client's id.")))
