"""Reads the monthly roll-ups as columns: money and headline answers of accounts, never single responses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from numpy.typing import NDArray

from csat.customers.models import Account, Assignment
from csat.scores.models import AccountMonth, ScoreCell

HEARD_BY = ("csi", "overall", "nps", "csat")  # whoever answered anything has at least one of these


@dataclass(frozen=True)
class Money:
    """A month's revenue of many accounts, in minor units; None where nothing was loaded."""

    month: date
    fact_minor: int | None
    plan_minor: int | None


@dataclass(frozen=True)
class Answers:
    """Sums of answers by account and month, one element a pair: clusters for an interval."""

    account_ids: NDArray[np.int64]
    months: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    points: NDArray[np.float64]

    def within(self, first: date, until: date) -> "Answers":
        """Those of the months from `first` up to, without, `until`."""
        chosen = (self.months >= np.datetime64(first, "D")) & (self.months < np.datetime64(until, "D"))
        return Answers(
            account_ids=self.account_ids[chosen],
            months=self.months[chosen],
            counts=self.counts[chosen],
            points=self.points[chosen],
        )

    def by_account(self) -> "dict[int, tuple[int, float]]":
        """Account id -> number and sum of its answers."""
        ids, places = np.unique(self.account_ids, return_inverse=True)
        counts = np.bincount(places, weights=self.counts, minlength=ids.size)
        points = np.bincount(places, weights=self.points, minlength=ids.size)
        return {int(i): (int(n), float(s)) for i, n, s in zip(ids, counts, points, strict=True)}


def money_by_month(accounts: QuerySet[Account], first: date, until: date) -> list[Money]:
    """A row is a month with revenue or plan in it, in order; months without either are left out."""
    return _by_month(
        AccountMonth.objects.filter(account__in=accounts.values("id"), month__gte=first, month__lt=until)
    )


def _by_month(rows: QuerySet[AccountMonth]) -> list[Money]:
    sums = (
        rows.filter(Q(fact_minor__isnull=False) | Q(plan_minor__isnull=False))
        .values("month")
        .annotate(fact=Sum("fact_minor"), plan=Sum("plan_minor"))
        .order_by("month")
    )
    return [Money(row["month"], _whole(row["fact"]), _whole(row["plan"])) for row in sums]


def money_by_month_held(employee_id: int, capacity: str, first: date, until: date) -> list[Money]:
    """As `money_by_month`, of the accounts that somebody held on the first day of each month."""
    held = Assignment.objects.filter(
        employee_id=employee_id,
        capacity=capacity,
        account=OuterRef("account"),
        during__contains=OuterRef("month"),
    )
    return _by_month(AccountMonth.objects.filter(Exists(held), month__gte=first, month__lt=until))


def loaded_months(first: date, until: date) -> frozenset[date]:
    """The months for which anybody's revenue is loaded: in these, a client without any bought nothing."""
    rows = AccountMonth.objects.filter(month__gte=first, month__lt=until, fact_minor__isnull=False)
    return frozenset(rows.order_by().values_list("month", flat=True).distinct())


def money_by_account(accounts: QuerySet[Account], first: date, until: date) -> dict[int, int]:
    """Account id -> revenue of the months; accounts without any are left out."""
    rows = (
        AccountMonth.objects.filter(account__in=accounts.values("id"), month__gte=first, month__lt=until)
        .filter(fact_minor__isnull=False)
        .values_list("account_id")
        .annotate(fact=Sum("fact_minor"))
        .order_by("account_id")
    )
    return {account_id: int(fact) for account_id, fact in rows}


def headline_answers(accounts: QuerySet[Account], first: date, until: date) -> Answers:
    """Headline CSI answers (periodic surveys) by account and month; months without answers are left out."""
    rows = AccountMonth.objects.filter(
        account__in=accounts.values("id"), month__gte=first, month__lt=until, n__gt=0
    ).values_list("account_id", "month", "n", "sum_milli")
    return _answers(rows)


def answers_for_person(
    person_id: int, capacity: str, measures: Iterable[str], *, first: date, until: date
) -> dict[str, Answers]:
    """Measure -> answers credited to one of our people in a capacity.

    CSI counts periodic surveys only, as everywhere; attributes count every survey that asks for them.
    """
    rows = (
        ScoreCell.objects.filter(Q(is_headline=True) | ~Q(measure="csi"))
        .filter(
            person_id=person_id,
            capacity=capacity,
            measure__in=list(measures),
            month__gte=first,
            month__lt=until,
        )
        .values_list("measure", "account_id", "month")
        .annotate(count=Sum("n"), total=Sum("sum_milli"))
        .order_by("measure")
    )
    found: dict[str, list[tuple[int, date, int, int]]] = {}
    for measure, *cell in rows:
        found.setdefault(measure, []).append(tuple(cell))
    return {measure: _answers(cells) for measure, cells in found.items()}


@dataclass(frozen=True)
class Spread:
    """Number, sum and sum of squares of each account's headline answers, in points."""

    account_ids: NDArray[np.int64]
    counts: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]


def headline_spread(accounts: QuerySet[Account], first: date, until: date) -> Spread:
    """The accounts heard in the months, in the order of their ids; one query."""
    rows = list(
        ScoreCell.objects.filter(
            account__in=accounts.values("id"),
            person__isnull=True,
            measure="csi",
            is_headline=True,
            month__gte=first,
            month__lt=until,
            n__gt=0,
        )
        .values_list("account_id")
        .annotate(count=Sum("n"), total=Sum("sum_milli"), square=Sum("sum_squares"))
        .order_by("account_id")
    )
    return Spread(
        account_ids=np.array([row[0] for row in rows], dtype=np.int64),
        counts=np.array([row[1] for row in rows], dtype=np.float64),
        sums=np.array([row[2] for row in rows], dtype=np.float64) / 1000,
        squares=np.array([row[3] for row in rows], dtype=np.float64) / 1_000_000,
    )


def last_heard(accounts: QuerySet[Account]) -> dict[int, date]:
    """Account id -> the last month with an answer to any survey; accounts never heard are left out."""
    rows = (
        ScoreCell.objects.filter(
            account__in=accounts.values("id"), person__isnull=True, measure__in=HEARD_BY, n__gt=0
        )
        .values_list("account_id")
        .annotate(last=Max("month"))
        .order_by("account_id")
    )
    return dict(rows)


def reach_of_headline(accounts: QuerySet[Account]) -> tuple[int, int]:
    """In how many months, and of how many accounts, there are headline answers at all."""
    found = AccountMonth.objects.filter(account__in=accounts.values("id"), n__gt=0).aggregate(
        months=Count("month", distinct=True), accounts=Count("account_id", distinct=True)
    )
    return found["months"], found["accounts"]


def _answers(rows: Iterable[tuple[int, date, int, int]]) -> Answers:
    cells = list(rows)
    return Answers(
        account_ids=np.array([cell[0] for cell in cells], dtype=np.int64),
        months=np.array([cell[1] for cell in cells], dtype="datetime64[D]"),
        counts=np.array([cell[2] for cell in cells], dtype=np.int64),
        points=np.array([cell[3] for cell in cells], dtype=np.float64) / 1000,
    )


def _whole(value: object) -> int | None:
    return None if value is None else int(value)  # type: ignore[call-overload]


NO_ANSWERS = _answers(())
