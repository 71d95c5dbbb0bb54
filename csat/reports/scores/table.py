"""The table of scores: a row a group with its score, the spread of its answers and its response rate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.insight.intervals.interval import Interval
from csat.reports.period import Period
from csat.reports.satisfaction import MIN_ANSWERS
from csat.reports.scores import estimates, wish
from csat.reports.scores.grouping import Group, Grouping, sorted_groups
from csat.reports.scores.measures import Measure
from csat.scores import grouped
from csat.scores.grouped import Reach, Sums, Wanted

ONLY_HEARD = (wish.ACCOUNT, wish.TREE)
ROLE = ("role",)


@dataclass(frozen=True)
class Row:
    """`own`: the plain mean. `ticks`: how often each number of the scale was ticked, the lowest first.

    A row whose answers are hidden has neither.
    """

    group: Group | None
    score: Interval
    clients: int
    own: float | None
    ticks: tuple[int, ...]
    reached: int
    answered: int

    @property
    def is_hidden(self) -> bool:
        """Too few answers to show: one could tell who said what."""
        return self.score.n > 0 and self.own is None

    @property
    def rate(self) -> float | None:
        """Of those whom a mail reached, who answered."""
        return self.answered / self.reached if self.reached else None


@dataclass(frozen=True)
class Table:
    """All groups in order, and how their scores were computed."""

    rows: tuple[Row, ...]
    found: estimates.Estimates


@dataclass(frozen=True)
class Parts:
    """What belongs to each group: sums of the measure, sums whose ticks show its spread, who was asked."""

    sums: Mapping[Group, Sequence[Sums]]
    ticked: Mapping[Group, Sequence[Sums]]
    asked: Mapping[Group, tuple[int, int]]


@dataclass(frozen=True)
class Whole:
    """All of the chosen accounts: sums by role and account, and who was asked."""

    sums: Sequence[Sums]
    ticked: Sequence[Sums]
    reach: Sequence[Reach]


def wanted(measure: Measure, period: Period) -> Wanted:
    return Wanted(measure.key, period.first, period.until, headline=measure.is_headline)


def wanted_ticks(measure: Measure, period: Period) -> Wanted:
    """The answers whose ticked numbers show the spread: an index has none of its own."""
    return replace(wanted(measure, period), measure=measure.ticked)


def whole(accounts: QuerySet[Account], asked: wish.Wish, period: Period) -> Whole:
    """All answers of the accounts and all who were asked; at most four queries."""
    of_measure = wanted(asked.measure, period)
    sums = grouped.sums(accounts, of_measure, ROLE)
    has_own = asked.measure.ticked == asked.measure.key
    return Whole(
        sums=sums,
        ticked=sums if has_own else grouped.sums(accounts, wanted_ticks(asked.measure, period), ROLE),
        reach=grouped.reach(accounts, of_measure, ROLE if asked.by == wish.ROLE else ("account_id",)),
    )


def read(accounts: QuerySet[Account], how: Grouping, asked: wish.Wish, period: Period, *, of: Whole) -> Table:
    """Every group of the accounts' answers but single contacts; at most four queries more."""
    parts = _parts(accounts, how, asked, period, of=of)
    heard = {group: rows for group, rows in parts.sums.items() if rows}
    found = estimates.estimates(asked.by, asked.measure, heard)
    groups = heard if asked.by in ONLY_HEARD else {*heard, *parts.asked}
    rows = [row_of(group, asked, found.scores.get(group), parts) for group in sorted_groups(groups)]
    return Table(tuple(rows), found)


def row_of(group: Group, asked: wish.Wish, score: Interval | None, parts: Parts) -> Row:
    sums, ticked = parts.sums.get(group, ()), parts.ticked.get(group, ())
    reached, answered = parts.asked.get(group, (0, 0))
    is_shown = asked.by in (wish.ACCOUNT, wish.CONTACT) or estimates.answers(sums) >= MIN_ANSWERS
    return Row(
        group=group,
        score=score or estimates.unknown(estimates.answers(sums)),
        clients=len({row.account_id for row in sums}),
        own=own_mean(sums) if is_shown else None,
        ticks=ticks_of(asked.measure, ticked) if is_shown else (),
        reached=reached,
        answered=answered,
    )


def own_mean(rows: Sequence[Sums]) -> float | None:
    n = estimates.answers(rows)
    return sum(row.points for row in rows) / n if n else None


def ticks_of(measure: Measure, rows: Sequence[Sums]) -> tuple[int, ...]:
    numbers = range(measure.lowest, measure.highest + 1)
    return tuple(sum(row.ticks[number] for row in rows) for number in numbers) if rows else ()


def _parts(
    accounts: QuerySet[Account], how: Grouping, asked: wish.Wish, period: Period, *, of: Whole
) -> Parts:
    by_account = not how.columns
    if by_account or how.columns == ROLE:
        sums, ticked, reach = of.sums, of.ticked, of.reach
    else:
        of_measure = wanted(asked.measure, period)
        sums = ticked = grouped.sums(accounts, of_measure, how.columns)
        if asked.measure.ticked != asked.measure.key:
            ticked = grouped.sums(accounts, wanted_ticks(asked.measure, period), how.columns)
        reach = grouped.reach(accounts, of_measure, how.columns)
    rates: dict[Group, tuple[int, int]] = {}
    for one in reach:
        group = how.place((), one.key[0]) if by_account else how.place(one.key, 0)
        if group is not None:
            reached, answered = rates.get(group, (0, 0))
            rates[group] = reached + one.reached, answered + one.answered
    return Parts(_placed(how, sums), _placed(how, ticked), rates)


def _placed(how: Grouping, rows: Sequence[Sums]) -> dict[Group, list[Sums]]:
    """The rows of each group, one an account: months of a quarter and people of a team are added up."""
    found: dict[Group, list[Sums]] = defaultdict(list)
    for row in rows:
        group = how.place(row.key, row.account_id)
        if group is not None:
            found[group].append(row)
    return {group: by_account(of_group) for group, of_group in found.items()}


def by_account(rows: Sequence[Sums]) -> list[Sums]:
    """One row an account, whatever the rows were split by."""
    found: dict[int, Sums] = {}
    for row in rows:
        before = found.get(row.account_id)
        found[row.account_id] = _added(before, row) if before else row
    return list(found.values())


def _added(one: Sums, other: Sums) -> Sums:
    fields: dict[str, Any] = {
        "n": one.n + other.n,
        "points": one.points + other.points,
        "squares": one.squares + other.squares,
        "ticks": tuple(a + b for a, b in zip(one.ticks, other.ticks, strict=True)),
    }
    return replace(one, **fields)
