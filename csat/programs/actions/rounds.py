"""Pauses a round of a survey rule or what a rule sends in a week, lets it go on, ends it for good."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from csat.access import User
from csat.programs.actions.stopping import WrongState
from csat.programs.models import Touchpoint, Wave
from csat.programs.queries import planned
from surveys.actions import inviting, withdrawing
from surveys.models import Batch, Invitation

LONGEST = 300


@transaction.atomic
def pause_round(*, wave: Wave, because: str, by: User, now: datetime) -> int:
    """Ask nobody more in this round and hold what is planned; returns how many mails wait.

    Mails are held by the day's batch, so the few that another round of the rule put off to the same days wait
    as well. Raises WrongState where the round pauses already or has ended.
    """
    signed = _signed(because, by)
    running = Wave.objects.filter(pk=wave.pk, held_at=None, ended_at=None)
    if not running.update(held_at=now, held_because=signed):
        raise WrongState("The round pauses or has ended already.", where=str(wave.program))
    return hold(touchpoints=Touchpoint.objects.filter(wave=wave), because=because, by=by, now=now)


@transaction.atomic
def resume_round(*, wave: Wave, by: User, now: datetime) -> int:
    """Go on asking and sending; returns how many mails wait. Raises WrongState where it does not pause."""
    paused = Wave.objects.filter(pk=wave.pk, held_at__isnull=False, ended_at=None)
    if not paused.update(held_at=None, held_because=""):
        raise WrongState("The round does not pause.", where=str(wave.program))
    return let_go(touchpoints=Touchpoint.objects.filter(wave=wave), now=now)


@transaction.atomic
def end_round(*, wave: Wave, because: str, by: User, now: datetime) -> int:
    """Ask nobody more in this round, ever, and take back what waits; returns how many mails that were.

    Who was invited may still answer. Raises WrongState where it has ended already.
    """
    if not Wave.objects.filter(pk=wave.pk, ended_at=None).update(ended_at=now, held_at=None):
        raise WrongState("The round has ended already.", where=str(wave.program))
    return withdraw(touchpoints=Touchpoint.objects.filter(wave=wave), because=because, by=by, now=now)


@transaction.atomic
def hold(*, touchpoints: QuerySet[Touchpoint], because: str, by: User, now: datetime) -> int:
    """Hold the batches in which invitations about these occasions wait; returns how many mails wait."""
    messages = planned.waiting_for(touchpoints)
    for batch in Batch.objects.filter(id__in=planned.batches_of(messages)).order_by("id"):
        inviting.stop_batch(batch=batch, because=_signed(because, by), now=now)
    return messages.count()


@transaction.atomic
def let_go(*, touchpoints: QuerySet[Touchpoint], now: datetime) -> int:
    """Let the held batches of these occasions go on; returns how many mails wait to go out.

    What a paused rule, or another round that pauses, holds stays until that goes on.
    """
    messages = planned.waiting_for(touchpoints)
    for batch in planned.free_to_go(planned.batches_of(messages)):
        inviting.resume_batch(batch=batch, now=now)
    return planned.going(messages)


def withdraw(*, touchpoints: QuerySet[Touchpoint], because: str, by: User, now: datetime) -> int:
    """Take back what waits about these occasions; returns how many mails that were."""
    return withdrawing.withdraw(
        invitations=Invitation.objects.filter(id__in=touchpoints.values("invitation_id")),
        because=_signed(because, by),
        now=now,
    )


def _signed(because: str, by: User) -> str:
    who = f" ({by.get_username()})"
    return (" ".join(because.split()) or "stopped by hand")[: LONGEST - len(who)] + who
