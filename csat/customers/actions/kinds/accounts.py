"""Accounts: client companies in a tree, by external id."""

from csat.customers.actions.kinds.work import Work, circles, fill, match, plain_values
from csat.customers.actions.parsing import Parsed
from csat.customers.models import Account, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

PLAIN = (
    "name",
    "is_key",
    "segment",
    "industry",
    "region",
    "country",
    "zone",
    "tax_number",
    "opened_on",
    "closed_on",
)


def plan(work: Work, rows: list[Parsed]) -> None:
    matched = match(work, rows, Account)
    work.load(RecordKind.ACCOUNTS, "parent", rows)
    parents: dict[int, int | None] = {}
    for found in matched:
        values = plain_values(found.row, *PLAIN)
        if "parent" in found.row.cells:
            values["parent_id"] = work.refers(found.row, "parent", RecordKind.ACCOUNTS)
            parents[found.record.pk] = values["parent_id"]
        fill(work, found, values)
    if any(parents.values()):
        stored = Account.objects.exclude(parent=None).values_list("pk", "parent_id")
        turning = circles({**dict(stored), **parents})
        for found in matched:
            if found.record.pk in turning and found.record.pk in parents:
                problem = CellProblem(_("A client cannot be above itself."), _("Correct the parent's id."))
                work.errors.add(found.row.number, "parent", found.row.cells["parent"], problem)
