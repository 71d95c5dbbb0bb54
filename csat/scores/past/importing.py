"""Brings a file of past answers in, whole or not at all, with their scores; or only tries it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from csat.customers import queries as customers
from csat.customers.actions import files, jobs, parsing, records
from csat.customers.actions.files import Incoming
from csat.customers.actions.storing import Changes
from csat.customers.models import PAST_ANSWERS, ImportBatch, ImportJob
from csat.customers.outcome import Errors, UpsertReport
from csat.scores.actions import recording
from csat.scores.past import writing
from csat.scores.past.columns import columns
from csat.scores.past.planning import Plan
from surveys.models import Brand, SurveyVersion
from surveys.rendering import published
from surveys.tabular.maps import Map
from surveys.tabular.problems import FileProblem, MapProblem

SCORED_AT_ONCE = 2_000


@dataclass(frozen=True)
class File:
    """A file with its map, and whose questions its columns are."""

    version: SurveyVersion
    incoming: Incoming
    document: Mapping[str, Any]
    source: str


def import_answers(
    *,
    file: File,
    by: User | None,
    now: datetime,
    is_dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> UpsertReport:
    """Keep the answers of a file as given on their days, and score them; all rows or none.

    Rows that an earlier import of the same source brought change nothing. With errors, or as a dry run,
    nothing is written. Raises ImportRefused for a file or a map that cannot be used at all.
    """
    ours = columns(published.questionnaire(file.version.pk))
    try:
        habits, found = files.mapped(ours, file.incoming, file.document, kind=PAST_ANSWERS)
    except (FileProblem, MapProblem) as problem:
        raise files.refusal(problem) from problem
    plan = _plan(file, habits, now)
    plan.errors.add_flaws(found.flaws)
    rows = parsing.parse(
        ours,
        found.rows,
        habits=habits.habits,
        errors=plan.errors,
        progress=(lambda done: progress(done, len(found.rows))) if progress else None,
    )
    with transaction.atomic():
        records.take_turn(len(rows))
        plan.add_all(rows)
        is_written = not (plan.errors.count or is_dry_run)
        batch = _write(plan, file, rows=len(rows), by=by) if is_written else None
    return files.in_their_words(_report(plan, len(rows), batch), habits)


def _plan(file: File, habits: Map, now: datetime) -> Plan:
    return Plan(
        version=file.version,
        source=file.source.strip() or habits.source or files.FALLBACK_SOURCE,
        zone=ZoneInfo(customers.company().zone),
        ours=Brand.objects.values_list("name", flat=True).first() or "",
        now=now,
        errors=Errors(),
    )


def as_answers(job: ImportJob, now: datetime, progress: jobs.Progress) -> UpsertReport:
    """Bring an uploaded file of past answers in, or only try it."""
    if job.version is None:
        raise files.ImportRefused(gettext("The survey of these answers is not known."))
    return import_answers(
        file=File(job.version, jobs.incoming_of(job), job.mapping, job.source),
        by=job.created_by,
        now=now,
        is_dry_run=job.is_dry_run,
        progress=progress,
    )


def _write(plan: Plan, file: File, *, rows: int, by: User | None) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=PAST_ANSWERS,
        source=plan.source,
        file_name=file.incoming.name[:300],
        sha256=hashlib.sha256(file.incoming.content).hexdigest(),
        mapping=dict(file.document),
        rows=rows,
        created=len(plan.fresh),
        changed=0,
        unchanged=plan.unchanged,
        applied_at=plan.now,
        applied_by=by,
        rolled_up_at=plan.now,
    )
    if plan.fresh:
        changes = Changes(is_dry_run=False)
        responses = writing.write(plan, changes, file_name=file.incoming.name)
        changes.write(batch)
        for ids in recording.in_batches(responses, SCORED_AT_ONCE):
            recording.record_all(response_ids=ids, now=plan.now)
    return batch


def _report(plan: Plan, rows: int, batch: ImportBatch | None) -> UpsertReport:
    errors = plan.errors
    return UpsertReport(
        kind=PAST_ANSWERS,
        rows=rows,
        created=0 if errors.count else len(plan.fresh),
        unchanged=0 if errors.count else plan.unchanged,
        errors=errors.by_row(),
        error_count=errors.count,
        bad_rows=len(errors.rows),
        batch_uuid=batch.uuid if batch else None,
    )
