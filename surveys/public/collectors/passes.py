"""The part of a shared link's address that brings one person back: a ticket, signed for its collector.

The database holds the ticket alone, so that nobody makes addresses out of a copy of it (D9).
"""

import base64
import hmac
from uuid import UUID

from django.conf import settings

TICKET_BYTES, SEAL_BYTES = 16, 16
LENGTH = 43  # of the 32 bytes as text


def text(slug: str, ticket: UUID) -> str:
    """The ticket as it stands in the address."""
    return _text(ticket.bytes + _seal(slug, ticket, settings.SECRET_KEY))


def ticket(slug: str, given: str) -> UUID | None:
    """The ticket of an address; None for one that we did not make, or made for another collector."""
    if len(given) != LENGTH or not given.isascii():
        return None
    try:
        raw = base64.b64decode(f"{given}=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    found = UUID(bytes=raw[:TICKET_BYTES])
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    seals = [_seal(slug, found, str(secret)) for secret in secrets]
    is_ours = any(hmac.compare_digest(seal, raw[TICKET_BYTES:]) for seal in seals)
    return found if is_ours and _text(raw) == given else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _seal(slug: str, ticket: UUID, secret: str) -> bytes:
    key = hmac.digest(secret.encode(), b"barometer: tickets of shared links", "sha256")
    return hmac.digest(key, slug.encode() + ticket.bytes, "sha256")[:SEAL_BYTES]
