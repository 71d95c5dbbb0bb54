"""Tells of orders lost, which we know ourselves from their stages."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from csat.customers import queries as customers
from csat.customers.models import DEAL_LOST, Deal, DealStage, Event

OWN_SOURCE = "barometer"


def tell_lost_deals(*, since: date, now: datetime) -> int:
    """Write an event for each order lost from `since` on that nobody has told as one; returns how many.

    An order that was lost, won after all, and lost again on another day is two events.
    """
    told = Event.objects.filter(name=DEAL_LOST, deal=OuterRef("id"))
    lost = Deal.objects.filter(stage=DealStage.LOST, closed_on__gte=since).exclude(
        Exists(told.filter(occurred_at__date__gte=OuterRef("closed_on")))
    )
    noon = time(12, tzinfo=ZoneInfo(customers.company().zone))
    made = Event.objects.bulk_create(
        (
            Event(
                name=DEAL_LOST,
                account_id=deal.account_id,
                deal=deal,
                source=OWN_SOURCE,
                external_id=f"{deal.uuid} {deal.closed_on}",
                occurred_at=datetime.combine(deal.closed_on, noon),
                received_at=now,
            )
            for deal in lost.iterator()
            if deal.closed_on
        ),
        ignore_conflicts=True,
    )
    return len(made)
