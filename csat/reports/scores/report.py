"""The page of scores: one table by group, three weightings of the whole, and whose voices are in it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Employee
from csat.insight.intervals.interval import Interval
from csat.reports.period import Period
from csat.reports.satisfaction import MIN_ANSWERS
from csat.reports.scores import contacts, estimates, table, wish
from csat.reports.scores.coverage import Coverage, coverage
from csat.reports.scores.grouping import grouping
from csat.reports.scores.table import Row, Table, Whole
from csat.reports.scores.weighing import Ways, weigh
from csat.scores import grouped, months

MIN_OTHERS = 5  # clients: a comparison with fewer would tell of single ones


@dataclass(frozen=True)
class Scope:
    """Whose scores: `accounts` chosen, `employees` whose page the reader may open. `company`: everybody to
    compare with; None where there is nothing to compare or to show.
    """

    accounts: QuerySet[Account]
    employees: QuerySet[Employee]
    company: QuerySet[Account] | None = None


@dataclass(frozen=True)
class Scores:
    """`others`: the score of all clients that were not chosen; None where they are fewer than 5."""

    asked: wish.Wish
    period: Period
    currency: str
    method: str
    rows: tuple[Row, ...]
    groups: int
    next: str
    total: Row
    others: Interval | None
    weighed: Ways
    coverage: Coverage


def build(scope: Scope, asked: wish.Wish, period: Period) -> Scores:
    """Everything the page shows; a constant number of queries."""
    of = table.whole(scope.accounts, asked, period)
    year = months.money_by_account(scope.accounts, period.year_first, period.open_month)
    method, rows, groups, following = _rows(scope, asked, period, of=of)
    whole = total(asked, of)
    return Scores(
        asked=asked,
        period=period,
        currency=customers.company().base_currency,
        method=method,
        rows=rows,
        groups=groups,
        next=following,
        total=whole,
        others=_others(scope, asked, period),
        weighed=weigh(asked.measure, whole.score, of.sums, year),
        coverage=coverage(scope.accounts, of.sums, year, period),
    )


def _rows(
    scope: Scope, asked: wish.Wish, period: Period, *, of: Whole
) -> tuple[str, tuple[Row, ...], int, str]:
    """The method, one page of rows, the number of groups (0: not counted), the key of the next page."""
    if asked.by == wish.CONTACT:
        rows, following = contacts.page(scope.accounts, asked, period)
        return estimates.method_of(asked.measure), rows, 0, following
    found = groups_of(scope, asked, period, of=of)
    keys = [row.group.key for row in found.rows if row.group]
    start = keys.index(asked.after) + 1 if asked.after in keys else 0
    shown = found.rows[start : start + wish.PAGE]
    is_last = start + wish.PAGE >= len(keys)
    return found.found.method, shown, len(keys), "" if is_last else keys[start + wish.PAGE - 1]


def groups_of(scope: Scope, asked: wish.Wish, period: Period, *, of: Whole) -> Table:
    """Every group that was asked for, but single contacts."""
    how = grouping(asked.by, scope.accounts, scope.employees)
    return table.read(scope.accounts, how, asked, period, of=of)


def total(asked: wish.Wish, of: Whole) -> Row:
    """All answers together."""
    by_account = table.by_account(of.sums)
    score = estimates.score(asked.measure, by_account)
    is_shown = score.n >= MIN_ANSWERS
    return Row(
        group=None,
        score=score,
        clients=len(by_account),
        own=table.own_mean(by_account) if is_shown else None,
        ticks=table.ticks_of(asked.measure, of.ticked) if is_shown else (),
        reached=sum(one.reached for one in of.reach),
        answered=sum(one.answered for one in of.reach),
    )


def _others(scope: Scope, asked: wish.Wish, period: Period) -> Interval | None:
    """All clients that were not chosen, as one; at most three queries."""
    if scope.company is None:
        return None
    chosen = set(scope.accounts.values_list("id", flat=True))
    if scope.company.count() - len(chosen) < MIN_OTHERS:
        return None
    rows = grouped.sums(scope.company, table.wanted(asked.measure, period))
    others = [row for row in rows if row.account_id not in chosen]
    if len(others) < MIN_OTHERS:
        return None
    found = estimates.score(asked.measure, others)
    return found if found.is_known else None
