"""The demo's calendar: 36 whole months, the open month of the anchor day, and business days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays
import numpy as np

WHOLE_MONTHS = 36
OPEN_MONTH = WHOLE_MONTHS  # index of the anchor's own month
MONTHS = WHOLE_MONTHS + 1
PLANNED_AHEAD = 3


@dataclass(frozen=True)
class Timeline:
    """Months are counted from 0; `anchor` is today in the story, of which nothing has happened yet."""

    anchor: date

    @property
    def midnight(self) -> datetime:
        """All of the demo's history lies before this moment."""
        return datetime.combine(self.anchor, time(), tzinfo=UTC)

    @property
    def start(self) -> date:
        return self.month(0)

    def month(self, index: int) -> date:
        """First day of a month; indexes beyond the open month lie ahead."""
        count = self.anchor.year * 12 + self.anchor.month - 1 - OPEN_MONTH + index
        return date(count // 12, count % 12 + 1, 1)

    def index(self, day: date) -> int:
        return (day.year - self.anchor.year) * 12 + day.month - self.anchor.month + OPEN_MONTH

    def last_closed_quarter(self) -> int:
        """Index of the first month of the last calendar quarter that is over."""
        return OPEN_MONTH - 3 - (self.anchor.month - 1) % 3

    def open_share(self) -> float:
        """How much of the anchor's month has passed."""
        length = (self.month(OPEN_MONTH + 1) - self.month(OPEN_MONTH)).days
        return (self.anchor.day - 1) / length

    def business_days_after(self, days: np.ndarray, count: int = 0) -> np.ndarray:
        """`count` business days after each day (0: the day itself or the next business day)."""
        return np.busday_offset(
            days.astype("datetime64[D]"), count, roll="forward", holidays=_holidays(self.anchor.year)
        )

    def next_business_day(self) -> date:
        tomorrow = np.array([self.anchor + timedelta(days=1)], dtype="datetime64[D]")
        return self.business_days_after(tomorrow)[0].astype(date)


@lru_cache(maxsize=4)
def _holidays(year: int) -> np.ndarray:
    """Public holidays here and at most clients, over the story's years."""
    years = range(year - 4, year + 2)
    days = {d for country in ("DE", "RU") for d in holidays.country_holidays(country, years=years)}
    return np.array(sorted(days), dtype="datetime64[D]")
