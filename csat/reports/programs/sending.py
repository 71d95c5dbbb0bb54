"""How sending stands over the whole installation: held or not, what is stuck where, what may be double."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from csat.programs.models import Touchpoint
from csat.reports.programs.parts import STUCK_AFTER
from surveys import queries
from surveys.models import Batch, DomainPace, Message, MessageState
from surveys.models.sending import WAITING

SHOWN = 50
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Domain:
    """A receiving domain that is paused or slowed, with what waits for it."""

    name: str
    failures: int
    paused_until: datetime | None
    reply: str
    most_an_hour: int | None
    waiting: int
    is_paused: bool


@dataclass(frozen=True)
class Stopped:
    """A batch that somebody or the breaker stopped, with what waits in it."""

    uuid: UUID
    name: str
    because: str
    waiting: int
    next_at: datetime | None


@dataclass(frozen=True)
class Single:
    """One mail to look at, with whom it is to where it is about a client; else only its id."""

    message_uuid: UUID
    invitation_uuid: UUID
    account: str
    contact: str
    number: int
    since: datetime | None


@dataclass(frozen=True)
class Sending:
    """`due`: waits and could go at once; `waiting`: all that waits; `sent_in_an_hour`: taken lately."""

    held_because: str | None
    due: int
    waiting: int
    oldest_due_seconds: float
    sent_in_an_hour: int
    next_at: datetime | None
    domains: tuple[Domain, ...]
    stopped: tuple[Stopped, ...]
    in_doubt: tuple[Single, ...]
    doubles: tuple[Single, ...]
    doubles_in_all: int

    @property
    def is_stuck(self) -> bool:
        """Mails have been due for long and none goes out, though nothing holds them."""
        is_late = self.oldest_due_seconds > STUCK_AFTER.total_seconds()
        return self.due > 0 and is_late and not self.sent_in_an_hour and self.held_because is None

    @property
    def is_well(self) -> bool:
        return not (self.held_because or self.domains or self.stopped or self.in_doubt or self.is_stuck)


def build(*, now: datetime) -> Sending:
    """Everything about the sending of all rules together; a constant number of queries."""
    waiting = going(Message.objects.filter(state__in=WAITING))
    due = waiting.filter(due_at__lte=now)
    doubles = queries.possible_duplicates()
    unclear = Message.objects.filter(state=MessageState.IN_DOUBT).order_by("changed_at")
    return Sending(
        held_because=queries.sending_hold(),
        due=due.count(),
        waiting=waiting.count(),
        oldest_due_seconds=queries.oldest_due_age_seconds(now=now),
        sent_in_an_hour=Message.objects.filter(accepted_at__gt=now - AN_HOUR).count(),
        next_at=waiting.filter(due_at__gt=now).aggregate(at=Min("due_at"))["at"],
        domains=_domains(waiting, now),
        stopped=_stopped(),
        in_doubt=singles(unclear[:SHOWN]),
        doubles=singles(
            Message.objects.filter(uuid__in=[row.message_uuid for row in doubles[-SHOWN:]]).order_by("-id")
        ),
        doubles_in_all=len(doubles),
    )


def going(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those that no stopped batch, answer or withdrawal keeps back."""
    return messages.filter(
        invitation__batch__is_stopped=False, invitation__answered_at=None, invitation__cancelled_at=None
    )


def singles(messages: QuerySet[Message]) -> tuple[Single, ...]:
    """Mails with the client and person they are to, in their order. Two queries."""
    found = list(messages.select_related("invitation"))
    people = Touchpoint.objects.filter(invitation__in=[row.invitation_id for row in found])
    about = {row.invitation_id: row for row in people.select_related("account", "contact")}
    return tuple(_single(row, about.get(row.invitation_id)) for row in found)


def _single(message: Message, about: Touchpoint | None) -> Single:
    return Single(
        message_uuid=message.uuid,
        invitation_uuid=message.invitation.uuid,
        account=about.account.name if about else "",
        contact=about.contact.name if about else "",
        number=message.number,
        since=message.changed_at,
    )


def _domains(waiting: QuerySet[Message], now: datetime) -> tuple[Domain, ...]:
    """Paused ones first, the longest pause first, then slowed ones by name."""
    troubled = list(DomainPace.objects.filter(Q(failures__gt=0) | Q(most_an_hour__isnull=False)))
    names = [row.domain for row in troubled]
    counts = dict(
        waiting.filter(invitation__domain__in=names)
        .order_by()
        .values_list("invitation__domain")
        .annotate(n=Count("id"))
    )
    rows = [
        Domain(
            name=row.domain,
            failures=row.failures,
            paused_until=row.paused_until,
            reply=row.reply,
            most_an_hour=row.most_an_hour,
            waiting=counts.get(row.domain, 0),
            is_paused=row.paused_until is not None and row.paused_until > now,
        )
        for row in troubled
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_paused, -row.waiting, row.name)))


def _stopped() -> tuple[Stopped, ...]:
    """Those in which something waits, by when it would have gone; ended ones are done."""
    waits = Q(
        invitations__messages__state__in=WAITING,
        invitations__answered_at=None,
        invitations__cancelled_at=None,
    )
    rows = (
        Batch.objects.filter(is_stopped=True, ended_at=None)
        .annotate(
            waiting=Count("invitations__messages", filter=waits),
            next_at=Min("invitations__messages__due_at", filter=waits),
        )
        .filter(waiting__gt=0)
        .order_by("next_at", "id")
    )
    return tuple(Stopped(row.uuid, row.name, row.stopped_because, row.waiting, row.next_at) for row in rows)
