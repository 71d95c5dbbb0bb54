"""What mailboxes, people and clients got and will get: what budgets count, and what planning adds to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection

from csat.programs.budgets import ACCOUNT, HOUSE, Budget, Had, Send
from csat.programs.models import Budget as BudgetRow

SQL = Path(__file__).parent.parent.parent / "sql" / "sends.sql"
TRIAL = "trial"  # invitations to ourselves: they count for nothing
SPARE = timedelta(days=2)  # clocks of recipients, around the day's edges


class Spent:
    """Sends by mailbox, by person and by account; a person has those of all of their mailboxes."""

    def __init__(self) -> None:
        self._by_name: dict[str, set[Send]] = defaultdict(set)
        self._by_account: dict[int, set[Send]] = defaultdict(set)

    def add(self, names: Iterable[str], account_id: int | None, sends: Collection[Send]) -> None:
        for name in names:
            self._by_name[name].update(sends)
        if account_id is not None:
            self._by_account[account_id].update(sends)

    def of(self, names: Iterable[str], account_id: int) -> Had:
        """What counts for somebody with these names (see `names_of`) at an account."""
        sets = [found for name in names if (found := self._by_name.get(name))]
        own: Collection[Send] = sets[0].union(*sets[1:]) if sets else ()
        return Had(tuple(own), tuple(self._by_account.get(account_id, ())))

    def copy(self) -> "Spent":
        """One's own, to add to while deciding; what was read stays as it is."""
        return self.with_all_of(Spent())

    def with_all_of(self, other: "Spent") -> "Spent":
        """Both together, to be added to."""
        both = Spent()
        for one in (self, other):
            for name, sends in one._by_name.items():
                both._by_name[name] |= sends
            for account_id, sends in one._by_account.items():
                both._by_account[account_id] |= sends
        return both

    def without(self, invitations: Collection[int]) -> "Spent":
        """The same but for what these invitations sent."""
        others = Spent()
        for name, sends in self._by_name.items():
            others.add([name], None, [send for send in sends if send.invitation not in invitations])
        for account_id, sends in self._by_account.items():
            others.add((), account_id, [send for send in sends if send.invitation not in invitations])
        return others


def names_of(contact_id: int, mailboxes: Sequence[str]) -> tuple[str, ...]:
    """Under which names a person's sends are counted: the person, and each of their mailboxes."""
    return (f"#{contact_id}", *mailboxes)


def budgets_in_force() -> tuple[Budget, ...]:
    """Those that were set, else those of the house."""
    rows = tuple(
        Budget(row.scope, row.most, row.days, row.survey_kind, row.counts_reminders)
        for row in BudgetRow.objects.all()
    )
    return rows or HOUSE


def spent(
    addresses: Collection[str],
    contacts: Collection[int],
    accounts: Collection[int],
    *,
    budgets: Sequence[Budget],
    now: datetime,
) -> Spent:
    """What counts for these mailboxes, people and accounts, as far back as a budget looks: one statement."""
    counts_accounts = any(budget.scope == ACCOUNT for budget in budgets)
    found = Spent()
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.read_text(),
            {
                "addresses": list(addresses),
                "contacts": list(contacts),
                "accounts": list(accounts) if counts_accounts else [],
                "since": now - timedelta(days=max(budget.days for budget in budgets)) - SPARE,
                "now": now,
                "reminders": any(budget.counts_reminders for budget in budgets),
                "trial": TRIAL,
            },
        )
        for invitation, address, contact, account, kind, number, day in cursor.fetchall():
            names = (address, *((f"#{contact}",) if contact else ()))
            found.add(names, account, [Send(day, kind, number, invitation)])
    return found


def recent_sends(addresses: Collection[str], *, now: datetime) -> dict[str, list[date]]:
    """Mailbox -> days of surveys sent or planned to it since as long ago as budgets look; none: left out."""
    addresses = [address.lower() for address in addresses]
    known = spent(addresses, [], [], budgets=budgets_in_force(), now=now)
    days = {address: [send.day for send in known.of([address], 0).contact] for address in addresses}
    return {address: sends for address, sends in days.items() if sends}
