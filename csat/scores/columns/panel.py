"""The panel of accounts and months: satisfaction beside revenue, missing where nobody can know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from babel.numbers import get_currency_precision
from django.db.models import Min, QuerySet, Sum
from numpy.typing import NDArray

from csat.customers import queries as customers
from csat.customers.models import Account, Revenue, RevenueKind
from csat.scores.columns import calendar, statements
from csat.scores.models import ScoreCell

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """k accounts x m months. `satisfaction` and `counts` by measure; `revenue` in minor units of the base."""

    account_ids: Ids
    segments: tuple[str, ...]
    is_key: NDArray[np.bool_]
    opened_on: tuple[date | None, ...]
    closed_on: tuple[date | None, ...]
    months: tuple[date, ...]
    satisfaction: dict[str, Floats]
    counts: dict[str, NDArray[np.int64]]
    revenue: Floats


@dataclass(frozen=True)
class _Grid:
    """Which row of the matrix an account has, and which column a month."""

    rows: dict[int, int]
    first: int
    width: int

    def filled(self, cells: Iterable[tuple[int, date, float | None]], empty: float) -> Floats:
        """A matrix with the cells' values; None is NaN, cells not named are `empty`."""
        matrix = np.full((len(self.rows), self.width), empty)
        for account, month, value in cells:
            column = calendar.month_number(month) - self.first
            matrix[self.rows[account], column] = np.nan if value is None else value
        return matrix


def account_months(
    accounts: QuerySet[Account],
    *,
    first: date,
    until: date,
    measures: Sequence[str] = ("csi",),
    headline: bool = True,
) -> Panel:
    """A row an account, by id; a column a calendar month of [first, until). Six queries.

    Satisfaction is the mean of the month's answers in points (0 to 100; NPS from -100), NaN where the account
    was not heard; with `headline` of periodic surveys only. An answer stays with the account that it was
    given for, whoever holds the account today.

    Revenue is 0 where the month is loaded (for anybody) and the account bought nothing. It is NaN where the
    month was loaded for nobody, where a part of it is in a currency without a rate, before the account was
    opened (`opened_on`, or its first revenue where that is earlier or all that is known), and in the months
    after it was closed. A credit note counts in the month of its original. Plans are left out. The open month
    is not left out: `until` should be its first day.
    """
    known = list(_mine(accounts).values_list("id", "segment", "is_key", "opened_on", "closed_on"))
    months = calendar.months_between(first, until)
    ids = [row[0] for row in known]
    grid = _Grid({pk: place for place, pk in enumerate(ids)}, calendar.month_number(first), len(months))
    opened, closed = tuple(row[3] for row in known), tuple(row[4] for row in known)
    satisfaction, counts = _satisfaction(accounts, grid, months, measures=measures, headline=headline)
    revenue = _revenue(ids, grid, months)
    revenue[~_is_client(accounts, ids, opened=opened, closed=closed, months=months)] = np.nan
    return Panel(
        account_ids=np.array(ids, dtype=np.int64),
        segments=tuple(row[1] for row in known),
        is_key=np.array([row[2] for row in known], dtype=bool),
        opened_on=opened,
        closed_on=closed,
        months=months,
        satisfaction=satisfaction,
        counts=counts,
        revenue=revenue,
    )


def _mine(accounts: QuerySet[Account]) -> QuerySet[Account]:
    return Account.objects.filter(id__in=accounts.values("id")).order_by("id")


def _satisfaction(
    accounts: QuerySet[Account],
    grid: _Grid,
    months: Sequence[date],
    *,
    measures: Sequence[str],
    headline: bool,
) -> tuple[dict[str, Floats], dict[str, NDArray[np.int64]]]:
    found: dict[str, list[tuple[int, date, int, int]]] = {measure: [] for measure in measures}
    cells = ScoreCell.objects.filter(
        account__in=accounts.values("id"), person__isnull=True, measure__in=list(measures), n__gt=0
    )
    if months:
        cells = cells.filter(month__gte=months[0], month__lte=months[-1])
    if headline:
        cells = cells.filter(is_headline=True)
    summed = cells.values_list("measure", "account_id", "month").annotate(Sum("n"), Sum("sum_milli"))
    for measure, account, month, n, milli in summed.order_by() if months and measures else ():
        found[measure].append((account, month, n, milli))
    counts = {
        measure: grid.filled(((a, month, n) for a, month, n, _ in rows), 0.0)
        for measure, rows in found.items()
    }
    points = {
        measure: grid.filled(((a, month, milli / 1000 / n) for a, month, n, milli in rows), np.nan)
        for measure, rows in found.items()
    }
    return points, {measure: matrix.astype(np.int64) for measure, matrix in counts.items()}


def _revenue(ids: list[int], grid: _Grid, months: Sequence[date]) -> Floats:
    """Minor units; columns of months that nobody's revenue is loaded for are NaN."""
    if not months:
        return np.empty((len(ids), 0))
    currency = customers.company().base_currency
    cells = statements.rows(
        "revenue_months",
        accounts=ids,
        first=months[0],
        until=calendar.month_at(grid.first + grid.width),
        base_currency=currency,
        minor_units=10 ** get_currency_precision(currency),
    )
    facts = Revenue.objects.filter(kind=RevenueKind.FACT, month__gte=months[0], month__lte=months[-1])
    loaded = set(facts.order_by().values_list("month", flat=True).distinct())
    revenue = grid.filled(cells, 0.0)
    revenue[:, [month not in loaded for month in months]] = np.nan
    return revenue


def _is_client(
    accounts: QuerySet[Account],
    ids: list[int],
    *,
    opened: Sequence[date | None],
    closed: Sequence[date | None],
    months: Sequence[date],
) -> NDArray[np.bool_]:
    """Which months of an account lie between its first and its last one."""
    facts = Revenue.objects.filter(account__in=accounts.values("id"), kind=RevenueKind.FACT)
    bought = dict(facts.order_by().values_list("account_id").annotate(Min("month")))
    starts = [
        min((calendar.month_number(day) for day in (on, bought.get(pk)) if day), default=10**6)
        for pk, on in zip(ids, opened, strict=True)
    ]
    ends = [calendar.month_number(day) if day else 10**6 for day in closed]
    numbers = np.array([calendar.month_number(month) for month in months], dtype=np.int64)[None, :]
    first, last = (np.array(edges, dtype=np.int64)[:, None] for edges in (starts, ends))
    return (numbers >= first) & (numbers <= last)
