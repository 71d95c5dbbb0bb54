"""What our own company agrees on."""

from django.db import transaction
from django.utils.translation import gettext as _

from csat.customers.models import Company
from surveys.errors import DomainError

HIGHEST = 100


class NoTarget(DomainError):
    """A target that no score can be held against."""

    code = "no_target"


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
