"""Asks an address once: writes the invitation, its mails and its links; cancels, stops, resumes, ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from surveys.actions import links, suppressing, withdrawing
from surveys.calendar import reminders
from surveys.channels.addresses import EMAIL, spelled
from surveys.channels.senders.interface import WrongAddress
from surveys.errors import DomainError
from surveys.jobs import copying
from surveys.models import Batch, Brand, Invitation, Message, MessageState, SurveyVersion, TokenPurpose
from surveys.models.sending import WAITING

MESSAGE = ["uuid", "invitation_id", "number", "state", "due_at", "attempt", "owner", "changed_at", "reason"]
PURPOSES = (TokenPurpose.ANSWER, TokenPurpose.UNSUBSCRIBE, TokenPurpose.MY_DATA)


class CannotInvite(DomainError):
    """What was asked for cannot be sent: a wrong address, language, zone or window."""

    code = "cannot_invite"


@dataclass(frozen=True)
class Wish:
    """One address to be asked, by a message that goes out between `not_before_at` and `expires_at`.

    Reminders follow `remind_after_days` after the message before, `most_reminders` of them; 0 days: none.
    `country` (ISO 3166) says on which days people rest; where it is not known, at weekends.
    """

    version: SurveyVersion
    address: str
    language: str
    kind: str
    facts: dict[str, Any]
    zone: str
    not_before_at: datetime
    expires_at: datetime
    remind_after_days: int = 0
    most_reminders: int = 1
    country: str = ""


@transaction.atomic
def open_batch(
    *,
    name: str,
    sender_name: str,
    sender_title: str,
    sender_address: str,
    reply_to_address: str,
    now: datetime,
    channel: str = EMAIL,
    opens_at: time | None = None,
    closes_at: time | None = None,
) -> Batch:
    """Open a batch: what is invited in it is sent by one person on one channel, in the client's hours.

    Without hours there are no quiet hours; with them also Saturday and Sunday are quiet. Raises CannotInvite
    for a sender or reply address that is none, or hours that do not span.
    """
    for address in (sender_address, reply_to_address):
        _address(address)
    if (opens_at is None) != (closes_at is None) or (opens_at and closes_at and opens_at >= closes_at):
        raise CannotInvite("The sending hours do not span.", mend="Give both, the earlier one first.")
    return Batch.objects.create(
        name=name,
        sender_name=sender_name,
        sender_title=sender_title,
        sender_address=sender_address,
        reply_to_address=reply_to_address,
        channel=channel,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=now,
    )


def invite(
    *,
    batch: Batch,
    version: SurveyVersion,
    address: str,
    language: str,
    kind: str,
    facts: dict[str, Any],
    zone: str,
    not_before_at: datetime,
    expires_at: datetime,
    remind_after_days: int,
    now: datetime,
    most_reminders: int = 1,
    country: str = "",
) -> Invitation:
    """Plan one invitation with its reminders in the caller's transaction.

    Raises CannotInvite where address, language, zone or window cannot be.
    """
    wish = Wish(
        version=version,
        address=address,
        language=language,
        kind=kind,
        facts=facts,
        zone=zone,
        not_before_at=not_before_at,
        expires_at=expires_at,
        remind_after_days=remind_after_days,
        most_reminders=most_reminders,
        country=country,
    )
    return invite_all(batch=batch, wishes=[wish], now=now)[0]


@transaction.atomic
def invite_all(*, batch: Batch, wishes: Sequence[Wish], now: datetime) -> list[Invitation]:
    """Plan many invitations in a constant number of statements, in the order given.

    Raises CannotInvite for the first that cannot be sent; then none is planned.
    """
    if batch.ended_at:
        raise CannotInvite(f"{batch} has ended.", mend="Open another batch.")
    wishes = [_checked(wish, batch.channel) for wish in wishes]
    suppressing.carry_over(wish.address for wish in wishes)
    ours = Brand.objects.values_list("name", flat=True).first() or ""
    invitations = copying.insert([_invitation(batch, wish, ours, now) for wish in wishes])
    copying.copy(
        Message,
        MESSAGE,
        [
            (uuid4(), invitation.pk, number, MessageState.PLANNED, due_at, 0, "", now, "")
            for invitation, wish in zip(invitations, wishes, strict=True)
            for number, due_at in enumerate(_due_moments(wish))
        ],
    )
    links.issue_new(invitations=invitations, purposes=PURPOSES)
    return list(invitations)


@transaction.atomic
def cancel(*, invitation: Invitation, because: str, now: datetime) -> int:
    """Take an invitation back: what waits is not sent any more; returns how many mails that were.

    A mail that a worker has in hand at this moment still goes out. A second call changes nothing.
    """
    Invitation.objects.filter(id=invitation.id, cancelled_at=None).update(
        cancelled_at=now, cancelled_because=because
    )
    waiting = Message.objects.filter(invitation=invitation, state__in=WAITING)
    ids = list(waiting.select_for_update().order_by("id").values_list("id", flat=True))
    return Message.objects.filter(id__in=ids).update(
        state=MessageState.CANCELLED, changed_at=now, reason=because
    )


@transaction.atomic
def stop_batch(*, batch: Batch, because: str, now: datetime) -> bool:
    """Hold what the batch has not sent yet; True unless it was stopped before. Its mails go on waiting."""
    return bool(
        Batch.objects.filter(id=batch.id, is_stopped=False).update(is_stopped=True, stopped_because=because)
    )


@transaction.atomic
def resume_batch(*, batch: Batch, now: datetime) -> bool:
    """Let a stopped batch go on; True unless it was running or has ended. What expired is not sent.

    Refusals are counted anew: those that stopped it do not stop it again.
    """
    stopped = Batch.objects.filter(id=batch.id, is_stopped=True, ended_at=None)
    return bool(stopped.update(is_stopped=False, stopped_because="", resumed_at=now))


@transaction.atomic
def end_batch(*, batch: Batch, because: str, now: datetime) -> int:
    """Stop a batch for good: what waits is cancelled; returns how many mails that were.

    Who has the invitation already may still answer, but is not reminded. A mail that a worker has in hand
    at this moment still goes out. A second call changes nothing.
    """
    ended = Batch.objects.filter(id=batch.id, ended_at=None)
    if not ended.update(ended_at=now, is_stopped=True, stopped_because=because):
        return 0
    return withdrawing.withdraw(invitations=batch.invitations.all(), because=because, now=now)


def _checked(wish: Wish, channel: str) -> Wish:
    """The wish with its address in the channel's one spelling."""
    wish = replace(wish, address=_address(wish.address, channel))
    if wish.language not in wish.version.languages:
        raise CannotInvite(
            f"{wish.version} has no wording in {wish.language!r}.",
            mend=f"It has: {', '.join(wish.version.languages)}.",
        )
    try:
        ZoneInfo(wish.zone)
    except (KeyError, ValueError) as error:
        raise CannotInvite(
            f"{wish.zone!r} is no time zone.", mend="Use a name such as Europe/Berlin."
        ) from error
    if wish.not_before_at >= wish.expires_at:
        raise CannotInvite("The invitation would expire before it may be sent.")
    return wish


def _address(address: str, channel: str = EMAIL) -> str:
    try:
        return spelled(address, channel)
    except WrongAddress as error:
        raise CannotInvite(str(error)) from error


def _invitation(batch: Batch, wish: Wish, ours: str, now: datetime) -> Invitation:
    """The row; our name is frozen in it, for a repeated mail must not differ."""
    return Invitation(
        batch=batch,
        version=wish.version,
        address=wish.address,
        address_hmac=suppressing.hmac_of(wish.address),
        language=wish.language,
        kind=wish.kind,
        facts={"supplier": ours} | wish.facts,
        zone=wish.zone,
        quiet_on=reminders.quiet_days(
            wish.not_before_at, end=wish.expires_at, zone=wish.zone, country=wish.country
        ),
        not_before_at=wish.not_before_at,
        expires_at=wish.expires_at,
        created_at=now,
    )


def _due_moments(wish: Wish) -> list[datetime]:
    return reminders.moments(
        wish.not_before_at,
        end=wish.expires_at,
        every_days=wish.remind_after_days,
        most=wish.most_reminders,
        zone=wish.zone,
        country=wish.country,
    )
