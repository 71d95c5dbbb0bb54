"""The state of sending as numbers and lists, for operators, monitors and the upper floor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum, When

from surveys import tokens
from surveys.models import (
    Attempt,
    Batch,
    Brand,
    DiscardedHits,
    DomainPace,
    Invitation,
    Message,
    MessageState,
    Outcome,
    Response,
    Survey,
    Token,
    Verdict,
    WhatWeDid,
)
from surveys.models.sending import WAITING


@dataclass(frozen=True)
class PossibleDuplicate:
    """A mail that may have reached its recipient more than once, with the same bytes each time."""

    message_uuid: UUID
    invitation_uuid: UUID
    attempts: int


@dataclass(frozen=True)
class Tally:
    """Mails by what became of them. `planned` is counted on its own: the others must add up to it.

    `deferred` are those among the waiting that were tried or whose turn has not come at their domain.
    """

    planned: int
    waiting: int
    deferred: int
    sending: int
    in_doubt: int
    accepted: int
    delivered: int
    bounced: int
    complained: int
    suppressed: int
    expired: int
    cancelled: int

    @property
    def still_open(self) -> int:
        """How many have not come to their end."""
        return self.waiting + self.sending + self.in_doubt

    @property
    def handed_over(self) -> int:
        """How many a mail server took, whatever became of them afterwards."""
        return self.accepted + self.delivered + self.complained

    @property
    def adds_up(self) -> bool:
        ended = self.handed_over + self.bounced + self.suppressed + self.expired + self.cancelled
        return self.planned == self.still_open + ended


@dataclass(frozen=True)
class Progress:
    """How far the sending of some batches is. `a_minute` is what was handed over a minute lately; None in
    `remaining` where that is nothing and invitations still wait."""

    invitations: Tally
    reminders: Tally
    answered: int
    a_minute: float
    remaining: timedelta | None

    @property
    def is_finished(self) -> bool:
        """Every invitation has come to its end, and no part is missing."""
        return self.invitations.still_open == 0 and self.invitations.adds_up


LATELY = timedelta(minutes=5)
GOES_TO = Case(
    When(invitation__batch__channel="email", then=F("invitation__domain")),
    default=F("invitation__batch__channel"),
)
PARTS = {"waiting": WAITING, "deferred": (MessageState.DEFERRED,)} | {
    state.value: (state,) for state in MessageState if state not in WAITING
}


def progress_of(batches: Iterable[Batch], *, now: datetime) -> Progress:
    """How far these batches' invitations and reminders are, in one statement.

    Left out of `remaining`: reminders, which wait for their day.
    """
    counts = {
        f"{number}_{part}": Count("messages", filter=which & Q(messages__state__in=states))
        for number, which in (("first", Q(messages__number=0)), ("later", Q(messages__number__gt=0)))
        for part, states in PARTS.items()
    }
    lately = Q(messages__accepted_at__gt=now - LATELY)
    found = Invitation.objects.filter(batch__in=[batch.pk for batch in batches]).aggregate(
        planned=Count("id", distinct=True),
        reminders=Count("messages", filter=Q(messages__number__gt=0)),
        answered=Count("id", distinct=True, filter=Q(answered_at__isnull=False)),
        lately=Count("messages", filter=lately),
        since=Min("messages__accepted_at", filter=lately),
        **counts,
    )
    tallies = {number: {part: found[f"{number}_{part}"] for part in PARTS} for number in ("first", "later")}
    invitations = Tally(planned=found["planned"], **tallies["first"])
    rate = _rate(found["lately"], found["since"], now)
    return Progress(
        invitations=invitations,
        reminders=Tally(planned=found["reminders"], **tallies["later"]),
        answered=found["answered"],
        a_minute=rate,
        remaining=_remaining(invitations.still_open, rate),
    )


def _rate(count: int, since: datetime | None, now: datetime) -> float:
    """Mails a minute since the first of the last minutes; a sending that just began is given a minute."""
    if since is None:
        return 0.0
    return count / max((now - since).total_seconds() / 60, 1.0)


def _remaining(still_open: int, a_minute: float) -> timedelta | None:
    if still_open == 0:
        return timedelta(0)
    return timedelta(minutes=still_open / a_minute) if a_minute else None


def states_of_invitations() -> dict[str, int]:
    """How many invitations are in each state: answered, else that of their first mail."""
    found = (
        Message.objects.filter(number=0, invitation__answered_at=None)
        .values_list("state")
        .annotate(count=Count("id"))
        .order_by()
    )
    counts = {state.value: 0 for state in MessageState} | dict(found)
    return counts | {"answered": Invitation.objects.exclude(answered_at=None).count()}


def states_of_messages() -> dict[str, int]:
    """How many mails, invitations and reminders, are in each state. All states, in order."""
    found = Message.objects.values_list("state").annotate(count=Count("id")).order_by()
    return {state.value: 0 for state in MessageState} | dict(found)


def possible_duplicates() -> list[PossibleDuplicate]:
    """Mails tried again although an earlier try may have gone through, oldest first.

    Left out: doubts that a look-up has settled, and doubts after which nothing was tried again.
    """
    again = Attempt.objects.filter(message=OuterRef("id"), number__lt=OuterRef("attempt")).filter(
        Q(may_have_been_sent=True) | Q(outcome=Outcome.ACCEPTED)
    )
    rows = (
        Message.objects.filter(Exists(again), attempt__gt=1)
        .order_by("id")
        .values_list("uuid", "invitation__uuid", "attempt")
    )
    return [PossibleDuplicate(*row) for row in rows]


def due_for_lookup(*, limit: int, now: datetime) -> list[int]:
    """Ids of mails in doubt that are to be looked up now, the longest waiting first."""
    doubtful = Message.objects.filter(state=MessageState.IN_DOUBT, lease_until__lte=now)
    return list(doubtful.order_by("lease_until").values_list("id", flat=True)[:limit])


def oldest_due_age_seconds(*, now: datetime) -> float:
    """For how long the longest waiting mail has been due; 0 where none is. Stopped batches do not count."""
    due = Message.objects.filter(state__in=WAITING, due_at__lte=now, invitation__batch__is_stopped=False)
    oldest = due.aggregate(oldest=Min("due_at"))["oldest"]
    return (now - oldest).total_seconds() if oldest else 0.0


def stopped_batches() -> QuerySet[Batch]:
    """Batches that are stopped, though not for good, while something of them waits; the latest first."""
    waiting = Message.objects.filter(invitation__batch=OuterRef("id"), state__in=WAITING)
    return Batch.objects.filter(Exists(waiting), is_stopped=True, ended_at=None).order_by("-id")


@dataclass(frozen=True)
class DomainTrouble:
    """A receiving domain (or channel beside mail) that is paused, tried again, or limited by an operator.

    `waiting` are its mails that are not sent yet; `failures` how often in a row its server was away.
    """

    domain: str
    failures: int
    paused_until: datetime | None
    reply: str
    most_an_hour: int | None
    waiting: int


def domains_in_trouble() -> list[DomainTrouble]:
    """Every domain that does not get its mails at full rate, those with the longest pause first."""
    rows = DomainPace.objects.filter(Q(failures__gt=0) | Q(most_an_hour__isnull=False))
    waiting = dict(
        Message.objects.filter(state__in=WAITING)
        .annotate(goes_to=GOES_TO)
        .filter(goes_to__in=rows.values("domain"))
        .values_list("goes_to")
        .annotate(count=Count("id"))
        .order_by()
    )
    found = [
        DomainTrouble(
            domain=row.domain,
            failures=row.failures,
            paused_until=row.paused_until if row.failures else None,
            reply=row.reply,
            most_an_hour=row.most_an_hour,
            waiting=waiting.get(row.domain, 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.failures, one.domain))


def suspect_answers() -> int:
    """How many submitted answers wait for a person to say whether a person gave them."""
    return Response.objects.filter(submitted_at__isnull=False, verdict=Verdict.DOUBTFUL).count()


def sending_hold() -> str | None:
    """Why nothing is sent at all, or None while sending goes on."""
    held = Brand.objects.filter(is_sending_held=True).values_list("sending_held_because", flat=True).first()
    return held if held is None else held or "held"


def invitation_for(token: str, purpose: str, now: datetime) -> Invitation | None:
    """The invitation that a token opens for this purpose at this moment, or None.

    Found by its hash: the time taken tells nothing about how close a guess was, and unknown, foreign, expired
    and revoked tokens are answered alike.
    """
    digest = tokens.hash_of(token[: tokens.LONGEST_TEXT])
    found = (
        Token.objects.filter(hash=digest, purpose=purpose, expires_at__gt=now, revoked_at=None)
        .select_related("invitation__version__survey", "invitation__batch")
        .first()
    )
    return found.invitation if found and len(token) <= tokens.LONGEST_TEXT else None


def told(*, version_id: int, answered_on: date, now: datetime) -> QuerySet[WhatWeDid]:
    """What is told by now to those who answered a version's survey on a day, newest first."""
    return WhatWeDid.objects.filter(
        survey__versions=version_id,
        answered_from__lte=answered_on,
        answered_until__gte=answered_on,
        told_at__lte=now,
    )


def discarded_hits(survey: Survey, since: date) -> dict[str, int]:
    """How often programs knocked at a survey's links since a day, by kind; kinds that never did are left out.

    Kinds: head and prefetch (only looked), scanner (fetched all score links of a mail), forged (posted
    without the page's own nonce). Up to a minute behind.
    """
    rows = DiscardedHits.objects.filter(survey=survey, day__gte=since, hits__gt=0)
    return dict(rows.values_list("kind").annotate(total=Sum("hits")).order_by("kind"))
