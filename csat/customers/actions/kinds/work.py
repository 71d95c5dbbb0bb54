"""What planning the changes of one file shares: errors, references, and the records rows stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

from csat.customers.actions.parsing import Parsed
from csat.customers.actions.references import References
from csat.customers.actions.storing import Changes, chunks
from csat.customers.columns import COLUMNS
from csat.customers.models import ExternalKey
from csat.customers.outcome import Errors
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

Record = TypeVar("Record", bound=Model)


@dataclass
class Work:
    """`records` holds the uuid of what each row stands for, once a row; `older` rows are left alone."""

    kind: str
    source: str
    now: datetime
    today: date
    errors: Errors
    changes: Changes
    references: References
    records: list[UUID] = field(default_factory=list)
    older: int = 0
    touched: set[tuple[int, date]] = field(default_factory=set)
    _missing: set[str] = field(default_factory=set)

    def refers(self, row: Parsed, column: str, kind: str) -> int | None:
        """The key of the record that a cell names; None for a blank cell, and with an error where unknown."""
        name = row.cells.get(column)
        if not name:
            return None
        try:
            return self.references.find(kind, name)
        except CellProblem as problem:
            self.errors.add(row.number, column, name, problem)
            return None

    def load(self, kind: str, column: str, rows: Iterable[Parsed]) -> None:
        self.references.load(kind, {row.cells.get(column) or "" for row in rows})

    def lacks(self, row: Parsed, columns: Iterable[str] | None = None) -> bool:
        """Whether a row for a new record lacks a column that it needs; said once a column."""
        needed = columns or (column.name for column in COLUMNS[self.kind] if column.required)
        missing = [name for name in needed if name not in row.cells]
        for name in missing:
            if name not in self._missing and not row.is_broken:
                self._missing.add(name)
                problem = CellProblem(_("New rows need this column."), _("Map a column of the file to it."))
                self.errors.add(row.number, name, "", problem)
        return bool(missing)


@dataclass(frozen=True)
class Matched(Generic[Record]):
    """A row and the record it stands for."""

    row: Parsed
    record: Record
    is_new: bool


def match(
    work: Work, rows: list[Parsed], model: type[Record], *, adopted: Mapping[str, Record] | None = None
) -> list[Matched[Record]]:
    """Each row's record by its external id, new ones with their key already; older rows are left out.

    `adopted` are records without an id of this source that rows are nevertheless known to mean.
    """
    rows = _once(work, rows)
    keys = work.references.keys(work.kind, (row.external_id for row in rows))
    stored = _stored(model, keys)
    known = {
        name: record for name, key in keys.items() if (record := stored.get(key.object_uuid)) is not None
    }
    known = {**(adopted or {}), **known}
    fresh = iter(work.changes.next_ids(model, sum(row.external_id not in known for row in rows)))
    matched = []
    for row in rows:
        record = known.get(row.external_id)
        is_new = record is None
        if record is None:
            record = model(pk=next(fresh))
        work.references.learn(work.kind, row.external_id, record.pk)
        if _is_older(keys.get(row.external_id), row):
            work.older += 1
            continue
        _keep_key(work, row, record, keys.get(row.external_id))
        if is_new and not work.lacks(row):
            work.changes.create(record)
            work.changes.note(record.uuid, None)  # type: ignore[attr-defined]
        matched.append(Matched(row, record, is_new))
        work.records.append(record.uuid)  # type: ignore[attr-defined]
    return matched


def fill(work: Work, found: Matched[Record], values: Mapping[str, Any]) -> None:
    """Set the record's columns and remember what they were."""
    before = work.changes.edit(found.record, dict(values))
    if before:
        work.changes.note(found.record.uuid, before)  # type: ignore[attr-defined]


def plain_values(row: Parsed, *names: str) -> dict[str, Any]:
    """The cells that a row has, of columns that are stored as they are read."""
    return {name: row.cells[name] for name in names if name in row.cells}


def circles(parents: Mapping[int, int | None]) -> set[int]:
    """The keys of a forest that lead back to themselves."""
    settled: set[int] = set()
    found: set[int] = set()
    for start in parents:
        path: dict[int, int] = {}
        at: int | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = len(path)
            at = parents.get(at)
        if at is not None and at in path:
            found |= {key for key, place in path.items() if place >= path[at]}
        settled |= set(path)
    return found


def _once(work: Work, rows: list[Parsed]) -> list[Parsed]:
    """The rows that have an id which none before them had."""
    first: dict[str, int] = {}
    kept = []
    for row in rows:
        if not row.external_id:
            work.lacks(row, ["external_id"])
            continue
        if row.external_id in first:
            problem = CellProblem(
                _("The same id stands in row %(row)d."), _("Keep one of the two."), row=first[row.external_id]
            )
            work.errors.add(row.number, "external_id", row.external_id, problem)
            continue
        first[row.external_id] = row.number
        kept.append(row)
    return kept


def _stored(model: type[Record], keys: Mapping[str, ExternalKey]) -> dict[UUID, Record]:
    wanted = {key.object_uuid for key in keys.values()}
    return {
        record.uuid: record  # type: ignore[attr-defined]
        for some in chunks(wanted)
        for record in model._default_manager.filter(uuid__in=some)
    }


def _is_older(key: ExternalKey | None, row: Parsed) -> bool:
    return bool(key and key.source_time and row.source_time and row.source_time < key.source_time)


def _keep_key(work: Work, row: Parsed, record: Model, key: ExternalKey | None) -> None:
    if key is None:
        work.changes.add(
            ExternalKey,
            source=work.source,
            kind=work.kind,
            external_id=row.external_id,
            object_uuid=record.uuid,  # type: ignore[attr-defined]
            source_time=row.source_time,
        )
        return
    values: dict[str, Any] = {"object_uuid": record.uuid}  # type: ignore[attr-defined]
    if row.source_time:
        values["source_time"] = row.source_time
    work.changes.edit(key, values)
