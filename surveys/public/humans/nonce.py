"""The page's own nonce: proof that a form was fetched, for whom, which page and when (D11).

It stands in for Django's CSRF cookie: a personal link needs no session, so no page of ours sets a cookie,
and a foreign site that knows no link can forge nothing.
"""

from datetime import UTC, datetime

from django.core import signing

from surveys.models import Invitation

signer = signing.Signer(salt="surveys.public.nonce")


def make(invitation: Invitation, page: int, now: datetime) -> str:
    return signer.sign(f"{_subject(invitation, page)}.{int(now.timestamp() * 1000)}")


def opened_at(nonce: str, invitation: Invitation, page: int) -> datetime | None:
    """When the page was fetched, or None where the nonce is forged or another page's."""
    try:
        subject, _, moment = signer.unsign(nonce).rpartition(".")
    except signing.BadSignature:
        return None
    if subject != _subject(invitation, page):
        return None
    return datetime.fromtimestamp(int(moment) / 1000, UTC)


def _subject(invitation: Invitation, page: int) -> str:
    return f"{invitation.uuid.hex}.{page}"
