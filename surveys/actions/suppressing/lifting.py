"""Takes addresses off the list again: the row stays, with who, when and why."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.actions.suppressing import reasons
from surveys.actions.suppressing.keys import hmacs_of
from surveys.actions.suppressing.queries import address_of
from surveys.actions.suppressing.reasons import EVERY_KIND
from surveys.actions.suppressing.stopping import suppress
from surveys.models import Invitation, Suppression

BY_THEMSELVES = "taken back on their own page"


@transaction.atomic
def lift(*, suppression: Suppression, because: str, by: User, now: datetime) -> None:
    """An operator lets an address be written to again; mails that were stopped stay stopped.

    Raises ReasonMissing, NotListed where it was lifted already, StaysForGood for who was erased.
    """
    if not because.strip():
        raise reasons.ReasonMissing(_("Say why this address may be written to again."))
    if suppression.reason == reasons.ERASED:
        raise reasons.StaysForGood(
            _("This person had their data erased and was promised never to be asked again.")
        )
    address = address_of(suppression)
    keys = {suppression.address_hmac, *(hmacs_of(address) if address else [])}
    standing = Suppression.objects.filter(address_hmac__in=keys, kind=suppression.kind, lifted_at=None)
    fields = {"lifted_at": now, "lifted_because": because.strip()[: reasons.LONGEST_NOTE], "lifted_by": by}
    if not standing.update(**fields):
        raise reasons.NotListed(_("This address was taken off the list already."))


@transaction.atomic
def choose(
    *, invitation: Invitation, wanted: Collection[str], offered: Collection[str], now: datetime
) -> None:
    """What the invited person wants from now on: surveys of the kinds in `wanted` out of those `offered`.

    None wanted: nothing of any kind, also of kinds to come. Some wanted after that: those, and no
    others that the person was ever asked about. What was said earlier of kinds that are not offered stays,
    and what others put on the list (a dead mailbox, a complaint, an operator's word). Raises nothing.
    """
    keys, chosen = hmacs_of(invitation.address), set(wanted) & set(offered)
    unwanted = set(offered) - chosen
    own = Suppression.objects.filter(address_hmac__in=keys, lifted_at=None, reason__in=reasons.THEIR_OWN)
    if not chosen:
        unwanted, outdated = {EVERY_KIND}, own.exclude(kind=EVERY_KIND)
    else:
        if own.filter(kind=EVERY_KIND).exists():
            asked = Invitation.objects.filter(address_hmac__in=keys)
            unwanted |= set(asked.values_list("kind", flat=True)) - chosen
        outdated = own.filter(kind__in={EVERY_KIND, *chosen})
    outdated.update(lifted_at=now, lifted_because=BY_THEMSELVES, lifted_by=None)
    for kind in sorted(unwanted):
        suppress(address=invitation.address, reason=reasons.UNSUBSCRIBED, now=now, kind=kind)
