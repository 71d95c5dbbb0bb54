"""What somebody is asked about, as words can be made of it: an order, a round, an event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from csat.programs.models import Touchpoint, Wave
from csat.programs.queries.due import Ask
from csat.programs.queries.due.asking import month_foreseen
from csat.programs.queries.standing import Standing


@dataclass(frozen=True)
class Occasion:
    """Exactly one of order (its reference), round (its month) and event (its name)."""

    order: str = ""
    month: date | None = None
    event: str = ""
    occurred_on: date | None = None
    after_days: int = 0


def occasion_of(row: Touchpoint) -> Occasion:
    """Of an invitation; its deal, wave and event must have been read with it."""
    return Occasion(
        order=row.deal.reference if row.deal else "",
        month=row.wave.month if row.wave else None,
        event=row.event.name if row.event else "",
        occurred_on=row.occurred_on,
        after_days=row.after_days,
    )


def occasion_of_ask(ask: Ask, facts: Standing, months: Mapping[int, date]) -> Occasion:
    """Of an ask that is only foreseen. `months`: of the rounds that were opened already, by id."""
    deal, event = facts.deals.get(ask.deal_id or 0), facts.events.get(ask.event_id or 0)
    return Occasion(
        order=deal.reference if deal else "",
        month=_month(ask.wave_id, months) if ask.wave_id else None,
        event=event.name if event else "",
        occurred_on=ask.occurred_on,
        after_days=ask.after_days,
    )


def months_of(asks: Iterable[Ask]) -> dict[int, date]:
    """Wave id -> month, of the rounds that were opened already."""
    ids = {ask.wave_id for ask in asks if ask.wave_id and ask.wave_id > 0}
    return dict(Wave.objects.filter(id__in=ids).values_list("id", "month")) if ids else {}


def _month(wave_id: int, months: Mapping[int, date]) -> date:
    return months[wave_id] if wave_id > 0 else month_foreseen(wave_id)
