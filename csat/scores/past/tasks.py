"""Works off uploaded files of past answers; the sweep finds those that no hint brought to a worker."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from csat.customers.actions import jobs
from csat.customers.models import PAST_ANSWERS
from csat.scores import actions
from csat.scores.past import importing
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)


@shared_task(name="csat.scores.import_answers")
def import_answers(job_id: int) -> None:
    """Work one uploaded file off."""
    work_off(job_id, timezone.now())


def work_off(job_id: int, now: datetime) -> bool:
    """Run a job; what nobody foresaw ends it with words instead of being tried for ever."""
    try:
        done = jobs.run(job_id=job_id, now=now, bring=importing.as_answers)
    except Exception:
        logger.exception("import of past answers %s failed", job_id)
        jobs.fail(job_id=job_id, words=_("The import failed for a reason of ours. Nothing was written."))
        return True
    actions.merge(now=now)
    return done


def sweep(now: datetime) -> int:
    """Hint at every due file, or work one off where the broker does not answer."""
    due = jobs.due(now, kinds=[PAST_ANSWERS])
    hinted = [hint(import_answers, job_id) for job_id in due]
    if due and not any(hinted):
        work_off(due[0], now)
    return len(due)
