"""Takes the answer of somebody who came through a collector: as an invitation's, within its limits."""

from datetime import datetime
from typing import Any

from django.db import transaction

from surveys.actions import answering
from surveys.actions.answering import Receipt, Ticket
from surveys.actions.collecting.counting import Kind
from surveys.errors import DomainError
from surveys.models import Collector, CollectorDay, Response


class Full(DomainError):
    """As many have answered as were wanted."""

    code = "full"


def submit(*, ticket: Ticket, now: datetime, **given: Any) -> Receipt:
    """Store a complete answer once for the ticket; `given` is what answering.submit takes.

    Raises Full where the wanted number was reached meanwhile, and answering's errors.
    """
    with transaction.atomic():
        make_room(collector_id=ticket.collector_id)
        return answering.submit(asked=ticket, now=now, **given)


def make_room(*, collector_id: int) -> None:
    """Let one more in, in turn with others where their number is limited. Raises Full."""
    most = Collector.objects.filter(pk=collector_id).values_list("most_answers", flat=True).get()
    if most is None:
        return
    # The row's lock: of two who take the last place at once, the second counts after the first's commit.
    Collector.objects.select_for_update().get(pk=collector_id)
    if answered(collector_id=collector_id) >= most:
        raise Full("As many have answered as were wanted.")


def answered(*, collector_id: int) -> int:
    """How many answers came through the collector, with and without names."""
    named = Response.objects.filter(collector_id=collector_id, submitted_at__isnull=False).count()
    days = CollectorDay.objects.filter(collector_id=collector_id, kind=Kind.ANONYMOUS)
    return named + sum(days.values_list("hits", flat=True))
