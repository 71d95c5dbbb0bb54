"""Takes in what happened at clients, as other systems tell it: told twice it is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from csat.customers import queries as customers
from csat.customers.models import DEAL_LOST, Deal, DealStage, Event
from surveys.errors import DomainError

OWN_SOURCE = "barometer"  # of what we know ourselves


@dataclass(frozen=True)
class EventReport:
    """What came of it; with errors (row number from 0 -> what is wrong) nothing was written."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0  # a newer word of the same source was known: left as it is
    errors: Mapping[int, Sequence[DomainError]] = field(default_factory=dict)


def record_events(*, rows: Sequence[Mapping[str, Any]], source: str, by: Any, now: datetime) -> EventReport:
    """Create or update events by (source, external_id), all or nothing.

    A row: external_id, name, occurred_at (ISO 8601 with a zone, or aware datetime), account (its external id in
    the source, or uuid), and where known contact, deal (the same), facts (an object of texts and numbers),
    source_time (when the source wrote it: an older one never overwrites a newer).
    """
    raise NotImplementedError


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
