"""Addresses that are not written to any more, kept by HMAC so that they outlive erasure (D12)."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from surveys.models import Invitation, Message, MessageState, Suppression
from surveys.models.sending import WAITING

UNSUBSCRIBED, BOUNCED, COMPLAINED = "unsubscribed", "bounced", "complained"
EVERY_KIND = ""


def hmac_of(address: str) -> str:
    """The key under which an address is suppressed: case and surrounding blanks make no difference."""
    return _hmac(settings.SECRET_KEY, address)


def hmacs_of(address: str) -> list[str]:
    """The current key first, then those under earlier secret keys."""
    return [_hmac(str(secret), address) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@transaction.atomic
def suppress(*, address: str, reason: str, now: datetime, kind: str = EVERY_KIND) -> int:
    """Never write to this address again and stop what waits for it; returns how many mails that were.

    The waiting messages are moved here, in the transaction of the opt-out: their row locks make a concurrent
    claim either finish before this commit or find nothing to claim.
    """
    keys = hmacs_of(address)
    Suppression.objects.bulk_create(
        [Suppression(address_hmac=key, kind=kind, reason=reason, created_at=now) for key in keys],
        ignore_conflicts=True,
    )
    waiting = Message.objects.filter(invitation__address_hmac__in=keys, state__in=WAITING)
    if kind != EVERY_KIND:
        waiting = waiting.filter(invitation__kind=kind)
    ids = list(waiting.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    return Message.objects.filter(id__in=ids).update(
        state=MessageState.SUPPRESSED, changed_at=now, reason=f"the address is suppressed: {reason}"
    )


def unsubscribe(*, invitation: Invitation, now: datetime) -> None:
    """Take the invited person at their word: no survey of any kind is sent to the address any more."""
    suppress(address=invitation.address, reason=UNSUBSCRIBED, now=now)


def carry_over(addresses: Iterable[str]) -> None:
    """After a rotation of the secret key: bring suppressions of these addresses under the current one."""
    if not settings.SECRET_KEY_FALLBACKS:
        return
    current = {old: keys[0] for address in addresses for keys in [hmacs_of(address)] for old in keys[1:]}
    Suppression.objects.bulk_create(
        [
            Suppression(
                address_hmac=current[row.address_hmac],
                kind=row.kind,
                reason=row.reason,
                created_at=row.created_at,
            )
            for row in Suppression.objects.filter(address_hmac__in=list(current), lifted_at=None)
        ],
        ignore_conflicts=True,
    )


def _hmac(secret: str, address: str) -> str:
    return hmac.digest(_key(secret), address.strip().casefold().encode(), "sha256").hex()


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"barometer: suppressed addresses", "sha256")
