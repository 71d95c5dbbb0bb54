"""Why did the score change from one closed period to the next: judgement, who answered, or weights?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.insight.explaining.answers import Answers
from csat.insight.explaining.decomposition import Decomposition, decompose_change
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.respondents import respondents
from csat.scores.models import WeightSet

QUARTER = 3
SPANS = (3, 6, 12)  # months; each compared with as many before it
LEAST_ATTRIBUTES = 1

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Inputs:
    """n answers that have a CSI; `points` (n, p) of the attributes `names` (p,).

    `weights` (y, p) are those agreed for `years` (y,). `until` (1,): first day of the quarter that is open.
    """

    contact_ids: Ids
    account_ids: Ids
    roles: NDArray[np.str_]
    occurred_on: NDArray[np.datetime64]
    names: NDArray[np.str_]
    points: Floats
    years: Ids
    weights: Floats
    until: NDArray[np.datetime64]


@dataclass(frozen=True)
class RolePeople:
    """How many people with a role were heard in only one of the two periods."""

    role: str
    people: int


@dataclass(frozen=True)
class Compared:
    """The `months` from `after_on` to `until_on`, half-open, against as many from `before_on` on."""

    months: int
    before_on: date
    after_on: date
    until_on: date
    answers_before: int
    answers_after: int
    came_or_went: tuple[RolePeople, ...]
    found: Decomposition | TooLittle


@dataclass(frozen=True)
class Change:
    """`spans` from the shortest to the longest; `verdict` and `months` of the shortest that can be judged."""

    verdict: str
    months: int
    spans: tuple[Compared, ...]


def load(asked: Asked) -> Inputs:
    """Periodic answers of the two years before the open quarter, of all accounts."""
    until = _quarter_start(asked.until)
    first = _months_before(until, 2 * max(SPANS))
    found = respondents(Account.objects.all(), first=first, until=until)
    counts = ~np.isnan(found.csi)
    years = list(range(first.year, until.year + 1))
    sets = {row.year: row.weights for row in WeightSet.objects.filter(year__in=years)}
    weights = [_weights(found.names, sets.get(year, {})) for year in years]
    return Inputs(
        contact_ids=found.contact_ids[counts],
        account_ids=found.account_ids[counts],
        roles=np.array(found.roles, dtype=np.str_)[counts],
        occurred_on=found.occurred_on[counts],
        names=np.array(found.names, dtype=np.str_),
        points=found.attributes[counts],
        years=np.array(years, dtype=np.int64),
        weights=np.array(weights, dtype=float).reshape(len(years), len(found.names)),
        until=np.array([until], dtype="datetime64[D]"),
    )


def _quarter_start(month: date) -> date:
    return date(month.year, (month.month - 1) // QUARTER * QUARTER + 1, 1)


def _months_before(month: date, months: int) -> date:
    return calendar.month_at(calendar.month_number(month) - months)


def _weights(names: tuple[str, ...], agreed: Mapping[str, float]) -> list[float]:
    """As scores weigh them: what the agreed set does not name weighs as much as its mean."""
    named = {name: float(weight) for name, weight in agreed.items() if weight > 0}
    usual = sum(named.values()) / len(named) if named else 1.0
    return [named.get(name, usual) for name in names]


def work(given: Inputs, seed: int, progress: Progress) -> Change:
    """A quarter, half a year and a year back from the end of the last closed quarter; nothing is drawn."""
    spans = []
    for place, months in enumerate(SPANS):
        spans.append(_compared(given, months))
        progress((place + 1) / len(SPANS))
    judged = [one for one in spans if isinstance(one.found, Decomposition)]
    shown = judged[0] if judged else spans[0]
    return Change(verdict=shown.found.verdict, months=shown.months, spans=tuple(spans))


def _compared(given: Inputs, months: int) -> Compared:
    until: date = given.until[0].astype(object)
    middle, start = _months_before(until, months), _months_before(until, 2 * months)
    before, after = _within(given, start, middle), _within(given, middle, until)
    return Compared(
        months=months,
        before_on=start,
        after_on=middle,
        until_on=until,
        answers_before=int(before.sum()),
        answers_after=int(after.sum()),
        came_or_went=_came_or_went(given, before, after),
        found=_found(given, before, after, years=(_last_year(middle), _last_year(until))),
    )


def _came_or_went(given: Inputs, before: Flags, after: Flags) -> tuple[RolePeople, ...]:
    once = np.setxor1d(given.contact_ids[before], given.contact_ids[after])
    rows = (before | after) & np.isin(given.contact_ids, once)
    pairs = set(zip(given.roles[rows].tolist(), given.contact_ids[rows].tolist(), strict=True))
    roles = sorted({role for role, _ in pairs})
    return tuple(RolePeople(role, sum(one == role for one, _ in pairs)) for role in roles)


def _found(
    given: Inputs, before: Flags, after: Flags, *, years: tuple[int, int]
) -> Decomposition | TooLittle:
    is_judged = _is_judged(given.points[before | after])
    if is_judged.sum() < LEAST_ATTRIBUTES:
        return TooLittle((Missing("answers", float(before.sum() + after.sum()), 1.0),))
    return decompose_change(
        before=_answers(given, before, is_judged, years[0]),
        after=_answers(given, after, is_judged, years[1]),
        attributes=[str(name) for name in given.names[is_judged]],
    )


def _is_judged(points: Floats) -> Flags:
    """Which attributes anybody judged."""
    return np.asarray((~np.isnan(points)).any(axis=0), dtype=bool)


def _answers(given: Inputs, rows: Flags, columns: Flags, year: int) -> Answers:
    weights = given.weights[given.years == year][0]
    return Answers(
        persons=given.contact_ids[rows],
        accounts=given.account_ids[rows],
        roles=given.roles[rows],
        points=given.points[rows][:, columns],
        weights=weights[columns],
    )


def _within(given: Inputs, first: date, until: date) -> Flags:
    day = given.occurred_on
    return np.asarray((day >= np.datetime64(first, "D")) & (day < np.datetime64(until, "D")))


def _last_year(until: date) -> int:
    """The year whose weights hold on the last day before."""
    return _months_before(until, 1).year


METHOD = Method(version=1, inputs=Inputs, result=Change, load=load, work=work)
