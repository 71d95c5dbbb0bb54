"""A contact to be decided about: on which day, about which occasion."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from csat.programs.models import Decision, Touchpoint


class Subject(NamedTuple):
    """One occasion: an order, a round, or an event so many days after it.

    A round that is only foreseen has no row yet: its id is less than 0, see `foreseen_round`.
    """

    deal_id: int | None = None
    wave_id: int | None = None
    event_id: int | None = None
    after_days: int = 0


@dataclass(frozen=True)
class Ask:
    """A contact to be decided about, on a day, about one occasion."""

    contact_id: int
    account_id: int
    send_on: date
    deal_id: int | None = None
    wave_id: int | None = None
    event_id: int | None = None
    after_days: int = 0
    occurred_on: date | None = None  # None: the day of sending
    remembered_until: date | None = None  # None: the occasion does not age
    is_drawn: bool = True
    is_sampled: bool = True

    @property
    def subject(self) -> Subject:
        return Subject(self.deal_id, self.wave_id, self.event_id, self.after_days)


def foreseen_round(month: date) -> int:
    """Stands for the id of a round that nobody has opened yet."""
    return -(month.year * 12 + month.month)


def month_foreseen(wave_id: int) -> date:
    """The month of a round for which `foreseen_round` stands."""
    year, month = divmod(-wave_id - 1, 12)
    return date(year, month + 1, 1)


def subject_of(row: Decision | Touchpoint) -> Subject:
    return Subject(row.deal_id, row.wave_id, row.event_id, row.after_days)


def about(asks: Iterable[Ask]) -> Q:
    """Rows of decisions and touchpoints about one of the asks' occasions."""
    asks = list(asks)
    return (
        _any_of("deal_id", {ask.deal_id for ask in asks})
        | _any_of("wave_id", {ask.wave_id for ask in asks})
        | _any_of("event_id", {ask.event_id for ask in asks})
    )


def _any_of(name: str, ids: Collection[int | None]) -> Q:
    return Q(**{f"{name}__in": [key for key in ids if key]})
