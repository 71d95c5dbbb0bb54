"""By which channel and address a rule reaches its contacts, and which mailboxes are theirs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from csat.customers.models import Contact, ContactAddress
from csat.programs.models import Program
from surveys.actions import suppressing
from surveys.channels.addresses import EMAIL, spelled
from surveys.channels.senders.interface import WrongAddress
from surveys.models import Suppression

BOUNCED = "bounced"


@dataclass(frozen=True)
class Reach:
    """The first of the rule's channels that reaches a contact; no channel: none does."""

    channel: str
    address: str
    is_suppressed: bool
    mailboxes: tuple[str, ...]  # all of the person's, in lower case: what one gets, all have got


def reaches(program: Program, contacts: Mapping[int, Contact]) -> dict[int, Reach]:
    """Contact id -> how the rule reaches them: three statements.

    An address that takes no mail is passed over for the next channel; an opt-out on any of a person's
    addresses holds for all of them.
    """
    others: dict[int, dict[str, str]] = defaultdict(dict)
    for row in ContactAddress.objects.filter(contact_id__in=list(contacts)):
        others[row.contact_id][row.channel] = row.address
    known = {key: _addresses(contact, others[key]) for key, contact in contacts.items()}
    refused = _suppressed(
        {address for each in known.values() for address in each.values()}, kind=program.survey.kind
    )
    return {key: _reach(program.channels, addresses, refused) for key, addresses in known.items()}


def _addresses(contact: Contact, others: Mapping[str, str]) -> dict[str, str]:
    """Channel -> address in its one spelling; what no channel could write to is left out."""
    written = {**others, EMAIL: (contact.email or "").strip().lower()}
    found = {}
    for channel, address in written.items():
        with suppress(WrongAddress):
            found[channel] = spelled(address, channel)
    return found


def _reach(channels: Sequence[str], addresses: Mapping[str, str], refused: Mapping[str, bool]) -> Reach:
    mailboxes = tuple(sorted({address.lower() for address in addresses.values()}))
    open_ones = [(channel, addresses[channel]) for channel in channels if channel in addresses]
    has_opted_out = any(refused.get(address) is False for address in addresses.values())
    alive = [found for found in open_ones if found[1] not in refused]
    channel, address = next(iter(alive or open_ones), ("", ""))
    return Reach(channel, address, bool(address) and (has_opted_out or not alive), mailboxes)


def _suppressed(addresses: set[str], *, kind: str) -> dict[str, bool]:
    """Address -> whether it merely takes no mail; False: its owner wants no surveys of this kind, or none."""
    keys = {key: address for address in addresses for key in suppressing.hmacs_of(address)}
    rows = Suppression.objects.filter(address_hmac__in=list(keys), kind__in=["", kind], lifted_at=None)
    found: dict[str, bool] = {}
    for hmac, reason in rows.values_list("address_hmac", "reason"):
        address = keys[hmac]
        found[address] = reason == BOUNCED and found.get(address, True)
    return found
