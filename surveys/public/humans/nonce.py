"""The page's own nonce: proof that a form was fetched, for whom, which page and when (D11).

It stands in for Django's CSRF cookie: a personal link needs no session, so no page of ours sets a cookie,
and a foreign site that knows no link can forge nothing.
"""

from datetime import UTC, datetime

from django.core import signing

signer = signing.Signer(salt="surveys.public.nonce")


def make(subject: str, page: int, now: datetime) -> str:
    return signer.sign(f"{subject}.{page}.{int(now.timestamp() * 1000)}")


def opened_first(nonce: str, subject: str) -> datetime | None:
    """When a page of this subject was fetched, whichever it is; None where the nonce is forged."""
    made_for = nonce.split(":")[0].rpartition(".")[0]
    page = made_for.removeprefix(f"{subject}.")
    return opened_at(nonce, subject, int(page)) if page.isascii() and page.isdigit() else None


def opened_at(nonce: str, subject: str, page: int) -> datetime | None:
    """When the page was fetched, or None where the nonce is forged or another page's."""
    try:
        made_for, _, moment = signer.unsign(nonce).rpartition(".")
    except signing.BadSignature:
        return None
    if made_for != f"{subject}.{page}":
        return None
    return datetime.fromtimestamp(int(moment) / 1000, UTC)
