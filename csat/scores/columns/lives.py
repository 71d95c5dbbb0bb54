"""The life of each account: opened, closed, what it brought each month, who held it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from csat.customers import queries as customers
from csat.customers.models import Account, Capacity
from csat.scores.columns.panel import account_months

NOBODY = 0

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Lives:
    """k accounts x m months; ids of holders are 0 where there is none."""

    account_ids: Ids
    segments: tuple[str, ...]
    is_key: NDArray[np.bool_]
    opened_on: tuple[date | None, ...]
    closed_on: tuple[date | None, ...]
    months: tuple[date, ...]
    revenue: Floats
    manager_ids: Ids
    care_owner_ids: Ids
    team_ids: Ids


def lives(accounts: QuerySet[Account], *, first: date, until: date) -> Lives:
    """A row an account, by id, with the revenue of [first, until) as in `account_months`. Seven queries.

    Holders, and the team of the account manager, are those of the last day before `until`: they group today's
    work. What was said earlier is credited by touchpoints, see `waves` and `held`.
    """
    panel = account_months(accounts, first=first, until=until, measures=())
    ids = [int(pk) for pk in panel.account_ids]
    day = until - timedelta(days=1)
    holders = customers.holders_on(ids, day)
    teams = customers.teams_on({one.pk for one in holders.values()}, day)
    managers = [holders.get((pk, Capacity.MANAGER)) for pk in ids]
    owners = [holders.get((pk, Capacity.CARE_OWNER)) for pk in ids]
    team_of = [teams.get(one.pk) if one else None for one in managers]
    return Lives(
        account_ids=panel.account_ids,
        segments=panel.segments,
        is_key=panel.is_key,
        opened_on=panel.opened_on,
        closed_on=panel.closed_on,
        months=panel.months,
        revenue=panel.revenue,
        manager_ids=_ids(managers),
        care_owner_ids=_ids(owners),
        team_ids=_ids(team_of),
    )


def _ids(rows: Sequence[object]) -> Ids:
    return np.array([getattr(row, "pk", NOBODY) for row in rows], dtype=np.int64)
