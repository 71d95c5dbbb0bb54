"""What is credited to whom: months of answers by the people who were responsible when clients were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet, Sum
from numpy.typing import NDArray

from csat.customers.models import Account, Capacity
from csat.scores.columns import calendar
from csat.scores.models import ScoreCell

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Held:
    """n sums of answers, by person, account, month and measure; points summed, and their squares."""

    person_ids: Ids
    account_ids: Ids
    months: Ids
    measures: tuple[str, ...]
    counts: Ids
    sums: Floats
    squares: Floats


def held(
    accounts: QuerySet[Account],
    *,
    first: date,
    until: date,
    measures: Sequence[str] = ("csi",),
    capacity: str = Capacity.MANAGER,
    headline: bool = True,
) -> Held:
    """A row a person, account, month of [first, until) and measure, in that order. One query.

    The person is who was responsible in the capacity when the client was asked, frozen in the roll-up: an
    account that moved leaves its earlier answers with the earlier holder. Answers that nobody was responsible
    for are left out; where two shared a client, each has the answer.
    """
    cells = ScoreCell.objects.filter(
        account__in=accounts.values("id"),
        person__isnull=False,
        capacity=capacity,
        measure__in=list(measures),
        month__gte=first,
        month__lt=until,
        n__gt=0,
    )
    if headline:
        cells = cells.filter(is_headline=True)
    keys = ("person_id", "account_id", "month", "measure")
    rows = list(
        cells.values_list(*keys).annotate(Sum("n"), Sum("sum_milli"), Sum("sum_squares")).order_by(*keys)
    )
    return Held(
        person_ids=np.array([row[0] for row in rows], dtype=np.int64),
        account_ids=np.array([row[1] for row in rows], dtype=np.int64),
        months=np.array([calendar.month_number(row[2]) for row in rows], dtype=np.int64),
        measures=tuple(row[3] for row in rows),
        counts=np.array([row[4] for row in rows], dtype=np.int64),
        sums=np.array([row[5] for row in rows], dtype=np.float64) / 1000,
        squares=np.array([float(row[6]) for row in rows], dtype=np.float64) / 1_000_000,
    )
