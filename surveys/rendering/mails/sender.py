"""Whose address stands in From: always one of our own domains, so that DMARC does not throw the mail away."""

from typing import NamedTuple

from django.conf import settings

from surveys.models import Brand


class SenderLines(NamedTuple):
    """The addresses of From and of Reply-To; the name before them is the sender's in any case."""

    from_address: str
    reply_to: str


def sender_lines(name: str, address: str, brand: Brand) -> SenderLines:
    """A person may write from their own address only if its domain is one that the company sends from.

    Otherwise their name stands before the company's address, and replies go to them. Without a name or an
    address (a neutral sender, a manager without mail) it is the company that writes and reads.
    """
    domain = domain_of(address) if "@" in address else ""
    if not name.strip() or not domain:
        return SenderLines(brand.sender_address, brand.reply_to_address)
    if domain in own_domains(brand):
        return SenderLines(address, address)
    return SenderLines(brand.sender_address, address)


def own_domains(brand: Brand) -> frozenset[str]:
    """Domains that receivers take from us: the company's sending address, and the one that we sign for."""
    signed = getattr(settings, "DKIM_DOMAIN", "")
    return frozenset(filter(None, (domain_of(brand.sender_address), _plain(signed))))


def domain_of(address: str) -> str:
    """The domain as it goes over the wire, in lower case; empty for one that cannot be written there."""
    return _plain(address.strip().rpartition("@")[2])


def _plain(domain: str) -> str:
    domain = domain.strip().rstrip(".").lower()
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return ""
