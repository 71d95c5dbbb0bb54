"""Who of a client will be asked next and when; who will not, and why, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from csat.customers.models import Account
from csat.programs.models import Decision, Outcome, Touchpoint
from surveys.models import MessageState

WAITING = (MessageState.PLANNED, MessageState.QUEUED, MessageState.DEFERRED)


@dataclass(frozen=True)
class Planned:
    """A survey on its way: not sent before `at`."""

    contact: str
    contact_uuid: UUID
    role: str
    program: str
    order: str
    at: datetime
    invitation_uuid: UUID


@dataclass(frozen=True)
class Unasked:
    """The last decision about a contact in a survey rule, where it was not to ask."""

    contact: str
    contact_uuid: UUID
    role: str
    program: str
    words: str
    next_possible_on: date | None
    is_deferred: bool


@dataclass(frozen=True)
class Asking:
    planned: tuple[Planned, ...]
    unasked: tuple[Unasked, ...]


def build(account: Account, language: str) -> Asking:
    """Planned ones by time; decisions by contact, the last of each survey rule. Two queries."""
    waiting = (
        Touchpoint.objects.filter(
            account=account,
            invitation__cancelled_at__isnull=True,
            invitation__messages__number=0,
            invitation__messages__state__in=WAITING,
        )
        .select_related("contact", "program", "invitation", "deal")
        .order_by("invitation__not_before_at", "id")
    )
    planned = tuple(
        Planned(
            contact=row.contact.name,
            contact_uuid=row.contact.uuid,
            role=row.role,
            program=row.program.name,
            order=row.deal.reference if row.deal else "",
            at=row.invitation.not_before_at,
            invitation_uuid=row.invitation.uuid,
        )
        for row in waiting
    )
    decided = (
        Decision.objects.filter(contact__account=account)
        .select_related("contact", "program")
        .order_by("contact__name", "contact_id", "program_id", "-decided_at")
        .distinct("contact__name", "contact_id", "program_id")
    )
    return Asking(
        planned=planned,
        unasked=tuple(_unasked(row, language) for row in decided if row.outcome != Outcome.ASKED),
    )


def _unasked(row: Decision, language: str) -> Unasked:
    return Unasked(
        contact=row.contact.name,
        contact_uuid=row.contact.uuid,
        role=row.contact.role,
        program=row.program.name,
        words=row.words.get(language) or row.words.get("en", ""),
        next_possible_on=row.next_possible_on,
        is_deferred=row.outcome == Outcome.DEFERRED,
    )
