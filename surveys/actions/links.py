"""Makes personal links valid, and again under a new secret key (D9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from surveys import tokens
from surveys.models import Invitation, Token, TokenPurpose

OUTLIVES = timedelta(days=730)  # an old mail must still lead to the end of it, and to one's own data


def issue(*, invitation: Invitation, purposes: Iterable[str], expires_at: datetime) -> None:
    """Make the links of an invitation valid; those that are valid already stay as they are."""
    issue_all(invitations=[invitation], purposes=purposes, expires_at=expires_at)


def issue_all(
    *, invitations: Sequence[Invitation], purposes: Iterable[str], expires_at: datetime | None = None
) -> None:
    """Make the links of many invitations valid in one statement, each until its invitation expires.

    Unsubscribing and one's own data stay reachable for two years more. After a rotation of the secret key
    the same call adds links under the new key; the old ones live on by their stored hash.
    """
    key = tokens.key_id()
    Token.objects.bulk_create(
        [
            Token(
                invitation=invitation,
                purpose=purpose,
                key_id=key,
                hash=tokens.hash_of(tokens.text(purpose, invitation.uuid)),
                expires_at=_end(purpose, expires_at or invitation.expires_at),
            )
            for invitation in invitations
            for purpose in purposes
        ],
        ignore_conflicts=True,
    )


def _end(purpose: str, expires_at: datetime) -> datetime:
    return expires_at if purpose == TokenPurpose.ANSWER else expires_at + OUTLIVES
