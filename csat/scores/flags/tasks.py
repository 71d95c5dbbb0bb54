"""Looks through new answers outside the request."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from csat.scores.flags import looking
from csat.scores.models import Assessment
from surveys.jobs.hints import hint


@shared_task(name="csat.scores.flags.work_off")
def work_off() -> None:
    """Look through the answers that wait, some hundred at once."""
    looking.look_through(now=timezone.now())


def sweep(now: datetime) -> int:
    """How many answers wait; a worker is told, or the first of them are looked through here."""
    waiting = Assessment.objects.filter(looked_through_at__isnull=True)
    due = waiting.order_by("id")[: looking.AT_ONCE].count()
    if due and not hint(work_off):
        work_off()
    return due
