"""What our own company agrees on."""

import re
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from csat.customers.models import Company
from surveys.errors import DomainError

HIGHEST = 100
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[\w-]{1,63})+")


class NoTarget(DomainError):
    """A target that no score can be held against."""

    code = "no_target"


class NoDomain(DomainError):
    """Something that is no name of a mail domain."""

    code = "no_domain"


@transaction.atomic
def set_target(*, points: int | None) -> Company:
    """Agree on the satisfaction that every client should reach; None: there is none.

    Raises NoTarget for what lies beyond the scale.
    """
    if points is not None and not 0 < points <= HIGHEST:
        raise NoTarget(_("A target lies between 1 and 100."), where="points")
    company, _is_new = Company.objects.select_for_update().get_or_create(id=1)
    company.csi_target = points
    company.save(update_fields=["csi_target"])
    return company


@transaction.atomic
def set_rules_of_asking(*, exclusions_need_approval: bool, own_domains: Collection[str]) -> Company:
    """Whether leaving somebody out needs a second person, and which mail domains are our own.

    Raises NoDomain for a name that is none.
    """
    domains = sorted({name.strip().lower().removeprefix("@") for name in own_domains} - {""})
    for name in domains:
        if not DOMAIN.fullmatch(name):
            raise NoDomain(
                _("“%(name)s” is no mail domain.") % {"name": name[:60]}, mend=_("Write it as acme.example.")
            )
    company, _is_new = Company.objects.select_for_update().get_or_create(id=1)
    company.exclusions_need_approval, company.own_domains = exclusions_need_approval, domains
    company.save(update_fields=["exclusions_need_approval", "own_domains"])
    return company
