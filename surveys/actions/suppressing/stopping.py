"""Puts addresses on the list, and stops what waits for them."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.actions.suppressing import reasons
from surveys.actions.suppressing.keys import hmac_of, hmacs_of
from surveys.actions.suppressing.queries import known_kinds
from surveys.actions.suppressing.reasons import EVERY_KIND
from surveys.actions.suppressing.spelling import checked
from surveys.models import Invitation, Message, MessageState, Suppression
from surveys.models.sending import WAITING


@transaction.atomic
def suppress(
    *,
    address: str,
    reason: str,
    now: datetime,
    kind: str = EVERY_KIND,
    note: str = "",
    by: User | None = None,
) -> int:
    """Never write to this address again and stop what waits for it; returns how many mails that were.

    An address that is on the list already stays there as it is. Raises nothing.

    The waiting messages are moved here, in the transaction of the opt-out: their row locks make a concurrent
    claim either finish before this commit or find nothing to claim.
    """
    keys = hmacs_of(address)
    fields = {"kind": kind, "reason": reason, "note": note[: reasons.LONGEST_NOTE]}
    Suppression.objects.bulk_create(
        [Suppression(address_hmac=key, created_at=now, created_by=by, **fields) for key in keys],
        ignore_conflicts=True,
    )
    return stop_waiting(keys=keys, kind=kind, reason=reason, now=now)


def stop_waiting(*, keys: Sequence[str], kind: str, reason: str, now: datetime) -> int:
    """Move the mails that wait for these keys' addresses out of the queue; returns how many."""
    waiting = Message.objects.filter(invitation__address_hmac__in=keys, state__in=WAITING)
    if kind != EVERY_KIND:
        waiting = waiting.filter(invitation__kind=kind)
    ids = list(waiting.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    return Message.objects.filter(id__in=ids).update(
        state=MessageState.SUPPRESSED, changed_at=now, reason=f"the address is suppressed: {reason}"
    )


def unsubscribe(*, invitation: Invitation, now: datetime) -> None:
    """Take the invited person at their word: no survey of any kind is sent to the address any more."""
    suppress(address=invitation.address, reason=reasons.UNSUBSCRIBED, now=now)


@transaction.atomic
def add_by_hand(*, address: str, note: str, by: User, now: datetime, kind: str = EVERY_KIND) -> Suppression:
    """An operator stops all surveys, or those of one kind, to an address; `note` says why.

    Raises NotAnAddress, ReasonMissing, UnknownKind or AlreadyListed.
    """
    address = checked(address)
    if not note.strip():
        raise reasons.ReasonMissing(_("Say why nobody writes to this address."))
    if kind != EVERY_KIND and kind not in known_kinds():
        raise reasons.UnknownKind(_("There is no kind of survey “%(kind)s”.") % {"kind": kind})
    listed = Suppression.objects.filter(address_hmac=hmac_of(address), kind=kind, lifted_at=None)
    if listed.exists():
        raise reasons.AlreadyListed(_("This address is on the list already."))
    suppress(address=address, reason=reasons.BY_HAND, now=now, kind=kind, note=note.strip(), by=by)
    return listed.get()
