"""Plans survey rules outside the request; the sweep claims a rule's turn in its row."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from csat.programs.actions import planning
from csat.programs.models import Program, ProgramState
from surveys.errors import DomainError
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)
EVERY = timedelta(minutes=10)


@shared_task(name="csat.programs.plan")
def plan(program_id: int) -> None:
    """Plan one survey rule; what is asked already is not asked again, so a repeat does no harm."""
    program = Program.objects.select_related("survey").get(pk=program_id)
    try:
        planning.plan(program=program, now=timezone.now())
    except DomainError as refused:
        # Somebody has to set it up; the other rules must not wait for that.
        logger.warning("survey rule not planned: %s", refused)


def sweep(now: datetime) -> int:
    """Plan each running rule at most every few minutes; returns how many had their turn."""
    is_due = Q(planned_at=None) | Q(planned_at__lte=now - EVERY)
    running = Program.objects.filter(is_due, state=ProgramState.RUNNING)
    turns = 0
    for program_id in running.order_by("priority", "id").values_list("id", flat=True):
        # Exactly one sweep changes the row, so two at once do not plan twice.
        if running.filter(pk=program_id).update(planned_at=now):
            hint(plan, program_id) or plan(program_id)
            turns += 1
    return turns
