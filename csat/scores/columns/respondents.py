"""Periodic answers as rows: who, when, how satisfied overall, and with each attribute."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F, Max, Q, QuerySet
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.scores.models import Score

PREFIX = "attribute:"
MEASURES = ("overall", "csi")
HEAD = ("response_id", "account_id", "contact_id", "role", "segment", "occurred_on")

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Respondents:
    """n answers. `attributes` (n, p) in points, 0 to 100, its columns named by `names`."""

    response_ids: Ids
    account_ids: Ids
    contact_ids: Ids
    roles: tuple[str, ...]
    segments: tuple[str, ...]
    occurred_on: NDArray[np.datetime64]
    overall: Floats
    csi: Floats
    names: tuple[str, ...]
    attributes: Floats


def respondents(accounts: QuerySet[Account], *, first: date, until: date) -> Respondents:
    """A row a counted answer to a periodic survey in the months [first, until), by day and id. Two queries.

    Points are 0 to 100, what was first submitted; NaN where a person could not judge, did not answer or was
    not asked, and for a CSI below half of the weight. Role and segment are those at the time of asking.
    Attributes that nobody rated in these months have no column. Doubtful, excluded and unfinished answers
    are left out, and those that rate nothing at all.
    """
    scores = Score.objects.filter(
        account__in=accounts.values("id"), is_headline=True, month__gte=first, month__lt=until
    )
    asked = scores.filter(measure__startswith=PREFIX).order_by("measure")
    measures = list(asked.values_list("measure", flat=True).distinct())
    points = {
        f"points_{place}": Max("value_milli", filter=Q(measure=measure))
        for place, measure in enumerate((*MEASURES, *measures))
    }
    rated: Any = scores.filter(measure__in=[*MEASURES, *measures]).annotate(segment=F("touchpoint__segment"))
    rows = list(rated.values_list(*HEAD).annotate(**points).order_by("occurred_on", "response_id"))
    values = np.array([row[len(HEAD) :] for row in rows], dtype=np.float64)
    values = values.reshape(len(rows), len(points)) / 1000
    return Respondents(
        response_ids=np.array([row[0] for row in rows], dtype=np.int64),
        account_ids=np.array([row[1] for row in rows], dtype=np.int64),
        contact_ids=np.array([row[2] for row in rows], dtype=np.int64),
        roles=tuple(row[3] for row in rows),
        segments=tuple(row[4] for row in rows),
        occurred_on=np.array([row[5] for row in rows], dtype="datetime64[D]"),
        overall=values[:, 0],
        csi=values[:, 1],
        names=tuple(measure.removeprefix(PREFIX) for measure in measures),
        attributes=values[:, len(MEASURES) :],
    )
