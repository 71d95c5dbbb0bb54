"""Scores answers and keeps the roll-ups outside the request."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from csat.scores import actions, queries
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)
AT_ONCE = 500


@shared_task(name="csat.scores.record")
def record(response_id: int) -> None:
    """Score one answer and sum its month anew."""
    actions.record(response_id=response_id, now=timezone.now())
    actions.merge(now=timezone.now())


@shared_task(name="csat.scores.work_off")
def work_off() -> None:
    """Score the answers that wait, and sum the marked months anew."""
    for response_id in queries.responses_to_score(limit=AT_ONCE):
        try:
            actions.record(response_id=response_id, now=timezone.now())
        except Exception:
            # One answer that cannot be read must not keep the others from being scored.
            logger.exception("answer %s could not be scored", response_id)
    actions.merge(now=timezone.now())


def sweep(now: datetime) -> int:
    """How many answers and months wait; a worker is told, or they are worked off here."""
    due = len(queries.responses_to_score(limit=AT_ONCE)) + queries.marks_waiting()
    if due and not hint(work_off):
        work_off()
    return due
