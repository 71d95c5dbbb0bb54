"""The one door for records from outside: files, the page, REST. Whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext

from csat.customers import queries
from csat.customers.actions import parsing
from csat.customers.actions.kinds import accounts, assignments, contacts, deals, employees, revenue
from csat.customers.actions.kinds.work import Work
from csat.customers.actions.parsing import Parsed, Progress
from csat.customers.actions.references import References
from csat.customers.actions.storing import Changes
from csat.customers.columns import COLUMNS
from csat.customers.models import ImportBatch, RecordKind
from csat.customers.outcome import Errors, UpsertReport
from surveys.errors import DomainError
from surveys.tabular.cells import PLAIN_HABITS, Habits
from surveys.tabular.problems import CellProblem, Flaw
from surveys.tabular.problems import mark as _

PLANS: Mapping[str, Callable[[Work, list[Parsed]], None]] = {
    RecordKind.EMPLOYEES: employees.plan,
    RecordKind.ACCOUNTS: accounts.plan,
    RecordKind.CONTACTS: contacts.plan,
    RecordKind.ASSIGNMENTS: assignments.plan,
    RecordKind.DEALS: deals.plan,
    RecordKind.REVENUE: revenue.plan,
}
ONE_AT_A_TIME = 7_302_026  # advisory lock: two imports of one file must not both find it new
SHORT_ROWS = 2_000


class UpsertRefused(DomainError):
    code = "upsert_refused"


@dataclass(frozen=True)
class Origin:
    """What is kept about a file beside its rows: its name, hash, mapping, and how it writes numbers."""

    file_name: str = ""
    sha256: str = ""
    mapping: Mapping[str, Any] | None = None
    habits: Habits = PLAIN_HABITS


def upsert(
    *,
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    source: str,
    by: User | None,
    now: datetime,
    numbers: Sequence[int] | None = None,
    flaws: Sequence[Flaw] = (),
    origin: Origin | None = None,
    is_dry_run: bool = False,
    progress: Progress | None = None,
) -> UpsertReport:
    """Create and change records of one kind by their external ids in `source`; all rows or none.

    Rows are keyed by our column names (csat.customers.columns); a column that a row lacks stays as it
    is, a blank cell empties it. `numbers` are the rows' numbers for the errors (else 1, 2, ...);
    `flaws` are rows that could not even be read. With errors, or as a dry run, nothing is written.
    Raises UpsertRefused for an unknown kind or a source without a name.
    """
    _check(kind, source)
    origin = origin or Origin()
    errors = Errors()
    errors.add_flaws(flaws)
    numbered = zip(numbers or count(1), rows, strict=False)
    parsed = parsing.parse(COLUMNS[kind], numbered, habits=origin.habits, errors=errors, progress=progress)
    work = _work(kind, source.strip(), now, errors, is_dry_run=is_dry_run)
    try:
        with transaction.atomic():
            take_turn(len(parsed))
            PLANS[kind](work, parsed)
            is_written = not (errors.count or is_dry_run)
            batch = _write(work, parsed, origin, by) if is_written else None
    except (IntegrityError, DataError) as error:
        errors.add(
            0, "", "", CellProblem(_("The database refused: %(error)s."), error=str(error).split("\n")[0])
        )
        batch = None
    return _report(work, parsed, batch)


def _check(kind: str, source: str) -> None:
    if kind not in PLANS:
        raise UpsertRefused(gettext("There is no kind of record called “%(kind)s”.") % {"kind": kind})
    if not source.strip() or len(source) > 60:
        raise UpsertRefused(
            gettext("The source has no name, or one of more than 60 characters."),
            mend=gettext("Name the system that the rows come from, such as crm."),
        )


def _work(kind: str, source: str, now: datetime, errors: Errors, *, is_dry_run: bool) -> Work:
    return Work(
        kind=kind,
        source=source,
        now=now,
        today=now.astimezone(ZoneInfo(queries.company().zone)).date(),
        errors=errors,
        changes=Changes(is_dry_run=is_dry_run),
        references=References(source),
    )


def take_turn(rows: int) -> None:
    """Imports go one after the other. A long one may take its time; a web request may not wait for ever."""
    with connection.cursor() as cursor:
        if rows > SHORT_ROWS:
            cursor.execute("SET LOCAL statement_timeout = '5min'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _write(work: Work, parsed: list[Parsed], origin: Origin, by: User | None) -> ImportBatch:
    counts = _counts(work, parsed)
    batch = ImportBatch.objects.create(
        kind=work.kind,
        source=work.source,
        file_name=origin.file_name[:300],
        sha256=origin.sha256,
        mapping=dict(origin.mapping or {}),
        rows=len(parsed),
        applied_at=work.now,
        applied_by=by,
        # Nothing to sum anew: the mark is for scores, which look for batches without it.
        rolled_up_at=None if work.touched else work.now,
        **counts,
    )
    work.changes.write(batch)
    return batch


def _counts(work: Work, parsed: list[Parsed]) -> dict[str, int]:
    before = work.changes.before
    created = sum(1 for uuid in work.records if before.get(uuid, {}) is None)
    changed = sum(1 for uuid in work.records if before.get(uuid))
    return {"created": created, "changed": changed, "unchanged": len(parsed) - created - changed}


def _report(work: Work, parsed: list[Parsed], batch: ImportBatch | None) -> UpsertReport:
    counts = {} if work.errors.count else _counts(work, parsed)
    return UpsertReport(
        kind=work.kind,
        rows=len(parsed),
        older=work.older,
        errors=work.errors.by_row(),
        error_count=work.errors.count,
        bad_rows=len(work.errors.rows),
        batch_uuid=batch.uuid if batch else None,
        touched=frozenset(work.touched) if batch else frozenset(),
        **counts,
    )
