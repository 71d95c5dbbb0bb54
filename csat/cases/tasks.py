"""Workers of cases: open what signals ask for, tell of what is late; the sweep does both without a broker."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from csat.cases import actions, queries
from surveys.jobs.hints import hint


@shared_task(name="csat.cases.work_off")
def work_off() -> None:
    """Open the cases that signals wait for, and have heads told of late ones."""
    actions.open_due(now=timezone.now())
    actions.tell_overdue(now=timezone.now())


def sweep(now: datetime) -> int:
    """How many cases are to be opened or told of; a worker is told, or they are worked off here."""
    due = queries.signals_without_case().count() + queries.late_cases_untold(now).count()
    if due and not hint(work_off):
        work_off()
    return due
