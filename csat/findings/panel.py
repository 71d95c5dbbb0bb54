"""Clients by months: satisfaction beside revenue, with the team that looked after each in each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.scores.columns import calendar
from csat.scores.columns.panel import Panel, account_months
from csat.scores.models import ScoreCell

MONTHS_BACK = 60
MEASURE, PREFIX = "csi", "attribute:"
NO_TEAM = 0

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class PanelInputs:
    """k accounts x m months, and a attributes. Points 0 to 100, NaN where not heard; revenue in minor units.

    `team_ids` (k, m): the account manager's team on the first day of the month, 0 for none. `within_squares`
    and `within_freedom` (1,): spread of single answers around the mean of their account's month.
    """

    account_ids: Ids
    months: NDArray[np.datetime64]
    segments: NDArray[np.str_]
    team_ids: Ids
    satisfaction: Floats
    counts: Ids
    revenue: Floats
    attribute_names: NDArray[np.str_]
    attributes: Floats
    within_squares: Floats
    within_freedom: Floats

    @property
    def answer_sd(self) -> float | None:
        """Standard deviation of single answers of one account and month; None where it cannot be told."""
        freedom, squares = float(self.within_freedom[0]), float(self.within_squares[0])
        return float(np.sqrt(squares / freedom)) if freedom > 0 and squares > 0 else None


def load(until: date) -> PanelInputs:
    """The headline of all accounts in the five years before `until`, from the first month that is known."""
    first = calendar.month_at(calendar.month_number(until) - MONTHS_BACK)
    names = _attributes(first, until)
    panel = account_months(
        Account.objects.all(),
        first=first,
        until=until,
        measures=(MEASURE, *(PREFIX + name for name in names)),
    )
    start = _first_known(panel)
    months = panel.months[start:]
    squares, freedom = _within(first, until)
    stacked = [panel.satisfaction[PREFIX + name] for name in names]
    empty = np.empty((0, *panel.revenue.shape))
    return PanelInputs(
        account_ids=panel.account_ids,
        months=np.array(months, dtype="datetime64[D]"),
        segments=np.array(panel.segments, dtype=np.str_),
        team_ids=_team_ids(panel.account_ids, months),
        satisfaction=panel.satisfaction[MEASURE][:, start:],
        counts=panel.counts[MEASURE][:, start:],
        revenue=panel.revenue[:, start:],
        attribute_names=np.array(names, dtype=np.str_),
        attributes=(np.stack(stacked) if stacked else empty)[:, :, start:],
        within_squares=np.array([squares]),
        within_freedom=np.array([freedom]),
    )


def _attributes(first: date, until: date) -> list[str]:
    cells = ScoreCell.objects.filter(
        measure__startswith=PREFIX, is_headline=True, person__isnull=True, month__gte=first, month__lt=until
    )
    measures = cells.order_by("measure").values_list("measure", flat=True).distinct()
    return [measure.removeprefix(PREFIX) for measure in measures]


def _first_known(panel: Panel) -> int:
    known = ~np.isnan(panel.satisfaction[MEASURE]) | ~np.isnan(panel.revenue)
    columns = np.flatnonzero(known.any(axis=0))
    return int(columns[0]) if columns.size else known.shape[1]


def _within(first: date, until: date) -> tuple[float, float]:
    """Sum of squares within account and month, and its degrees of freedom."""
    cells = ScoreCell.objects.filter(
        measure=MEASURE, is_headline=True, person__isnull=True, month__gte=first, month__lt=until, n__gt=0
    )
    summed = cells.order_by().values_list("account_id", "month")
    rows = list(summed.annotate(n=Sum("n"), sum=Sum("sum_milli"), squares=Sum("sum_squares")))
    n, total, squares = (np.array([float(row[i]) for row in rows]) for i in (2, 3, 4))
    if not n.size:
        return 0.0, 0.0
    return float(np.maximum(squares - total**2 / n, 0).sum() / 1e6), float((n - 1).sum())


def _team_ids(account_ids: Ids, months: Sequence[date]) -> Ids:
    rows = {int(pk): place for place, pk in enumerate(account_ids)}
    found = np.full((len(rows), len(months)), NO_TEAM, dtype=np.int64)
    days = np.array(months, dtype="datetime64[D]")
    for one in customers.served_by_teams():
        held = np.ones(len(days), dtype=bool)
        if one.first is not None:
            held &= days >= np.datetime64(one.first, "D")
        if one.until is not None:
            held &= days < np.datetime64(one.until, "D")
        if one.account_id in rows:
            found[rows[one.account_id], held] = one.team_id
    return found
