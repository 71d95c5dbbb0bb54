"""One invitation line by line: decided, planned, every attempt with the server's words, what came back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from csat.programs.models import Decision, RoundDraw, Touchpoint
from csat.programs.queries import sampled
from csat.reports.programs.parts import with_part
from surveys.models import Attempt, Invitation, MailEvent, Message, MessageState, Outcome, Response
from surveys.models.delivery.feedback import MailEventKind
from surveys.models.sending import WAITING

# Of what happened at the same moment.
ORDER = {"chosen": 0, "decided": 1, "planned": 2, "cancelled": 3}


@dataclass(frozen=True)
class Line:
    """Something that happened or will: `kind` names it, `said` are others' words, `number` the reminder's.

    `is_ahead`: it has not happened yet. `tone`: good, watch, bad, or nothing.
    """

    at: datetime
    kind: str
    number: int = 0
    said: str = ""
    worded: dict[str, str] = field(default_factory=dict)
    until: datetime | None = None
    tone: str = ""
    is_ahead: bool = False
    link: UUID | None = None


@dataclass(frozen=True)
class Mail:
    """One of the invitation's mails: the one that invites (number 0) or a reminder, as it stands."""

    uuid: UUID
    number: int
    state: str
    attempts: int
    may_be_double: bool


@dataclass(frozen=True)
class Ledger:
    """`part` is where the invitation stands, `zone` the clock its client lives by."""

    touchpoint: Touchpoint
    invitation: Invitation
    part: str
    zone: str
    lines: tuple[Line, ...]
    mails: tuple[Mail, ...]
    held_because: str

    @property
    def occasion_on(self) -> date:
        return self.touchpoint.occurred_on


def build(uuid: UUID, touchpoints: QuerySet[Touchpoint], *, now: datetime) -> Ledger | None:
    """The ledger of an invitation about one of these occasions, oldest line first; None where it is not."""
    found = (
        with_part(touchpoints.filter(invitation__uuid=uuid))
        .select_related("account", "contact", "program__survey", "deal", "wave", "event")
        .select_related("invitation__batch", "invitation__version")
        .first()
    )
    if found is None:
        return None
    invitation = found.invitation
    messages = _messages(invitation)
    lines = [
        *_decided(found),
        Line(at=invitation.created_at, kind="planned", until=invitation.expires_at),
        *(line for message in messages for line in _of_mail(message, invitation, now)),
        *_answered(invitation),
        *_cancelled(invitation),
    ]
    return Ledger(
        touchpoint=found,
        invitation=invitation,
        part=found.part,
        zone=invitation.zone,
        lines=tuple(sorted(lines, key=lambda line: (line.at, ORDER.get(line.kind, len(ORDER)), line.number))),
        mails=tuple(_mail(message) for message in messages),
        held_because=_held(invitation, messages),
    )


def _messages(invitation: Invitation) -> list[Message]:
    attempts = Prefetch("attempts", Attempt.objects.order_by("number"))
    events = Prefetch("events", MailEvent.objects.order_by("occurred_at", "id"))
    return list(invitation.messages.order_by("number").prefetch_related(attempts, events))


def _decided(touchpoint: Touchpoint) -> Iterator[Line]:
    """Why: the decision stands for the person and the occasion, also where an import wrote no words."""
    about = Q(deal=touchpoint.deal_id, wave=touchpoint.wave_id, event=touchpoint.event_id)
    decision = Decision.objects.filter(
        about, program=touchpoint.program_id, contact=touchpoint.contact_id
    ).filter(after_days=touchpoint.after_days)
    for row in decision.order_by("-decided_at")[:1]:
        yield Line(at=row.decided_at, kind="decided", worded=row.words)
    draw = RoundDraw.objects.filter(wave=touchpoint.wave_id).only("drawn_at").first()
    if touchpoint.wave and draw and (words := sampled.why(touchpoint.wave, touchpoint.contact)):
        yield Line(at=draw.drawn_at, kind="chosen", worded=dict(words))


