"""Clients by quarter: what was known of each when a quarter began, and whether it was lost in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.pooling.account_means import account_means
from csat.insight.retention.covariates import Covariates
from csat.insight.retention.lost import Standing, lost
from csat.insight.verdict import TooLittle

QUARTER, YEAR = 3, 12
CONTRACTED_SHARE = 0.2

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """k accounts x m months, as read from the data; a frozen dataclass of arrays, so that it can be stored.

    `months` (m,) numbers of consecutive months. `revenue` (k, m) minor units, NaN unknown. `closed_month`
    (k,) the column in which an account was closed by hand, NaN open. `answer_*` (n,) one element an answer:
    row of the account, month, points of 100. `asked_*` (i,) one an invitation that reached somebody.
    """

    account_ids: Ids
    months: Ids
    revenue: Floats
    closed_month: Floats
    answer_rows: Ids
    answer_months: Ids
    answer_points: Floats
    asked_rows: Ids
    asked_months: Ids

    def before(self, months: int) -> "History":
        """As it stood `months` before its end: nothing that came later is in it."""
        end = int(self.months[-1]) + 1 - months
        heard, asked = self.answer_months < end, self.asked_months < end
        closed = np.where(self.closed_month < len(self.months) - months, self.closed_month, np.nan)
        return History(
            account_ids=self.account_ids,
            months=self.months[: len(self.months) - months],
            revenue=self.revenue[:, : len(self.months) - months],
            closed_month=closed,
            answer_rows=self.answer_rows[heard],
            answer_months=self.answer_months[heard],
            answer_points=self.answer_points[heard],
            asked_rows=self.asked_rows[asked],
            asked_months=self.asked_months[asked],
        )


@dataclass(frozen=True)
class Quarters:
    """`starts` (q,) columns in which the quarters begin, the last ends with the months.

    `is_lost`, `is_contracted` (k, q): 1, 0, NaN where not a client at the start. Contracted: the year's
    revenue has come to lie a fifth below that of the year before; NaN where it did already, where the account
    was lost, or where two years are not known. `contracted_shares` (k, q): the part that went then, else 0.
    """

    standings: tuple[Standing, ...]
    starts: Ids
    known: Covariates
    is_lost: Floats
    is_contracted: Floats
    contracted_shares: Floats


def quarters(history: History) -> Quarters:
    """Each quarter with what was known at its start, never later; counted back from the last month."""
    standings = lost(revenue=history.revenue, closed_month=history.closed_month)
    width = len(history.months)
    starts = np.arange(width - QUARTER, YEAR - 1, -QUARTER, dtype=np.int64)[::-1]
    is_client = np.array([[_is_client(one, int(s)) for s in starts] for one in standings], dtype=bool)
    is_client = is_client.reshape(len(standings), len(starts))
    is_lost = np.array([[_is_lost(one, int(s)) for s in starts] for one in standings], dtype=float)
    is_lost = np.where(is_client, is_lost.reshape(is_client.shape), np.nan)
    contracted, shares = _contractions(history.revenue, starts, is_client & (is_lost == 0))
    columns = [known_at(history, standings, int(start)) for start in starts]
    return Quarters(
        standings=standings,
        starts=starts,
        known=_stacked(columns, len(standings)),
        is_lost=is_lost,
        is_contracted=contracted,
        contracted_shares=shares,
    )


def known_at(history: History, standings: tuple[Standing, ...], column: int) -> Covariates:
    """What is known of each account (k,) when the month with this column begins."""
    month = int(history.months[0]) + column
    since = (history.answer_months < month) & (history.answer_months >= month - YEAR)
    rows = history.answer_rows[since]
    points = history.answer_points[since]
    asked = (history.asked_months < month) & (history.asked_months >= month - YEAR)
    k = len(history.account_ids)
    was_asked = np.bincount(history.asked_rows[asked], minlength=k) > 0
    heard = np.bincount(rows, minlength=k) > 0
    year = history.revenue[:, max(0, column - YEAR) : column]
    money = np.nansum(np.maximum(year, 0), axis=1) if year.size else np.zeros(k)
    begun = np.array([_begun(one, column) for one in standings], dtype=float)
    return Covariates(
        satisfaction=_shrunk(rows, points, k),
        is_silent=(was_asked & ~heard).astype(float),
        tenure_months=np.maximum(column - begun, 0),
        log_revenue=np.log(np.maximum(money, 1.0)),
    )


def clients_at(standings: tuple[Standing, ...], column: int) -> NDArray[np.bool_]:
    """Who is a client when the month with this column begins; `column` = m asks for today."""
    return np.array([_is_client(one, column) for one in standings], dtype=bool)


def year_before(history: History, column: int) -> Floats:
    """Revenue (k,) of the twelve months before a column; months not known count as nothing."""
    return np.asarray(np.nansum(history.revenue[:, max(0, column - YEAR) : column], axis=1))


def _shrunk(rows: Ids, points: Floats, k: int) -> Floats:
    """Partially pooled satisfaction of the accounts heard; plain means where there is too little to pool."""
    found = np.full(k, np.nan)
    heard, places = np.unique(rows, return_inverse=True)
    if not heard.size:
        return found
    sums, counts = np.bincount(places, weights=points), np.bincount(places)
    pooled = account_means(sums=sums, counts=counts, squares=np.bincount(places, weights=points**2))
    if pooled is None or isinstance(pooled, TooLittle):
        found[heard] = sums / counts
    else:
        found[heard] = [one.estimate for one in pooled.estimates]
    return found


def _is_client(standing: Standing, column: int) -> bool:
    return any(
        one.start < column and (one.end >= column or (not one.is_lost and one.end == column - 1))
        for one in standing.spells
    )


def _is_lost(standing: Standing, column: int) -> bool:
    return any(one.is_lost and column <= one.end < column + QUARTER for one in standing.spells)


def _begun(standing: Standing, column: int) -> int:
    starts = [one.start for one in standing.spells if one.start < column]
    return starts[-1] if starts else column


def _contractions(revenue: Floats, starts: Ids, stays: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Whole years are compared, so that neither the season nor one large order looks like a contraction.

    A fall that goes on is one event; its share is the largest that the year after it shows.
    """
    fell, shares = np.full(stays.shape, np.nan), np.zeros(stays.shape)
    gone = [_year_on_year(revenue, int(start)) for start in starts]
    gone.append(_year_on_year(revenue, int(starts[-1]) + QUARTER) if starts.size else np.zeros(len(revenue)))
    for q in range(len(starts)):
        before, now = gone[q], gone[q + 1]
        with np.errstate(invalid="ignore"):
            may_fall = stays[:, q] & (before <= CONTRACTED_SHARE) & ~np.isnan(now)
            has_fallen = may_fall & (now > CONTRACTED_SHARE)
        fell[may_fall, q] = has_fallen[may_fall]
        worst = np.fmax.reduce(gone[q + 1 : q + 1 + YEAR // QUARTER])
        shares[has_fallen, q] = np.minimum(worst[has_fallen], 1.0)
    return fell, shares


def _year_on_year(revenue: Floats, column: int) -> Floats:
    """What part of a year's revenue (k,) is gone, comparing the two years before a column; NaN not known."""
    if column < 2 * YEAR:
        return np.full(len(revenue), np.nan)
    now = revenue[:, column - YEAR : column].sum(axis=1)
    before = revenue[:, column - 2 * YEAR : column - YEAR].sum(axis=1)
    return np.where(before > 0, 1 - now / np.where(before > 0, before, 1.0), np.nan)


def _stacked(columns: list[Covariates], k: int) -> Covariates:
    def side_by_side(name: str) -> Floats:
        found = [np.asarray(getattr(one, name), dtype=float) for one in columns]
        return np.stack(found, axis=1) if found else np.zeros((k, 0))

    return Covariates(
        satisfaction=side_by_side("satisfaction"),
        is_silent=side_by_side("is_silent"),
        tenure_months=side_by_side("tenure_months"),
        log_revenue=side_by_side("log_revenue"),
    )
