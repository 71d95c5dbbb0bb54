"""Clients by months: satisfaction beside revenue, with the team that looked after each in each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
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

    `team_ids` (k, m): the account manager's team on the first day of the month, 0 for none.
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