def _of_mail(message: Message, invitation: Invitation, now: datetime) -> Iterator[Line]:
    number = message.number
    for attempt in message.attempts.all():
        yield _tried(attempt, number)
    for event in message.events.all():
        yield Line(
            at=event.occurred_at,
            kind=f"event_{event.kind}",
            number=number,
            said=event.words,
            tone=EVENT_TONES.get(event.kind, ""),
        )
    yield from _without_trace(message)
    if line := _ended(message):
        yield line
    is_open = invitation.answered_at is None and invitation.cancelled_at is None
    if message.state in WAITING and is_open:
        kind = "trying_again" if message.state == MessageState.DEFERRED else "due"
        yield Line(
            at=max(message.due_at, now),
            kind=kind,
            number=number,
            said=message.reason if message.state == MessageState.DEFERRED else "",
            is_ahead=True,
        )


EVENT_TONES = {"delivered": "good", "bounced": "bad", "complained": "bad", "unsubscribed": "watch"}
ATTEMPT_TONES = {
    Outcome.ACCEPTED: "good",
    Outcome.DEFERRED: "watch",
    Outcome.REFUSED: "bad",
    Outcome.IN_DOUBT: "watch",
}
ENDS = {
    MessageState.SUPPRESSED: "suppressed",
    MessageState.EXPIRED: "expired",
    MessageState.CANCELLED: "not_sent",
}


def _without_trace(message: Message) -> Iterator[Line]:
    """What became of a mail of which no attempt was kept: it came with an import, or is older than these."""
    if message.accepted_at and not message.attempts.all():
        yield Line(at=message.accepted_at, kind="tried_accepted", number=message.number, tone="good")
    told = {event.kind for event in message.events.all()}
    is_told = MailEventKind.BOUNCED in told or any(
        attempt.outcome == Outcome.REFUSED for attempt in message.attempts.all()
    )
    if message.state == MessageState.BOUNCED and not is_told:
        yield Line(
            at=message.changed_at,
            kind="event_bounced",
            number=message.number,
            said=message.reason,
            tone="bad",
        )


def _tried(attempt: Attempt, number: int) -> Line:
    return Line(
        at=attempt.finished_at or attempt.started_at,
        kind=f"tried_{attempt.outcome or 'now'}",
        number=number,
        said=attempt.reply,
        tone=ATTEMPT_TONES.get(Outcome(attempt.outcome), "") if attempt.outcome else "",
    )


def _ended(message: Message) -> Line | None:
    """How a mail ended without being sent; what was sent ended with an attempt."""
    kind = ENDS.get(MessageState(message.state))
    if kind is None:
        return None
    tone = "" if kind == "not_sent" else "watch"
    return Line(at=message.changed_at, kind=kind, number=message.number, said=message.reason, tone=tone)


def _answered(invitation: Invitation) -> Iterator[Line]:
    response = Response.objects.filter(invitation=invitation).prefetch_related("revisions").first()
    if response is None:
        return
    yield Line(at=response.started_at, kind="begun")
    if response.submitted_at:
        yield Line(at=response.submitted_at, kind="answered", tone="good", link=response.uuid)
    for revision in response.revisions.all():
        if revision.cause != "submitted":
            yield Line(
                at=revision.created_at,
                kind=f"answer_{revision.cause}",
                said=revision.reason,
                link=response.uuid,
            )


def _cancelled(invitation: Invitation) -> Iterator[Line]:
    if invitation.cancelled_at:
        yield Line(
            at=invitation.cancelled_at, kind="cancelled", said=invitation.cancelled_because, tone="watch"
        )


def _mail(message: Message) -> Mail:
    tries = list(message.attempts.all())
    earlier = [row for row in tries if row.number < message.attempt]
    return Mail(
        uuid=message.uuid,
        number=message.number,
        state=message.state,
        attempts=len(tries),
        may_be_double=any(row.may_have_been_sent or row.outcome == Outcome.ACCEPTED for row in earlier),
    )


def _held(invitation: Invitation, messages: list[Message]) -> str:
    """Why what waits does not go out; empty where nothing holds it."""
    waits = any(message.state in WAITING for message in messages)
    return invitation.batch.stopped_because if waits and invitation.batch.is_stopped else ""
