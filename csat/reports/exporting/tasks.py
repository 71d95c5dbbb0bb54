"""Makes large files of answers outside the request; the sweep finds those that no hint brought there."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from csat.reports.exporting import actions
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)


@shared_task(name="csat.reports.make_export", soft_time_limit=540, time_limit=580)
def make_export(export_id: int) -> None:
    """Make one file."""
    work_off(export_id)


def work_off(export_id: int) -> bool:
    """Make a file; what nobody foresaw ends it with words instead of being tried for ever."""
    try:
        return actions.run(export_id=export_id, clock=timezone.now)
    except Exception:
        logger.exception("export %s failed", export_id)
        actions.fail(
            export_id=export_id, words=_("The file failed for a reason of ours."), now=timezone.now()
        )
        return True


def sweep(now: datetime) -> int:
    """Hint at every file that is due, or make one where the broker does not answer."""
    due = actions.due(now)
    hinted = [hint(make_export, export_id) for export_id in due]
    if due and not any(hinted):
        work_off(due[0])
    actions.forget_old(now=now)
    return len(due)
