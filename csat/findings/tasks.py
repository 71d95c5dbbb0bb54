"""Workers of findings: ask the questions that are due; the sweep finds them without a broker."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from csat.findings.actions import scheduling, working
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)
PROBLEM = gettext_noop("The computation failed for a reason of ours; it is tried again in an hour.")


@shared_task(name="csat.findings.ask")
def ask(study_id: int) -> None:
    """Ask one question of the data."""
    work_off(study_id, timezone.now())


def work_off(study_id: int, now: datetime) -> bool:
    """Run a study; what nobody foresaw ends it with words instead of being tried for ever."""
    try:
        return working.work_off(study_id=study_id, now=now)
    except Exception:
        logger.exception("study %s failed", study_id)
        working.fail(study_id=study_id, words=PROBLEM, now=now)
        return True


def sweep(now: datetime) -> int:
    """Hint at the study that has waited longest, or work it off where the broker does not answer."""
    scheduling.make_due(now=now)
    due = scheduling.due(now)
    if due and not hint(ask, due[0]):
        work_off(due[0], now)
    return len(due)
