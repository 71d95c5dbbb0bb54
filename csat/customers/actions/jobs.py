"""A file's way through the page: uploaded, its columns confirmed, tried, applied. The row is the queue."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext

from csat.customers.actions import files
from csat.customers.actions.files import Incoming
from csat.customers.columns import COLUMNS
from csat.customers.models import ImportBatch, ImportJob, ImportState
from csat.customers.outcome import UpsertReport
from csat.customers.readers import Column
from surveys.errors import DomainError
from surveys.models import SurveyVersion

LEASE = timedelta(minutes=6)  # longer than a task's hard limit
KEPT = timedelta(days=7)
IDLE = (ImportState.DRAFT, ImportState.CHECKED, ImportState.FAILED)


Progress = Callable[[int, int], None]
Bring = Callable[[ImportJob, datetime, Progress], UpsertReport]


class JobRefused(DomainError):
    code = "job_refused"


def start(
    *,
    kind: str,
    source: str,
    incoming: Incoming,
    document: Mapping[str, Any],
    by: User | None,
    now: datetime,
    columns: Sequence[Column] | None = None,
    version: SurveyVersion | None = None,
) -> ImportJob:
    """Keep an uploaded file until its columns are confirmed. Where the map names no columns, those of
    the last file of this kind and source are taken again. `columns` are ours where the kind has none of its
    own: answers to the questions of a survey's `version`.

    Raises ImportRefused for a file or a map that cannot be read.
    """
    remembered = dict(document) or _last_mapping(kind, source)
    ours = COLUMNS[kind] if columns is None else columns
    try:
        seen = files.preview(columns=ours, incoming=incoming, document=remembered)
    except files.ImportRefused:
        if document:
            raise
        seen, remembered = files.preview(columns=ours, incoming=incoming, document={}), {}
    if remembered.get("columns") and not document:
        remembered["columns"] = _still_there(remembered["columns"], seen.columns, ours)
    return ImportJob.objects.create(
        kind=kind,
        source=source or str(remembered.get("source", "")) or files.FALLBACK_SOURCE,
        file_name=incoming.name[:300],
        content=incoming.content,
        lines_content=incoming.lines,
        mapping=remembered,
        version=version,
        language=translation.get_language() or "en",
        rows_total=seen.row_count,
        created_at=now,
        created_by=by,
    )


def _still_there(
    columns: Mapping[str, list[str]], theirs: Collection[str], ours: Iterable[Column]
) -> dict[str, list[str]]:
    """What is left of an earlier file's columns in this one."""
    known = {column.name for column in ours}
    return {
        name: [one for one in several if one in known] for name, several in columns.items() if name in theirs
    }


def _last_mapping(kind: str, source: str) -> dict[str, Any]:
    last = ImportBatch.objects.filter(kind=kind, source=source).exclude(file_name="").first()
    return dict(last.mapping) if last else {}


def incoming_of(job: ImportJob) -> Incoming:
    lines = bytes(job.lines_content) if job.lines_content is not None else None
    return Incoming(name=job.file_name, content=bytes(job.content), lines=lines)


def queue(*, job: ImportJob, document: Mapping[str, Any], is_dry_run: bool) -> None:
    """Have a file tried, or applied. Raises JobRefused while it is worked on, or once it was applied."""
    moved = ImportJob.objects.filter(pk=job.pk, state__in=IDLE).update(
        state=ImportState.WAITING, mapping=dict(document), is_dry_run=is_dry_run, rows_done=0, report={}
    )
    if not moved:
        raise JobRefused(
            gettext("This file is being worked on, or was applied."), mend=gettext("Load the page again.")
        )


def drop(*, job: ImportJob) -> None:
    """Throw away a file that was not applied. Raises JobRefused as `queue`."""
    dropped, _by_table = ImportJob.objects.filter(pk=job.pk, state__in=IDLE).delete()
    if not dropped:
        raise JobRefused(gettext("This file is being worked on, or was applied."))


def due(now: datetime, *, kinds: Collection[str] = COLUMNS) -> list[int]:
    """Jobs of these kinds that wait, and those whose worker was lost, oldest first."""
    waits = Q(state=ImportState.WAITING) | Q(state=ImportState.RUNNING, lease_until__lt=now)
    jobs = ImportJob.objects.filter(waits, kind__in=kinds)
    return list(jobs.order_by("created_at").values_list("pk", flat=True)[:20])


def as_records(job: ImportJob, now: datetime, progress: Progress) -> UpsertReport:
    """Bring a file of accounts, contacts, ... in, or only try it. Raises DomainError as files.import_file."""
    return files.import_file(
        kind=job.kind,
        incoming=incoming_of(job),
        document=job.mapping,
        source=job.source,
        by=job.created_by,
        now=now,
        is_dry_run=job.is_dry_run,
        progress=progress,
    )


def run(*, job_id: int, now: datetime, bring: Bring = as_records) -> bool:
    """Work a job off, if it is due and nobody else does; False where it is not. `bring` takes the file in.

    Nothing is lost with the worker: the rows are written in one transaction, and a second try of a file
    that got through changes nothing.
    """
    waits = Q(state=ImportState.WAITING) | Q(state=ImportState.RUNNING, lease_until__lt=now)
    claimed = ImportJob.objects.filter(waits, pk=job_id).update(
        state=ImportState.RUNNING, lease_until=now + LEASE, rows_done=0
    )
    if not claimed:
        return False
    job = ImportJob.objects.select_related("created_by").get(pk=job_id)
    with translation.override(job.language):
        try:
            report = bring(job, now, lambda done, total: _progress(job_id, done, total))
        except DomainError as error:
            fail(job_id=job_id, words=str(error))
            return True
    is_applied = report.batch_uuid is not None
    _settle(
        job_id,
        state=ImportState.APPLIED if is_applied else ImportState.CHECKED,
        report=report.as_json(),
        batch=ImportBatch.objects.filter(uuid=report.batch_uuid).first() if report.batch_uuid else None,
        **({"content": b"", "lines_content": None} if is_applied else {}),
    )
    return True


def fail(*, job_id: int, words: str) -> None:
    """End a job that cannot go on, saying why."""
    _settle(job_id, state=ImportState.FAILED, report={"refused": words})


def forget_old(*, now: datetime) -> int:
    """Throw away files that nobody applied within a week, and say how many."""
    return ImportJob.objects.filter(state__in=IDLE, created_at__lt=now - KEPT).delete()[0]


def job_of(uuid: UUID) -> ImportJob | None:
    """The job with its batch, without the bytes of its file until they are asked for."""
    jobs = ImportJob.objects.filter(uuid=uuid).defer("content", "lines_content")
    return jobs.select_related("batch", "version__survey").first()


def _progress(job_id: int, done: int, total: int) -> None:
    ImportJob.objects.filter(pk=job_id).update(rows_done=done, rows_total=total)


def _settle(job_id: int, **values: Any) -> None:
    ImportJob.objects.filter(pk=job_id, state=ImportState.RUNNING).update(
        lease_until=None, rows_done=F("rows_total"), **values
    )
