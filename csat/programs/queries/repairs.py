"""Contacts to repair: orders that nobody can be asked about, and people who cannot be reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from csat.customers.models import Account, Contact, Deal, DealContact, DealStage
from csat.programs.eligibility import REMEMBERED_DAYS, Reason
from csat.programs.models import Decision, Program, ProgramKind, ProgramState

REPAIRABLE = (Reason.NO_EMAIL, Reason.NO_LEGAL_BASIS)


@dataclass(frozen=True)
class OrderToRepair:
    deal: Deal
    account: Account


@dataclass(frozen=True)
class ContactToRepair:
    contact: Contact
    account: Account
    reason: str
    words: dict[str, str]


def orders_without_contact(
    *, now: datetime, accounts: QuerySet[Account] | None = None
) -> list[OrderToRepair]:
    """Delivered orders, still fresh, that name no contact of their client while a post-sale rule runs.

    The newest first.
    """
    starts = Program.objects.filter(kind=ProgramKind.POST_SALE, state=ProgramState.RUNNING)
    if (first := starts.order_by("starts_on").values_list("starts_on", flat=True).first()) is None:
        return []
    since = max(first, (now - timedelta(days=REMEMBERED_DAYS)).date())
    deals = Deal.objects.filter(stage=DealStage.DELIVERED, delivered_on__gte=since).exclude(
        Exists(DealContact.objects.filter(deal=OuterRef("id"), contact__account=OuterRef("account")))
    )
    if accounts is not None:
        deals = deals.filter(account__in=accounts.values("id"))
    rows = deals.select_related("account").order_by("-delivered_on", "-id")
    return [OrderToRepair(deal, deal.account) for deal in rows]


def contacts_to_repair(*, now: datetime, accounts: QuerySet[Account] | None = None) -> list[ContactToRepair]:
    """People lately not asked for want of an address or basis, or who left; each once, newest first."""
    since = now - timedelta(days=REMEMBERED_DAYS)
    is_repairable = Q(reason__in=REPAIRABLE) | Q(reason=Reason.LEFT, contact__left_on__gte=since.date())
    decisions = Decision.objects.filter(is_repairable, decided_at__gte=since)
    if accounts is not None:
        decisions = decisions.filter(contact__account__in=accounts.values("id"))
    rows = decisions.select_related("contact__account").order_by("contact_id", "-decided_at")
    found = sorted(rows.distinct("contact_id"), key=lambda row: row.decided_at, reverse=True)
    return [ContactToRepair(row.contact, row.contact.account, row.reason, row.words) for row in found]
