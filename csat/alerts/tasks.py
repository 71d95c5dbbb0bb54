"""Workers of alerts: look at answers and send what is due; the sweep finds both without a broker."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from csat.alerts import actions, notify, queries
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)
AT_ONCE = 100


@shared_task(name="csat.alerts.assess")
def assess(response_id: int) -> None:
    """Look at one answer and send what it raised."""
    if actions.assess(response_id=response_id, now=timezone.now()):
        notify.send_due(limit=AT_ONCE, now=timezone.now())


@shared_task(name="csat.alerts.work_off")
def work_off() -> None:
    """Look at the answers that wait and send the notifications that are due."""
    for response_id in queries.responses_to_assess(limit=AT_ONCE):
        try:
            actions.assess(response_id=response_id, now=timezone.now())
        except Exception:
            # One answer that cannot be read must not keep the others from being looked at.
            logger.exception("answer %s could not be assessed", response_id)
    notify.send_due(limit=AT_ONCE, now=timezone.now())


def sweep(now: datetime) -> int:
    """How many answers and notifications are due; a worker is told, or they are worked off here."""
    due = len(queries.responses_to_assess(limit=AT_ONCE)) + notify.due(now=now)
    if due and not hint(work_off):
        work_off()
    return due
