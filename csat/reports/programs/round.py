"""One round: how many were planned, sent, heard; who answers; who else was looked at and why not asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from csat.customers.models import Account
from csat.programs.models import Decision, Outcome, Program, Touchpoint
from csat.reports.programs import parts, rates
from csat.reports.programs.choosing import Chosen
from csat.reports.programs.parts import Part, Parts, Progress
from csat.reports.programs.rates import Rates
from surveys.models import Batch
from surveys.models.sending import WAITING

PAGE = 25
MAIL = "invitation__messages"  # the first mail, once `with_part` has joined it


@dataclass(frozen=True)
class Asked:
    """One invitation of the round, as a row: `at` is when its mail was accepted, else when it is due."""

    uuid: UUID
    account: str
    account_uuid: UUID
    contact: str
    contact_uuid: UUID
    role: str
    part: str
    at: datetime | None
    order: str


@dataclass(frozen=True)
class Left:
    """So many contacts were looked at and put off or not asked, for this reason."""

    outcome: str
    reason: str
    n: int


@dataclass(frozen=True)
class Held:
    """A batch of the round that does not go out, and why."""

    name: str
    because: str
    is_ended: bool


@dataclass(frozen=True)
class People:
    """A page of invitations; `part` empty: all. `next_page` 0 on the last."""

    rows: tuple[Asked, ...]
    part: str
    page: int
    next_page: int


@dataclass(frozen=True)
class RoundPage:
    chosen: Chosen
    parts: Parts
    progress: Progress
    rates: Rates
    left: tuple[Left, ...]
    held: tuple[Held, ...]
    people: People | None
    sampling: Mapping[str, Any]

    @property
    def program(self) -> Program:
        return self.chosen.program

    @property
    def month(self) -> date | None:
        return self.chosen.wave.month if self.chosen.wave else None

    @property
    def not_counted(self) -> int:
        """Answers that are doubtful or left out."""
        return max(0, self.parts.answered - (self.rates.total.answered or 0)) if self.rates.total.share else 0

    @property
    def put_off(self) -> int:
        return sum(row.n for row in self.left if row.outcome == Outcome.DEFERRED)

    @property
    def not_asked(self) -> int:
        return sum(row.n for row in self.left if row.outcome == Outcome.NOT_ASKED)

    @property
    def state(self) -> str:
        """ended, paused, going (mails are due now), open (more will come), or done."""
        wave = self.chosen.wave
        if wave and wave.ended_at:
            return "ended"
        if (wave and wave.held_at) or self.parts.is_held:
            return "paused"
        if self.progress.is_going:
            return "going"
        return "open" if self.parts.open else "done"


def build(
    chosen: Chosen, accounts: QuerySet[Account], *, wanted: str, page: int, with_people: bool, now: datetime
) -> RoundPage:
    """The round as far as it concerns the given accounts. A constant number of queries."""
    touchpoints = chosen.touchpoints(accounts)
    return RoundPage(
        chosen=chosen,
        parts=parts.parts(touchpoints),
        progress=parts.progress(touchpoints, now=now),
        rates=rates.rates(touchpoints),
        left=_left(chosen, accounts),
        held=_held(touchpoints),
        people=people(touchpoints, wanted=wanted, page=page) if with_people else None,
        sampling=chosen.wave.sampling if chosen.wave else {},
    )


def people(touchpoints: QuerySet[Touchpoint], *, wanted: str, page: int) -> People:
    """Invitations by client and name, of one part or of all; an unknown part counts as all."""
    part = wanted if wanted in set(Part) else ""
    found = parts.with_part(touchpoints)
    chosen = found.filter(part=part) if part else found
    rows = (
        chosen.select_related("account", "contact", "deal", "invitation")
        .annotate(accepted_at=F(f"{MAIL}__accepted_at"), due_at=F(f"{MAIL}__due_at"))
        .order_by("account__name", "contact__name", "id")[page * PAGE : (page + 1) * PAGE + 1]
    )
    shown = list(rows)
    return People(
        rows=tuple(_asked(row) for row in shown[:PAGE]),
        part=part,
        page=page,
        next_page=page + 1 if len(shown) > PAGE else 0,
    )


def _asked(row: Any) -> Asked:
    return Asked(
        uuid=row.invitation.uuid,
        account=row.account.name,
        account_uuid=row.account.uuid,
        contact=row.contact.name,
        contact_uuid=row.contact.uuid,
        role=row.role,
        part=row.part,
        at=row.accepted_at or row.due_at,
        order=row.deal.reference if row.deal else "",
    )


def _left(chosen: Chosen, accounts: QuerySet[Account]) -> tuple[Left, ...]:
    """Of a round all who were not asked; of a week those decided about in it."""
    decisions = Decision.objects.filter(
        program=chosen.program, contact__account__in=accounts.values("id")
    ).exclude(outcome=Outcome.ASKED)
    of_it = chosen.decisions(decisions)
    counts = of_it.values("outcome", "reason").annotate(n=Count("id")).order_by("outcome", "-n", "reason")
    return tuple(Left(**count) for count in counts)


def _held(touchpoints: QuerySet[Touchpoint]) -> tuple[Held, ...]:
    """Batches with mails of the round that do not go out as they should, by name."""
    waits = Q(invitations__messages__state__in=WAITING)
    batches = Batch.objects.filter(
        waits, invitations__in=touchpoints.values("invitation_id"), is_stopped=True
    ).distinct()
    return tuple(
        Held(batch.name, batch.stopped_because, batch.ended_at is not None)
        for batch in batches.order_by("name", "id")
    )
