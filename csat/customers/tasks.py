"""Works off uploaded files in a worker; the sweep finds those that no hint brought there."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from csat.customers.actions import jobs
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)


@shared_task(name="csat.customers.run_import")
def run_import(job_id: int) -> None:
    """Work one uploaded file off."""
    work_off(job_id, timezone.now())


def work_off(job_id: int, now: datetime) -> bool:
    """Run a job; what nobody foresaw ends it with words instead of being tried for ever."""
    try:
        return jobs.run(job_id=job_id, now=now)
    except Exception:
        logger.exception("import job %s failed", job_id)
        jobs.fail(job_id=job_id, words=_("The import failed for a reason of ours. Nothing was written."))
        return True


def sweep(now: datetime) -> int:
    """Hint at every due file, or work one off where the broker does not answer."""
    due = jobs.due(now)
    hinted = [hint(run_import, job_id) for job_id in due]
    if due and not any(hinted):
        work_off(due[0], now)
    jobs.forget_old(now=now)
    return len(due)
