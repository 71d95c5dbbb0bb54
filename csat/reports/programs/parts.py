"""Where invitations stand: every one is in exactly one part, so the parts add up to what was planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When

from csat.programs.models import Touchpoint
from surveys.models import Message, MessageState
from surveys.models.sending import WAITING

PACE_OVER = timedelta(minutes=10)
STUCK_AFTER = timedelta(minutes=15)


class Part(StrEnum):
    """In the order in which they are shown: heard, on the way, still to go, and what came to nothing."""

    ANSWERED = "answered"
    DELIVERED = "delivered"
    SENT = "sent"
    COMPLAINED = "complained"
    WAITING = "waiting"
    HELD = "held"
    TRYING_AGAIN = "trying_again"
    IN_DOUBT = "in_doubt"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


OPEN = (Part.WAITING, Part.HELD, Part.TRYING_AGAIN, Part.IN_DOUBT)
REACHED = (Part.ANSWERED, Part.DELIVERED, Part.SENT, Part.COMPLAINED)
STATES = {
    MessageState.IN_DOUBT: Part.IN_DOUBT,
    MessageState.DEFERRED: Part.TRYING_AGAIN,
    MessageState.ACCEPTED: Part.SENT,
    MessageState.DELIVERED: Part.DELIVERED,
    MessageState.BOUNCED: Part.BOUNCED,
    MessageState.COMPLAINED: Part.COMPLAINED,
    MessageState.SUPPRESSED: Part.SUPPRESSED,
    MessageState.EXPIRED: Part.EXPIRED,
    MessageState.CANCELLED: Part.CANCELLED,
}


@dataclass(frozen=True)
class PartCount:
    part: Part
    n: int


@dataclass(frozen=True)
class Parts:
    """Invitations by part, none left out; `reminded` counts those among them who got a reminder."""

    counts: tuple[PartCount, ...]
    reminded: int

    @property
    def planned(self) -> int:
        return sum(one.n for one in self.counts)

    def of(self, *parts: Part) -> int:
        return sum(one.n for one in self.counts if one.part in parts)

    @property
    def answered(self) -> int:
        return self.of(Part.ANSWERED)

    @property
    def reached(self) -> int:
        """Taken by the mail server and not returned."""
        return self.of(*REACHED)

    @property
    def open(self) -> int:
        """Still to go out."""
        return self.of(*OPEN)

    @property
    def is_held(self) -> bool:
        return self.of(Part.HELD) > 0


@dataclass(frozen=True)
class Progress:
    """How fast it goes right now. `left` None: nothing is due, or nothing moved lately."""

    due: int
    due_for: timedelta  # the longest waiting of them
    sent_lately: int
    over: timedelta
    left: timedelta | None
    next_at: datetime | None

    @property
    def is_stuck(self) -> bool:
        """Mails are due and none goes out: a worker, the mail server or a receiving domain is in trouble."""
        return self.due > 0 and not self.sent_lately and self.due_for > STUCK_AFTER

    @property
    def is_going(self) -> bool:
        return self.due > 0 and not self.is_stuck

    @property
    def a_minute(self) -> float:
        return self.sent_lately / (self.over.total_seconds() / 60)


def with_part(touchpoints: QuerySet[Touchpoint]) -> QuerySet[Any]:
    """The occasions with `part`, the place of their first mail; joined to that mail."""
    state = "invitation__messages__state"
    is_held = Q(invitation__batch__is_stopped=True, **{f"{state}__in": WAITING})
    return touchpoints.filter(invitation__messages__number=0).annotate(
        part=Case(
            When(invitation__answered_at__isnull=False, then=Value(Part.ANSWERED.value)),
            When(is_held, then=Value(Part.HELD.value)),
            *(When(**{state: key}, then=Value(part.value)) for key, part in STATES.items()),
            default=Value(Part.WAITING.value),
        )
    )


def parts(touchpoints: QuerySet[Touchpoint]) -> Parts:
    """How many invitations are in each part; those without any are left out. Two queries."""
    rows = with_part(touchpoints).order_by().values_list("part").annotate(n=Count("id"))
    found = dict(rows)
    reminders = Message.objects.filter(
        number__gt=0, accepted_at__isnull=False, invitation__in=touchpoints.values("invitation_id")
    )
    return Parts(
        counts=tuple(PartCount(part, found[part.value]) for part in Part if part.value in found),
        reminded=reminders.aggregate(n=Count("invitation_id", distinct=True))["n"],
    )


def progress(touchpoints: QuerySet[Touchpoint], *, now: datetime) -> Progress:
    """Mails of the occasions that are due, how many went in the last minutes, how long the rest takes."""
    mails = Message.objects.filter(invitation__in=touchpoints.values("invitation_id"))
    waiting = mails.filter(
        state__in=WAITING,
        invitation__batch__is_stopped=False,
        invitation__answered_at=None,
        invitation__cancelled_at=None,
    )
    ready = waiting.filter(due_at__lte=now).aggregate(n=Count("id"), oldest=Min("due_at"))
    due = ready["n"]
    lately = mails.filter(accepted_at__gt=now - PACE_OVER).count()
    left = PACE_OVER * due / lately if due and lately else None
    following = waiting.filter(due_at__gt=now).order_by("due_at").values_list("due_at", flat=True)
    return Progress(
        due=due,
        due_for=now - ready["oldest"] if due else timedelta(),
        sent_lately=lately,
        over=PACE_OVER,
        left=left,
        next_at=following.first(),
    )
