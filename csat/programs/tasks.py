"""Plans survey rules outside the request, and prepares their rounds; turns and slots are claimed in rows."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from csat.programs.actions import planning
from csat.programs.announcing import mail, rounds
from csat.programs.models import Program, ProgramState
from surveys.actions.running import ticking
from surveys.errors import DomainError
from surveys.jobs.hints import hint

logger = logging.getLogger(__name__)
EVERY = timedelta(minutes=10)
AT_ONCE = 100


@shared_task(name="csat.programs.plan")
def plan(program_id: int) -> None:
    """Plan one survey rule; what is asked already is not asked again, so a repeat does no harm."""
    program = Program.objects.select_related("survey").get(pk=program_id)
    try:
        rounds.put_schedule(program, now=timezone.now())
        planning.plan(program=program, now=timezone.now())
    except DomainError as refused:
        # Somebody has to set it up; the other rules must not wait for that.
        logger.warning("survey rule not planned: %s", refused)


@shared_task(name="csat.programs.look_ahead")
def look_ahead() -> None:
    """Open and announce the rounds that come next, and mail what is to be told."""
    for tick in ticking.take_due(purpose=rounds.PURPOSE, now=timezone.now(), limit=AT_ONCE):
        try:
            for program in Program.objects.select_related("survey").filter(uuid=tick.about):
                rounds.look_ahead(program, now=timezone.now())
        except Exception:
            # Its slot stays open and is taken again; the other rules must not wait for that.
            logger.exception("the next round of survey rule %s could not be prepared", tick.about)
        else:
            ticking.done(tick=tick, now=timezone.now())
    mail.send_due(limit=AT_ONCE, now=timezone.now())


def sweep(now: datetime) -> int:
    """Plan each running rule every few minutes, look ahead daily; returns how many had their turn."""
    ahead = ticking.due(purpose=rounds.PURPOSE, now=now) + mail.due(now=now)
    if ahead and not hint(look_ahead):
        look_ahead()
    return ahead + _plan_in_turn(now)


def _plan_in_turn(now: datetime) -> int:
    is_due = Q(planned_at=None) | Q(planned_at__lte=now - EVERY)
    running = Program.objects.filter(is_due, state=ProgramState.RUNNING)
    turns = 0
    for program_id in running.order_by("priority", "id").values_list("id", flat=True):
        # Exactly one sweep changes the row, so two at once do not plan twice.
        if running.filter(pk=program_id).update(planned_at=now):
            hint(plan, program_id) or plan(program_id)
            turns += 1
    return turns
