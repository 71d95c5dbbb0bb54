"""Did a registered change move what it was meant to move, beside clients that it did not reach?"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.findings.models import RegisteredChange
from csat.insight.explaining.differences import Differences, difference_in_differences
from csat.insight.verdict import TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.respondents import PREFIX, Respondents, respondents

MONTHS_BEFORE, MONTHS_AFTER = 24, 24

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Inputs:
    """k accounts x m months counted from the day the change began: column `start` (1,) is its first month.

    `outcome` (k, m): mean of an account's answers in the month, NaN not heard; `counts` (k, m) of answers.
    `days` (3,): first day read, day it began, first day that is not read.
    """

    account_ids: Ids
    treated: NDArray[np.bool_]
    outcome: Floats
    counts: Ids
    start: Ids
    days: NDArray[np.datetime64]


@dataclass(frozen=True)
class Level:
    """The plain mean of `readings` account-months of `accounts` accounts; None without any."""

    mean: float | None
    accounts: int
    readings: int


@dataclass(frozen=True)
class EffectFound:
    """`verdict` is that of `found`. The four levels are what was seen, before anything is allowed for."""

    verdict: str
    found: Differences | TooLittle
    reached_before: Level
    reached_after: Level
    others_before: Level
    others_after: Level
    first_on: date
    began_on: date
    until_on: date


def load(asked: Asked) -> Inputs:
    """Periodic answers of two years before the change began, and up to two years since; all accounts."""
    change = _change_of(asked)
    began = calendar.month_number(change.began_on)
    first = calendar.month_at(began - MONTHS_BEFORE)
    until = max(first, min(asked.until, calendar.month_at(began + MONTHS_AFTER)))
    found = respondents(Account.objects.all(), first=first, until=until)
    points = _points(found, change.measure)
    told = ~np.isnan(points)
    ids, rows = np.unique(found.account_ids[told], return_inverse=True)
    columns = _months_since(found.occurred_on[told], change.began_on) + MONTHS_BEFORE
    # A day of the first month may lie more than 24 months before a change that began on a later day.
    shape = (len(ids), MONTHS_BEFORE + MONTHS_AFTER + 1)
    counts, sums = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    columns = np.clip(columns, 0, shape[1] - 1)
    np.add.at(counts, (rows, columns), 1)
    np.add.at(sums, (rows, columns), points[told])
    reached = change.accounts.order_by().values_list("pk", flat=True)
    return Inputs(
        account_ids=ids,
        treated=np.isin(ids, np.array(list(reached), dtype=np.int64)),
        outcome=np.divide(sums, counts, out=np.full(shape, np.nan), where=counts > 0),
        counts=counts,
        start=np.array([MONTHS_BEFORE], dtype=np.int64),
        days=np.array([first, change.began_on, until], dtype="datetime64[D]"),
    )


def _change_of(asked: Asked) -> RegisteredChange:
    if asked.change is None:
        raise ValueError("an effect is that of a registered change")
    return asked.change


def _points(found: Respondents, measure: str) -> Floats:
    """The measure's column; nothing but NaN where nobody was asked for it."""
    if measure in ("csi", "overall"):
        return found.csi if measure == "csi" else found.overall
    name = measure.removeprefix(PREFIX)
    if name in found.names:
        return np.asarray(found.attributes[:, found.names.index(name)])
    return np.full(len(found.response_ids), np.nan)


def _months_since(days: NDArray[np.datetime64], began_on: date) -> Ids:
    """Whole months from the day of the change on; -1 is the month that ends the day before it."""
    months = days.astype("datetime64[M]")
    day_of_month = (days - months.astype("datetime64[D]")).astype(np.int64)
    numbers = months.astype(np.int64) - np.datetime64(began_on, "M").astype(np.int64)
    return np.asarray(numbers - (day_of_month < began_on.day - 1), dtype=np.int64)


def work(given: Inputs, seed: int, progress: Progress) -> EffectFound:
    """The difference of differences, and the plain levels that it compares; nothing is drawn at random."""
    start, treated = int(given.start[0]), given.treated
    found = difference_in_differences(outcome=given.outcome, treated=treated, start=start)
    progress(1.0)
    first, began, until = (day.astype(object) for day in given.days)
    before, after = slice(None, start), slice(start, None)
    return EffectFound(
        verdict=found.verdict,
        found=found,
        reached_before=_level(given.outcome[treated, before]),
        reached_after=_level(given.outcome[treated, after]),
        others_before=_level(given.outcome[~treated, before]),
        others_after=_level(given.outcome[~treated, after]),
        first_on=first,
        began_on=began,
        until_on=until,
    )


def _level(outcome: Floats) -> Level:
    there = ~np.isnan(outcome)
    readings = int(there.sum())
    mean = float(np.where(there, outcome, 0.0).sum() / readings) if readings else None
    return Level(mean=mean, accounts=int(there.any(axis=1).sum()), readings=readings)


METHOD = Method(version=1, inputs=Inputs, result=EffectFound, load=load, work=work)
