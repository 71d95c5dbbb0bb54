"""Who somebody is to us: all contacts and invitations that belong to one mailbox."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from csat.customers.models import Contact
from csat.programs.models import Touchpoint
from surveys.models import Invitation


@dataclass(frozen=True)
class Person:
    """Whoever reads the mailbox: one person in two companies counts once."""

    addresses: frozenset[str]
    contacts: tuple[Contact, ...]
    invitations: QuerySet[Invitation]

    @property
    def is_known(self) -> bool:
        return bool(self.contacts) or self.invitations.exists()


def of_invitation(invitation: Invitation) -> Person:
    """Whom we wrote to: the contact of that occasion, and all that has the same address, then or now."""
    mine = Contact.objects.filter(touchpoints__invitation=invitation)
    return _person({invitation.address, *mine.exclude(email=None).values_list("email", flat=True)}, mine)


def at_address(address: str) -> Person:
    return _person({address}, Contact.objects.none())


def _person(addresses: set[str | None], contacts: QuerySet[Contact]) -> Person:
    known = frozenset(address.strip().casefold() for address in addresses if address)
    ids = {*contacts.values_list("id", flat=True)}
    ids |= {*Contact.objects.filter(_any("email", known)).values_list("id", flat=True)}
    about = Touchpoint.objects.filter(contact__in=ids).values("invitation")
    return Person(
        addresses=known,
        contacts=tuple(Contact.objects.filter(id__in=ids).select_related("account").order_by("id")),
        invitations=Invitation.objects.filter(Q(id__in=about) | _any("address", known)),
    )


def _any(field: str, addresses: frozenset[str]) -> Q:
    """Case makes no difference in an address."""
    nobody = Q(pk__in=())
    return reduce(or_, (Q(**{f"{field}__iexact": address}) for address in addresses), nobody)
