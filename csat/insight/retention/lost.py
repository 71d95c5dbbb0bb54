"""When is an account lost? The one rule behind every figure of retention, from monthly revenue."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

MIN_SILENT_MONTHS, SEASONAL_SILENT_MONTHS = 3, 12


@dataclass(frozen=True)
class Spell:
    """A time as a client: from the month of the first purchase to the month it was lost, or the last known.

    Months are column indices. `end` is the month by whose end the rule called the account lost (`is_lost`), or
    the last month with figures.
    """

    start: int
    end: int
    is_lost: bool


@dataclass(frozen=True)
class Standing:
    """One account at the end of the figures.

    `verdict`: "active"; "late" (silent for longer than its usual gap, not lost yet); "lost" by the rule;
    "closed" by hand; "never_bought"; "no_figures". `usual_gap_months` is None below two months with
    purchases; `allowed_months` is how long it may be silent before it is lost. `lost_month` is the column at
    whose end it was lost, for "lost" and "closed" only. `spells` in order; a lost account that buys again
    starts a new one.
    """

    verdict: str
    last_purchase_month: int | None
    silent_months: int | None
    usual_gap_months: float | None
    allowed_months: int
    is_seasonal: bool
    lost_month: int | None
    spells: tuple[Spell, ...]

    @property
    def is_lost(self) -> bool:
        return self.verdict in ("lost", "closed")


def lost(
    *, revenue: ArrayLike, closed_month: ArrayLike | None = None, is_seasonal: ArrayLike | None = None
) -> tuple[Standing, ...]:
    """Standing of each account: lost after twice its usual gap between purchases, or closed by hand.

    `revenue` (accounts, months): NaN = not known (before the account existed, or not loaded yet); a purchase
    is a month above 0. `closed_month` (accounts,): column in which it was closed by hand, NaN = open.
    `is_seasonal` (accounts,): 1 yes, 0 no, NaN = find out.
    """
    raise NotImplementedError
