"""By when a case must be taken up, the client called and the next step done. Business time, pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csat.cases import states
from surveys.calendar import business_hours

ACKNOWLEDGE_HOURS = 4
CALL_BUSINESS_DAYS = 1
ACKNOWLEDGE, CALL, STEP = "acknowledge", "call", "step"


@dataclass(frozen=True)
class WorkingTime:
    """Our company's zone, country and hours."""

    zone: str
    country: str
    opens: time
    closes: time

    @property
    def hours_a_day(self) -> float:
        spans = (timedelta(hours=t.hour, minutes=t.minute) for t in (self.opens, self.closes))
        start, end = spans
        return (end - start) / timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """What is due next, and when."""

    what: str
    at: datetime


def promised(opened_at: datetime, work: WorkingTime) -> tuple[datetime, datetime]:
    """Take it up within 4 business hours, call within one business day: the hours that one day has."""
    acknowledge, call = (
        business_hours.add(
            opened_at, hours, zone=work.zone, opens=work.opens, closes=work.closes, country=work.country
        )
        for hours in (ACKNOWLEDGE_HOURS, CALL_BUSINESS_DAYS * work.hours_a_day)
    )
    return acknowledge, call


def due(
    state: str,
    *,
    acknowledge_due_at: datetime,
    due_at: datetime,
    next_step_on: date | None,
    work: WorkingTime,
) -> Due | None:
    """What is due next on a case; None when it is closed.

    Until somebody took it up: that. Then the call; once a next step is planned, the end of its day.
    """
    if state == states.CLOSED:
        return None
    if state == states.OPEN:
        return Due(ACKNOWLEDGE, acknowledge_due_at)
    if next_step_on is None:
        return Due(CALL, due_at)
    return Due(STEP, datetime.combine(next_step_on, work.closes, ZoneInfo(work.zone)))
