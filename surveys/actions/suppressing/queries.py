"""Which addresses are not written to, and why."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from surveys.actions.suppressing.keys import hmac_of, hmacs_of
from surveys.models import Invitation, Suppression, Survey


def suppressions(
    *,
    kind: str | None = None,
    reason: str = "",
    since: datetime | None = None,
    address: str = "",
    is_lifted: bool | None = False,
) -> QuerySet[Suppression]:
    """Rows of the list, the newest first; `is_lifted=None`: also those that count no more.

    Each row has `address` as an invitation still knows it, or None: the list itself holds a code only. `kind`
    of "" means the rows for every kind; None means all rows.
    """
    rows = Suppression.objects.select_related("created_by", "lifted_by").annotate(
        address=Subquery(_addresses())
    )
    if kind is not None:
        rows = rows.filter(kind=kind)
    if reason:
        rows = rows.filter(reason=reason)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    if address.strip():
        rows = rows.filter(address_hmac__in=hmacs_of(address))
    if is_lifted is not None:
        rows = rows.filter(lifted_at__isnull=not is_lifted)
    return rows.order_by("-created_at", "-id")


def standing_of(address: str) -> list[Suppression]:
    """What keeps us from writing to an address, the row for every kind first. Empty: nothing does."""
    rows = Suppression.objects.filter(address_hmac=hmac_of(address), lifted_at=None)
    return list(rows.select_related("created_by").order_by("kind"))


def known_kinds(also: Iterable[str] = ()) -> list[str]:
    """Kinds of surveys that this installation has, by the alphabet, with those `also` asked for."""
    return sorted({*Survey.objects.values_list("kind", flat=True), *also} - {""})


def address_of(suppression: Suppression) -> str:
    """The address that a row is about, while an invitation still knows it; else empty."""
    known = Invitation.objects.filter(address_hmac=suppression.address_hmac).exclude(address="")
    return known.order_by("-id").values_list("address", flat=True).first() or ""


def _addresses() -> QuerySet[Invitation, str]:
    known = Invitation.objects.filter(address_hmac=OuterRef("address_hmac")).exclude(address="")
    return known.order_by("-id").values_list("address", flat=True)[:1]
