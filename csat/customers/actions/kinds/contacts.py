"""Contacts: people at accounts with their roles, and on what legal basis they may be asked."""

from django.db.backends.postgresql.psycopg_any import DateRange

from csat.customers.actions.kinds.work import Matched, Work, fill, match, plain_values
from csat.customers.actions.parsing import Parsed
from csat.customers.actions.storing import chunks
from csat.customers.models import Contact, LegalBasis, RecordKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

PURPOSE = "survey"
PLAIN = ("name", "email", "phone", "title", "role", "language", "zone", "left_on")


def plan(work: Work, rows: list[Parsed]) -> None:
    matched = match(work, rows, Contact)
    work.load(RecordKind.ACCOUNTS, "account", rows)
    for found in matched:
        values = plain_values(found.row, *PLAIN)
        account = work.refers(found.row, "account", RecordKind.ACCOUNTS)
        if account is not None:
            values["account_id"] = account
        fill(work, found, values)
    _plan_bases(work, [found for found in matched if found.row.cells.get("basis_kind")])
    for found in matched:
        if found.row.cells.get("basis_proof") and not found.row.cells.get("basis_kind"):
            problem = CellProblem(_("A proof needs its legal basis."), _("Fill in basis_kind too."))
            work.errors.add(found.row.number, "basis_kind", "", problem)


def _plan_bases(work: Work, matched: list[Matched[Contact]]) -> None:
    known: dict[int, list[LegalBasis]] = {}
    for some in chunks(found.record.pk for found in matched if not found.is_new):
        for basis in LegalBasis.objects.filter(contact_id__in=some, purpose=PURPOSE).order_by("during"):
            known.setdefault(basis.contact_id, []).append(basis)
    for found in matched:
        _ground(work, found, known.get(found.record.pk, []))


def _ground(work: Work, found: Matched[Contact], known: list[LegalBasis]) -> None:
    """Add the basis of the row. One that has ended, by a withdrawal say, is not opened again: that needs
    another proof."""
    kind, proof = found.row.cells["basis_kind"], found.row.cells.get("basis_proof", "")
    if any(basis.kind == kind and basis.proof == proof for basis in known):
        return
    if not found.is_new:
        before = [[basis.kind, basis.proof, basis.during.lower, basis.during.upper] for basis in known]
        work.changes.note(found.record.uuid, {"legal_bases": before})
    during = DateRange(found.row.cells.get("basis_from") or work.today, None)
    work.changes.add(
        LegalBasis, contact_id=found.record.pk, purpose=PURPOSE, kind=kind, proof=proof, during=during
    )
