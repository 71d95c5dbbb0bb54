"""Holds what is planned, of a day or of a survey rule, and lets it go on; starts, pauses and ends rules."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from csat.access import User
from csat.customers import queries as customers
from csat.customers.models import Account
from csat.programs.actions import planning
from csat.programs.models import Program, ProgramState, Touchpoint
from csat.programs.queries import planned
from surveys.actions import inviting, withdrawing
from surveys.errors import DomainError
from surveys.models import Batch, Invitation, Message

LONGEST = 300
# What can be done with a survey rule: from which states, and what state it is in then.
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "try": ((ProgramState.DRAFT, ProgramState.TRIAL), ProgramState.TRIAL),
    "start": ((ProgramState.DRAFT, ProgramState.TRIAL, ProgramState.PAUSED), ProgramState.RUNNING),
    "pause": ((ProgramState.RUNNING,), ProgramState.PAUSED),
    "end": (
        (ProgramState.DRAFT, ProgramState.TRIAL, ProgramState.RUNNING, ProgramState.PAUSED),
        ProgramState.ENDED,
    ),
}


class WrongState(DomainError):
    """The survey rule is not in a state from which this is possible."""

    code = "wrong_state"


@transaction.atomic
def stop_sends(*, day: date, accounts: QuerySet[Account], because: str, by: User, now: datetime) -> int:
    """Hold every batch with a mail for these accounts due on the day; returns how many mails of the day wait.

    A batch is held as a whole, so its later reminders wait as well until it goes on. Nothing is lost: what
    expires meanwhile is not sent.
    """
    messages = planned.on_day(planned.waiting(accounts), day, customers.company())
    _hold(planned.batches_of(messages), because=_signed(because, by), now=now)
    return messages.count()


@transaction.atomic
def resume_sends(*, day: date, accounts: QuerySet[Account], by: User, now: datetime) -> int:
    """Let the held batches of the day go on; returns how many mails of the day go out then.

    What a paused rule or round holds stays until that goes on.
    """
    messages = planned.on_day(planned.waiting(accounts), day, customers.company())
    _release(planned.batches_of(messages), now=now)
    return planned.going(messages)


@transaction.atomic
def start(*, program: Program, by: User, now: datetime) -> None:
    """Run a survey rule from now on, and let go on what it had planned.

    Raises WrongState unless it is new, tried or paused, NotReady where its survey is not published or nobody
    sends.
    """
    move(program, "start")
    planning.ground_of(program)
    Program.objects.filter(pk=program.pk).update(planned_at=None)
    _release(planned.batches_of(_of(program)), now=now)


@transaction.atomic
def pause(*, program: Program, because: str, by: User, now: datetime) -> int:
    """Plan nothing more and hold what is planned; returns how many mails wait. Raises WrongState."""
    move(program, "pause")
    messages = _of(program)
    _hold(planned.batches_of(messages), because=_signed(because, by), now=now)
    return messages.count()


@transaction.atomic
def end(*, program: Program, because: str, by: User, now: datetime) -> int:
    """Stop a survey rule for good: what waits is cancelled; returns how many mails that were.

    Links that were sent go on working, without a reminder. Raises WrongState for an ended rule.
    """
    move(program, "end")
    return withdraw(
        touchpoints=Touchpoint.objects.filter(program=program), because=_signed(because, by), now=now
    )


def withdraw(*, touchpoints: QuerySet[Touchpoint], because: str, now: datetime) -> int:
    """Cancel what waits for these occasions; those of which nothing was sent stay open. How many mails."""
    about = list(touchpoints.filter(withdrawn_at=None).values_list("id", "invitation_id"))
    invitations = Invitation.objects.filter(id__in=[invitation for _, invitation in about])
    waiting = withdrawing.withdraw(invitations=invitations, because=because, now=now)
    taken_back = invitations.filter(cancelled_at__isnull=False).exclude(messages__accepted_at__isnull=False)
    Touchpoint.objects.filter(
        id__in=[id_ for id_, _ in about], invitation__in=taken_back, withdrawn_at=None
    ).update(withdrawn_at=now)
    return waiting


def may(program: Program, what: str) -> bool:
    """Whether the rule's state allows it; see MOVES."""
    return program.state in MOVES[what][0]


def _of(program: Program) -> QuerySet[Message]:
    about = Touchpoint.objects.filter(program=program).values("invitation_id")
    return planned.waiting(Account.objects.all()).filter(invitation_id__in=about)


def move(program: Program, what: str) -> None:
    """Compare and set: of two at once one wins, the other hears that the state has changed."""
    allowed, state = MOVES[what]
    if not Program.objects.filter(pk=program.pk, state__in=allowed).update(state=state):
        raise WrongState("The survey rule is in another state by now.", where=program.name)
    program.state = state


def _signed(because: str, by: User) -> str:
    return f"{because} ({by.get_username()})"[:LONGEST]


def _hold(batches: list[int], *, because: str, now: datetime) -> None:
    for batch in Batch.objects.filter(id__in=batches).order_by("id"):
        inviting.stop_batch(batch=batch, because=because, now=now)


def _release(batches: list[int], *, now: datetime) -> None:
    for batch in planned.free_to_go(batches):
        inviting.resume_batch(batch=batch, now=now)
