"""Personal links: made from purpose and invitation, so that a mail can be rendered again (D9)."""

import base64
import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from django.conf import settings

BYTES = 24  # 192 bit, 32 characters
LONGEST_TEXT = 64
PATHS = {"answer": "s", "unsubscribe": "u", "my_data": "me"}


def text(purpose: str, invitation_uuid: UUID) -> str:
    """The token of an invitation for one purpose, under the current secret key."""
    digest = hmac.digest(_key(settings.SECRET_KEY), purpose.encode() + b":" + invitation_uuid.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:BYTES]).decode()


def link(purpose: str, invitation_uuid: UUID) -> str:
    """The address that a mail carries, built from BASE_URL only."""
    return f"{settings.BASE_URL}{path(purpose, invitation_uuid)}"


def path(purpose: str, invitation_uuid: UUID) -> str:
    """The same on our own pages."""
    return f"/{PATHS[purpose]}/{text(purpose, invitation_uuid)}"


def hash_of(token: str) -> str:
    """What the database knows of a token. 192 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def key_id() -> str:
    """Names the current secret key without telling it."""
    return hmac.digest(_key(settings.SECRET_KEY), b"key id", "sha256").hex()[:16]


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    """A key of its own for links, so that no other signature of the installation can be taken for one."""
    return hmac.digest(secret.encode(), b"barometer: personal links", "sha256")
