"""Is this address one of ours? By our domains, or by that of somebody who works here."""

from dataclasses import dataclass

# Where everybody may have a mailbox: a sender there makes no address of that domain ours.
OPEN_TO_ALL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"),
        *("icloud.com", "me.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de"),
        *("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "yandex.ru", "yandex.com", "ya.ru"),
        *("rambler.ru", "proton.me", "protonmail.com", "zoho.com", "mail.com", "fastmail.com", "qq.com"),
        *("163.com", "126.com", "naver.com", "seznam.cz", "wp.pl", "orange.fr", "laposte.net", "libero.it"),
    }
)


@dataclass(frozen=True)
class Ours:
    """In lower case: domains without the sign, addresses whole."""

    domains: frozenset[str]
    addresses: frozenset[str]


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def is_ours(address: str, ours: Ours) -> bool:
    """Whether an address belongs to us; a host below a domain of ours does as well."""
    if address.strip().lower() in ours.addresses:
        return True
    labels = domain_of(address).split(".")
    hosts = (".".join(labels[first:]) for first in range(len(labels)))
    return any(host in ours.domains and host not in OPEN_TO_ALL for host in hosts)
