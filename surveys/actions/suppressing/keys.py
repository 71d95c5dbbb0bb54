"""The keys of the list: a code of the address, so that a row outlives the address itself (D12)."""

import hmac
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from surveys.models import Suppression


def hmac_of(address: str) -> str:
    """The key under which an address is suppressed: case and surrounding blanks make no difference."""
    return _hmac(settings.SECRET_KEY, address)


def hmacs_of(address: str) -> list[str]:
    """The current key first, then those under earlier secret keys."""
    return [_hmac(str(secret), address) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


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
                note=row.note,
                created_at=row.created_at,
                created_by_id=row.created_by_id,
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
