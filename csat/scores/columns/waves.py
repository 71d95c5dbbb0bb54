"""The headline answers of each account in time, round by round: what a change is read from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from csat.customers.models import Account, Capacity
from csat.programs.models import TouchpointPerson
from csat.scores.columns import calendar
from csat.scores.models import Score

NOBODY = 0

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Waves:
    """n answers, by account and time. `waves` counts an account's rounds from 0, `months` from the year 0."""

    response_ids: Ids
    account_ids: Ids
    contact_ids: Ids
    manager_ids: Ids
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    occurred_on: NDArray[np.datetime64]
    months: Ids
    waves: Ids
    overall: Floats
    csi: Floats

    def chosen(self, which: NDArray[np.bool_]) -> "Waves":
        """The rows for which `which` (n,) is true; waves keep their numbers."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return Waves(**{name: _taken(column, which) for name, column in columns.items()})


def waves(accounts: QuerySet[Account], *, until: date) -> Waves:
    """A row a counted answer to a periodic survey before `until`, by account, round and day. Two queries.

    Answers to surveys sent in one calendar month are one round, whenever they came in: `months` is the month
    of the round, `waves` its place among the rounds in which this account was heard. `manager_ids` are those
    responsible at the time (0: nobody), never today's. Points are 0 to 100, NaN where there is none. Rounds
    without an answer have no row.
    """
    scores = Score.objects.filter(
        account__in=accounts.values("id"),
        is_headline=True,
        measure__in=("overall", "csi"),
        occurred_on__lt=until,
    )
    rated: Any = scores.annotate(
        round=Coalesce("touchpoint__wave__month", "month"),
        language=F("touchpoint__invitation__response__language"),
    )
    rows = list(
        rated.values_list(
            "response_id",
            "account_id",
            "contact_id",
            "touchpoint_id",
            "role",
            "language",
            "occurred_on",
            "round",
        )
        .annotate(
            overall=Max("value_milli", filter=Q(measure="overall")),
            csi=Max("value_milli", filter=Q(measure="csi")),
        )
        .order_by("account_id", "round", "occurred_on", "response_id")
    )
    return _columns(rows, _managers(scores))


def recent_waves_of(account: Account, *, until: date, last: int = 12) -> Waves:
    """As `waves`, of one account: the answers of its last rounds before `until`. Two queries."""
    found = waves(Account.objects.filter(pk=account.pk), until=until)
    newest = int(found.waves[-1]) if found.waves.size else 0
    return found.chosen(found.waves > newest - last)


def _managers(scores: QuerySet[Score]) -> dict[int, int]:
    """Touchpoint -> who was its account manager; of several who shared it, the one with the largest share."""
    people = TouchpointPerson.objects.filter(
        touchpoint__in=scores.values("touchpoint_id"), capacity=Capacity.MANAGER
    )
    return dict(people.order_by("share", "-id").values_list("touchpoint_id", "employee_id"))


def _columns(rows: Sequence[tuple[Any, ...]], managers: dict[int, int]) -> Waves:
    account_ids = np.array([row[1] for row in rows], dtype=np.int64)
    months = np.array([calendar.month_number(row[7]) for row in rows], dtype=np.int64)
    points = np.array([row[8:10] for row in rows], dtype=np.float64).reshape(len(rows), 2) / 1000
    return Waves(
        response_ids=np.array([row[0] for row in rows], dtype=np.int64),
        account_ids=account_ids,
        contact_ids=np.array([row[2] for row in rows], dtype=np.int64),
        manager_ids=np.array([managers.get(row[3], NOBODY) for row in rows], dtype=np.int64),
        roles=tuple(row[4] for row in rows),
        languages=tuple(row[5] for row in rows),
        occurred_on=np.array([row[6] for row in rows], dtype="datetime64[D]"),
        months=months,
        waves=_places(account_ids, months),
        overall=points[:, 0],
        csi=points[:, 1],
    )


def _places(account_ids: Ids, months: Ids) -> Ids:
    """The how-manieth round of its account each row belongs to; rows come by account and round."""
    if not account_ids.size:
        return account_ids
    is_new_account = np.append(True, account_ids[1:] != account_ids[:-1])
    is_new_round = is_new_account | np.append(True, months[1:] != months[:-1])
    number = np.cumsum(is_new_round)
    starts = np.maximum.accumulate(np.where(is_new_account, number, 0))
    return number - starts


def _taken(column: Any, which: NDArray[np.bool_]) -> Any:
    if isinstance(column, tuple):
        return tuple(value for value, is_taken in zip(column, which, strict=True) if is_taken)
    return column[which]
