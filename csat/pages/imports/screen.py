"""What the import's pages show: how far a file is, its columns, the errors, what each kind expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from csat.customers.actions import files, jobs
from csat.customers.columns import COLUMNS
from csat.customers.models import ImportBatch, ImportJob, ImportState
from csat.customers.readers import Column
from csat.pages.imports.forms import KINDS, LABELS
from csat.scores.past.columns import columns as columns_of_answers
from surveys.errors import DomainError
from surveys.rendering import published

SHOWN_ERRORS = 200
RECENT = 10


@dataclass(frozen=True)
class Filled:
    """One of our columns: which of theirs fills it (its place, or None), and the cells of the first rows."""

    column: Column
    place: int | None
    blank: str
    is_by_map: bool
    sample: str


@dataclass(frozen=True)
class Table:
    """The confirmation of columns, with how the file writes things."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fields: tuple[Filled, ...]
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    decimal: str
    dates: str
    nulls: str


@dataclass(frozen=True)
class Screen:
    """One file on its way in."""

    uuid: UUID
    kind: str
    label: Any
    file_name: str
    source: str
    state: str
    rows_done: int
    rows_total: int
    report: Mapping[str, Any]
    errors: tuple[Mapping[str, Any], ...]
    more_errors: int
    table: Table | None
    refused: str
    survey: str = ""
    can_be_undone: bool = False
    is_undone: bool = False

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.RUNNING)

    @property
    def is_good(self) -> bool:
        return self.state == ImportState.CHECKED and not self.report.get("error_count")


def columns_of(job: ImportJob) -> Sequence[Column]:
    """Our columns of a file: those of its kind, or of the questions that it answers."""
    if job.version_id is None:
        return COLUMNS[job.kind]
    return columns_of_answers(published.questionnaire(job.version_id))


def of(job: ImportJob, *, refused: str = "") -> Screen:
    """The page of a job; its file is read (the first rows) while its columns may still be chosen."""
    errors = tuple(job.report.get("errors", ()))[:SHOWN_ERRORS]
    table, unreadable = _readable(job)
    return Screen(
        uuid=job.uuid,
        kind=job.kind,
        label=LABELS[job.kind],
        file_name=job.file_name,
        source=job.source,
        state=job.state,
        rows_done=job.rows_done,
        rows_total=job.rows_total,
        report=job.report,
        errors=errors,
        more_errors=job.report.get("error_count", 0) - len(errors),
        table=table,
        refused=refused or unreadable or job.report.get("refused", ""),
        survey=str(job.version.survey) if job.version else "",
        can_be_undone=bool(job.version_id and job.batch and not job.batch.undone_at),
        is_undone=bool(job.batch and job.batch.undone_at),
    )


def _readable(job: ImportJob) -> tuple[Table | None, str]:
    """The columns while they may still be chosen, or why the file cannot be read any more."""
    try:
        return (_table(job) if job.state in jobs.IDLE else None), ""
    except DomainError as error:
        return None, str(error)


def _table(job: ImportJob) -> Table:
    ours = columns_of(job)
    seen = files.preview(
        columns=ours, incoming=jobs.incoming_of(job), document=job.mapping, most=files.PREVIEWED
    )
    places = {
        ours: seen.columns.index(theirs) for theirs, several in seen.taken_for.items() for ours in several
    }
    by_map = set(job.mapping.get("templates", {})) | {job.mapping.get("lines", {}).get("into")}
    blanks = job.mapping.get("defaults", {})
    fields = tuple(
        Filled(
            column=column,
            place=places.get(column.name),
            blank=blanks.get(column.name, ""),
            is_by_map=column.name in by_map,
            sample=_sample(seen.rows, places.get(column.name)),
        )
        for column in ours
    )
    return Table(
        header=seen.columns,
        rows=seen.rows,
        fields=fields,
        encoding=seen.encoding,
        delimiter={"\t": "tab"}.get(seen.delimiter, seen.delimiter),
        sheet=seen.sheet,
        sheets=seen.sheets,
        decimal=job.mapping.get("decimal", ""),
        dates=job.mapping.get("dates", ""),
        nulls=", ".join(job.mapping.get("null", ())),
    )


def _sample(rows: tuple[tuple[str, ...], ...], place: int | None) -> str:
    cells = (row[place] for row in rows) if place is not None else ()
    return " · ".join(cell[:40] for cell in cells if cell.strip())[:120]


@dataclass(frozen=True)
class Batch:
    label: Any
    file_name: str
    source: str
    rows: int
    created: int
    changed: int
    applied_at: Any
    applied_by: str
    job_uuid: UUID | None
    is_undone: bool


def recent() -> list[Batch]:
    """The latest imports of files, newest first; those that came through the API are left out."""
    batches = ImportBatch.objects.exclude(file_name="").select_related("applied_by", "job")
    return [
        Batch(
            label=LABELS[batch.kind],
            file_name=batch.file_name,
            source=batch.source,
            rows=batch.rows,
            created=batch.created,
            changed=batch.changed,
            applied_at=batch.applied_at,
            applied_by=batch.applied_by.get_full_name() if batch.applied_by else "",
            job_uuid=batch.job.uuid if hasattr(batch, "job") else None,
            is_undone=batch.undone_at is not None,
        )
        for batch in batches.defer("mapping", "job__content", "job__lines_content")[:RECENT]
    ]


def unfinished() -> list[tuple[Any, ImportJob]]:
    """(kind's label, file) of what was uploaded and not applied, newest first."""
    waiting = ImportJob.objects.exclude(state=ImportState.APPLIED).defer("content", "lines_content")
    return [(LABELS[job.kind], job) for job in waiting[:RECENT]]


def expected() -> list[tuple[str, Any, tuple[Column, ...]]]:
    """(kind, its label, its columns) in the order in which files should come in."""
    return [(kind, label, COLUMNS[kind]) for kind, label in KINDS.items()]
