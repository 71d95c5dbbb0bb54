"""Personal links: made from purpose and invitation, so that a mail can be rendered again (D9)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from surveys.models import Invitation, Token, TokenPurpose

BYTES = 24  # 192 bit, 32 characters
LONGEST_TEXT = 64
UNSUBSCRIBE_LIVES = timedelta(days=730)  # an old mail's unsubscribe link must still work
PATHS = {TokenPurpose.ANSWER: "s", TokenPurpose.UNSUBSCRIBE: "u"}


def text(purpose: str, invitation_uuid: UUID) -> str:
    """The token of an invitation for one purpose, under the current secret key."""
    digest = hmac.digest(_key(settings.SECRET_KEY), purpose.encode() + b":" + invitation_uuid.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:BYTES]).decode()


def link(purpose: str, invitation_uuid: UUID) -> str:
    """The address that a mail carries, built from BASE_URL only."""
    return f"{settings.BASE_URL}/{PATHS[TokenPurpose(purpose)]}/{text(purpose, invitation_uuid)}"


def hash_of(token: str) -> str:
    """What the database knows of a token. 192 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def key_id() -> str:
    """Names the current secret key without telling it."""
    return hmac.digest(_key(settings.SECRET_KEY), b"key id", "sha256").hex()[:16]


def issue(*, invitation: Invitation, purposes: Iterable[str], expires_at: datetime) -> None:
    """Make the links of an invitation valid; those that are valid already stay as they are."""
    issue_all(invitations=[invitation], purposes=purposes, expires_at=expires_at)


def issue_all(
    *, invitations: Sequence[Invitation], purposes: Iterable[str], expires_at: datetime | None = None
) -> None:
    """Make the links of many invitations valid in one statement, each until its invitation expires.

    Unsubscribing stays possible for two years more. After a rotation of the secret key the same call adds
    links under the new key; the old ones live on by their stored hash.
    """
    key = key_id()
    Token.objects.bulk_create(
        [
            Token(
                invitation=invitation,
                purpose=purpose,
                key_id=key,
                hash=hash_of(text(purpose, invitation.uuid)),
                expires_at=_end(purpose, expires_at or invitation.expires_at),
            )
            for invitation in invitations
            for purpose in purposes
        ],
        ignore_conflicts=True,
    )


def invitation_for(token: str, purpose: str, now: datetime) -> Invitation | None:
    """The invitation that a token opens for this purpose at this moment, or None.

    Found by its hash: the time taken tells nothing about how close a guess was, and unknown, foreign, expired
    and revoked tokens are answered alike.
    """
    digest = hash_of(token[:LONGEST_TEXT])
    found = (
        Token.objects.filter(hash=digest, purpose=purpose, expires_at__gt=now, revoked_at=None)
        .select_related("invitation__version__survey", "invitation__batch")
        .first()
    )
    return found.invitation if found and len(token) <= LONGEST_TEXT else None


def _end(purpose: str, expires_at: datetime) -> datetime:
    return expires_at + UNSUBSCRIBE_LIVES if purpose == TokenPurpose.UNSUBSCRIBE else expires_at


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    """A key of its own for links, so that no other signature of the installation can be taken for one."""
    return hmac.digest(secret.encode(), b"barometer: personal links", "sha256")
