"""What rules may ask about an order and a contact, beside their own columns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from csat.customers.models import Deal, Rate
from csat.programs.eligibility import YEAR
from csat.programs.models import Touchpoint
from surveys.definition.questionnaire import MeasureKind
from surveys.rendering import published

NO_DAY = date.min


@dataclass(frozen=True)
class Worth:
    """An order's amount, in the base currency where there is a rate for it."""

    amount: Decimal
    currency: str


def worths(deals: Iterable[Deal], *, base_currency: str) -> dict[int, Worth]:
    """Deal id -> what it is worth, by the latest rate up to its day; without one as it was agreed."""
    wanted = list(deals)
    currencies = {deal.currency for deal in wanted} - {base_currency}
    rates = list(Rate.objects.filter(currency__in=currencies).order_by("month")) if currencies else []
    return {deal.pk: _worth(deal, rates, base_currency) for deal in wanted}


def _worth(deal: Deal, rates: Collection[Rate], base_currency: str) -> Worth:
    day = deal.delivered_on or deal.closed_on or NO_DAY
    known = [rate.rate for rate in rates if rate.currency == deal.currency and rate.month <= day]
    if deal.currency == base_currency or not known:
        return Worth(deal.amount, deal.currency)
    return Worth(deal.amount * known[-1], base_currency)


def said_what_matters(contact_ids: Collection[int], *, now: datetime) -> frozenset[int]:
    """Those of the contacts who named what matters to them within a year: they need not do it again."""
    rows = Touchpoint.objects.filter(
        contact_id__in=contact_ids, invitation__response__submitted_at__gt=now - YEAR
    ).values_list("contact_id", "invitation__response__version", "invitation__response__answers")
    return frozenset(
        contact
        for contact, version, answers in rows
        if any(
            question.key in answers
            for question in published.questionnaire(version).measured(MeasureKind.IMPORTANCE)
        )
    )
