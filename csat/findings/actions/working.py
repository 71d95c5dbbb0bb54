"""Asks one question of the data and stores what came out."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from csat.customers import queries as customers
from csat.findings import inputs, stored
from csat.findings.actions.scheduling import forget_old
from csat.findings.method import Asked, Method, Progress
from csat.findings.methods import METHODS
from csat.findings.models import Finding, FindingInputs, Question, Study, StudyState
from csat.findings.queries import mark_on

LEASE = timedelta(minutes=6)  # longer than a task's hard limit
TOLD_EVERY_SECONDS = 1.0
SEED_DIGITS = 8  # of the data's hash: the same data give the same draws; 32 bits suit every library


def work_off(*, study_id: int, now: datetime) -> bool:
    """Ask a study's question, if it is due and nobody else does; False where it is not.

    Where the data came out as they were, the stored result stays. Nothing is lost with the worker: the lease
    runs out and the next one starts from the beginning. Raises whatever the method raises; `fail` ends it.
    """
    waits = Q(state=StudyState.DUE) | Q(state=StudyState.RUNNING, lease_until__lt=now)
    claimed = Study.objects.filter(waits, pk=study_id).update(
        state=StudyState.RUNNING, lease_until=now + LEASE, done_share=0, problem=""
    )
    if not claimed:
        return False
    study = Study.objects.select_related("change", "finding__inputs").get(pk=study_id)
    asked = Asked(today=customers.local_day(now), change=study.change)
    mark = mark_on(asked.today)  # before reading: what changes meanwhile makes it due again
    method = METHODS[Question(study.question)]
    columns = method.load(asked)
    data_hash = inputs.hash_of(columns)
    finding = study.finding
    if not _is_current(finding, data_hash, method):
        finding = _compute(study, method, columns, data_hash=data_hash, mark=mark, now=now, until=asked.until)
    _settle(study, finding, mark=mark, now=now)
    return True


def fail(*, study_id: int, words: str, now: datetime) -> None:
    """End a study that cannot go on, saying why; its last result stays."""
    Study.objects.filter(pk=study_id, state=StudyState.RUNNING).update(
        state=StudyState.FAILED,
        lease_until=None,
        checked_mark=mark_on(customers.local_day(now)),
        checked_at=now,
        problem=words[:300],
    )


def _is_current(finding: Finding | None, data_hash: str, method: Method[Any, Any]) -> bool:
    return (
        finding is not None
        and finding.inputs.data_hash == data_hash
        and finding.method_version == method.version
    )


def _compute(
    study: Study,
    method: Method[Any, Any],
    columns: Any,
    *,
    data_hash: str,
    mark: str,
    now: datetime,
    until: Any,
) -> Finding:
    seed = int(data_hash[:SEED_DIGITS], 16)
    began = time.monotonic()
    result = method.work(columns, seed, _teller(study.pk))
    took = time.monotonic() - began
    with transaction.atomic():
        kept, _ = FindingInputs.objects.get_or_create(
            data_hash=data_hash, defaults={"content": inputs.packed(columns), "stored_at": now}
        )
        finding = Finding.objects.create(
            question=study.question,
            change=study.change,
            verdict=result.verdict,
            result=stored.to_json(result),
            inputs=kept,
            method_version=method.version,
            seed=seed,
            data_mark=mark,
            until_on=until,
            computed_at=now,
            took_seconds=took,
        )
        Study.objects.filter(pk=study.pk).update(finding=finding)
        forget_old(question=study.question, change_id=study.change_id, kept=method.kept)
        unused = FindingInputs.objects.exclude(pk__in=Finding.objects.values("inputs"))
        unused.delete()
    return finding


def _settle(study: Study, finding: Finding | None, *, mark: str, now: datetime) -> None:
    if finding is not None and finding.data_mark != mark:
        Finding.objects.filter(pk=finding.pk).update(data_mark=mark)
    Study.objects.filter(pk=study.pk, state=StudyState.RUNNING).update(
        state=StudyState.IDLE,
        lease_until=None,
        due_since=None,
        done_share=1,
        checked_mark=mark,
        checked_at=now,
    )


def _teller(study_id: int) -> Progress:
    """Writes down how far the work is, once a second at most."""
    told_at = 0.0

    def tell(share: float) -> None:
        nonlocal told_at
        moment = time.monotonic()
        if moment - told_at >= TOLD_EVERY_SECONDS:
            told_at = moment
            Study.objects.filter(pk=study_id).update(done_share=min(1.0, max(0.0, share)))

    return tell
