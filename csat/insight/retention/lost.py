"""When is an account lost? The one rule behind every figure of retention, from monthly revenue."""

from dataclasses import dataclass
from math import ceil, isnan

import numpy as np
from numpy.typing import ArrayLike, NDArray

MIN_SILENT_MONTHS, SEASONAL_SILENT_MONTHS = 3, 12
# One purchase tells no rhythm: such an account is waited for as long as a seasonal one.
UNKNOWN_RHYTHM_MONTHS = 12
USUAL_GAPS = 2
OFF_SEASON_MONTHS, MIN_SEASONAL_PURCHASES = 4, 3

Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Spell:
    """A time as a client, in column indices: first purchase to the month it was lost, or the last known.

    With `is_lost`, `end` is the month by whose end the rule (or a hand) called the account lost.
    """

    start: int
    end: int
    is_lost: bool


@dataclass(frozen=True)
class Standing:
    """One account at the end of the figures.

    `verdict`: "active"; "late" (silent for its usual gap or longer, not lost yet); "lost" by the rule;
    "closed" by hand; "never_bought"; "no_figures". `usual_gap_months` is None below two months with
    purchases; `allowed_months` without a purchase make it lost. `lost_month` is the column at whose end it
    was lost, for "lost" and "closed" only. `spells` in order; an account that returns starts a new one.
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

    `revenue` (accounts, months), any currency: a month above 0 is a month with a purchase, one at or below 0
    (credit notes) is not; NaN = not known (before the account existed, or not loaded), and such a month is
    skipped: it neither is silence nor stretches a gap. `closed_month` (accounts,): column in which it was
    closed by hand (cut to the columns), NaN = open; later purchases don't reopen it. `is_seasonal`
    (accounts,): 1 yes, 0 no, NaN = find out.

    Returns one standing an account, in order. Raises ValueError for arrays that don't fit each other.
    Too little data is a verdict: "no_figures", "never_bought"; with one purchase month the rhythm is unknown
    and 12 months are allowed.

    Usual gap = median gap between months with purchases, over the whole history. Allowed silence =
    max(3, 2 x usual gap) months, at least 12 for a seasonal buyer: one with 3 or more purchases spread over
    more than a year that never bought in some 4 consecutive calendar months. Source: definition of the
    product (experience.md, default 11); there is no reference implementation.
    """
    rows = np.asarray(revenue, dtype=float)
    if rows.ndim != 2:
        raise ValueError("revenue is accounts x months")
    closed, seasonal = (_by_account(given, len(rows)) for given in (closed_month, is_seasonal))
    return tuple(
        _standing(row, closed=by_hand, is_seasonal=season)
        for row, by_hand, season in zip(rows, closed.tolist(), seasonal.tolist(), strict=True)
    )


def _by_account(given: ArrayLike | None, accounts: int) -> NDArray[np.float64]:
    found = np.full(accounts, np.nan) if given is None else np.asarray(given, dtype=float)
    if found.shape != (accounts,):
        raise ValueError("closed_month and is_seasonal have one entry an account")
    return found


def _standing(row: NDArray[np.float64], *, closed: float, is_seasonal: float) -> Standing:
    known = np.flatnonzero(~np.isnan(row))
    bought = np.flatnonzero(row[known] > 0)
    gaps = np.diff(bought)
    usual = float(np.median(gaps)) if gaps.size else None
    has_seasons = _has_seasons(known[bought]) if isnan(is_seasonal) else is_seasonal == 1
    allowed = _allowed(usual, has_seasons)
    spells = _spells(known, bought, allowed)
    silent = len(known) - 1 - int(bought[-1]) if bought.size else None
    if not isnan(closed):
        spells = _closed(spells, int(np.clip(closed, 0, len(row) - 1)))
    end = spells[-1] if spells else None
    return Standing(
        verdict="closed" if not isnan(closed) else _verdict(known, end, silent=silent, usual=usual),
        last_purchase_month=int(known[bought[-1]]) if bought.size else None,
        silent_months=silent,
        usual_gap_months=usual,
        allowed_months=allowed,
        is_seasonal=has_seasons,
        lost_month=end.end if end and end.is_lost else None,
        spells=spells,
    )


def _allowed(usual: float | None, is_seasonal: bool) -> int:
    if usual is None:
        return UNKNOWN_RHYTHM_MONTHS
    return max(SEASONAL_SILENT_MONTHS if is_seasonal else MIN_SILENT_MONTHS, ceil(USUAL_GAPS * usual))


def _has_seasons(bought: Whole) -> bool:
    """Whether some months of the calendar never saw a purchase, though more than a year was bought in."""
    if bought.size < MIN_SEASONAL_PURCHASES or bought[-1] - bought[0] < 12:
        return False
    places = np.unique(bought % 12)
    free = np.diff(np.append(places, places[0] + 12)) - 1
    return bool(free.max() >= OFF_SEASON_MONTHS)


def _spells(known: Whole, bought: Whole, allowed: int) -> tuple[Spell, ...]:
    if not bought.size:
        return ()
    breaks = np.flatnonzero(np.diff(bought) > allowed)
    starts = bought[np.concatenate(([0], breaks + 1))]
    lasts = bought[np.append(breaks, bought.size - 1)]
    spells = []
    for start, last in zip(starts.tolist(), lasts.tolist(), strict=True):
        is_lost = last + allowed <= len(known) - 1
        end = last + allowed if is_lost else len(known) - 1
        spells.append(Spell(start=int(known[start]), end=int(known[end]), is_lost=is_lost))
    return tuple(spells)


def _closed(spells: tuple[Spell, ...], month: int) -> tuple[Spell, ...]:
    """Spells as they stand once a hand closed the account in `month`: nothing after it counts."""
    before = tuple(spell for spell in spells if spell.start <= month)
    if not before or (before[-1].is_lost and before[-1].end <= month):
        return before
    return (*before[:-1], Spell(start=before[-1].start, end=month, is_lost=True))


def _verdict(known: Whole, last: Spell | None, *, silent: int | None, usual: float | None) -> str:
    if last is None or silent is None:
        return "never_bought" if known.size else "no_figures"
    if last.is_lost:
        return "lost"
    return "late" if silent and silent >= (usual or UNKNOWN_RHYTHM_MONTHS) else "active"
