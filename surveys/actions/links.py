"""Makes personal links valid, and again under a new secret key (D9)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from surveys import tokens
from surveys.jobs import copying
from surveys.models import Invitation, Token, TokenPurpose

COLUMNS = ("invitation_id", "purpose", "key_id", "hash", "expires_at")
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
    Token.objects.bulk_create(
        [Token(**dict(zip(COLUMNS, row, strict=True))) for row in _rows(invitations, purposes, expires_at)],
        ignore_conflicts=True,
    )


def issue_new(*, invitations: Sequence[Invitation], purposes: Iterable[str]) -> None:
    """The same for invitations that have no links yet, at a fraction of the cost."""
    copying.copy(Token, COLUMNS, list(_rows(invitations, purposes, None)))


def _rows(
    invitations: Sequence[Invitation], purposes: Iterable[str], expires_at: datetime | None
) -> Iterator[tuple[Any, ...]]:
    key, wanted = tokens.key_id(), [str(purpose) for purpose in purposes]
    for invitation in invitations:
        for purpose in wanted:
            digest = tokens.hash_of(tokens.text(purpose, invitation.uuid))
            yield invitation.pk, purpose, key, digest, _end(purpose, expires_at or invitation.expires_at)


def _end(purpose: str, expires_at: datetime) -> datetime:
    return expires_at if purpose == TokenPurpose.ANSWER else expires_at + OUTLIVES
