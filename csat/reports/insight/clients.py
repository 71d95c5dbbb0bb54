"""How satisfied each client is, the lowest first, and who lies clearly below the target."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import clients
from csat.findings.methods.clients import Clients, ClientScore
from csat.findings.models import Question
from csat.insight.intervals.interval import Interval
from csat.insight.verdict import Missing
from csat.reports.insight.standing import Standing, standing
from csat.reports.period import Period
from csat.scores import months

PAGE = 25
BELOW, ABOVE, UNSURE = "below", "above", "unsure"


@dataclass(frozen=True)
class Row:
    """`score.n` counts people heard from `since` to `last`; `own` is their plain mean where five spoke.
    `verdict` comes from the interval alone: "below" or "above" the line, "unsure" where it crosses it."""

    uuid: UUID
    name: str
    is_key: bool
    segment: str
    year_minor: int
    score: Interval
    own: float | None
    since: date
    last: date
    verdict: str


@dataclass(frozen=True)
class Mark:
    """One client in the picture of all; `is_shown`: on the page of rows as well."""

    uuid: UUID
    name: str
    score: Interval
    verdict: str
    is_shown: bool


@dataclass(frozen=True)
class Group:
    clients: int
    minor: int


@dataclass(frozen=True)
class Report:
    """`verdict` "" where nothing has been computed yet. `line`: the target, or the mean of all clients where
    none is agreed. `marks`: all clients chosen, in order; `rows`: those of one page. `unheard`: of all."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    line: float | None
    has_target: bool
    mean: float | None
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    total: int
    below: Group
    above: Group
    unsure: Group
    page: int
    pages: int
    unheard: int
    people: int
    spread: float
    noise: float
    currency: str


@dataclass(frozen=True)
class _Known:
    """What else is known of the clients that may be shown."""

    uuid: UUID
    name: str
    is_key: bool


def build(accounts: QuerySet[Account], *, today: date, page: int = 1) -> Report:
    """The stored estimates of `accounts`, each drawn to all clients of its segment. Five queries."""
    answer = queries.answer(Question.CLIENTS, clients.METHOD, today=today)
    company = customers.company()
    if answer.result is None:
        return _empty(standing(answer), company.base_currency)
    found = answer.result
    line = found.mean if company.csi_target is None else float(company.csi_target)
    known = {
        pk: _Known(uuid, name, is_key)
        for pk, uuid, name, is_key in accounts.values_list("id", "uuid", "name", "is_key")
    }
    period = Period(today=today)
    year = months.money_by_account(accounts, period.year_first, period.open_month)
    chosen = [
        _row(one, known[one.account_id], year.get(one.account_id, 0), line)
        for one in found.clients
        if one.account_id in known
    ]
    return _report(
        standing(answer), found, chosen, line=line, has_target=company.csi_target is not None, page=page,
        currency=company.base_currency,
    )  # fmt: skip


def _row(one: ClientScore, known: _Known, year_minor: int, line: float | None) -> Row:
    return Row(
        uuid=known.uuid,
        name=known.name,
        is_key=known.is_key,
        segment=one.segment,
        year_minor=year_minor,
        score=one.score,
        own=one.own,
        since=date.fromisoformat(one.since),
        last=date.fromisoformat(one.last),
        verdict=verdict(one.score, line),
    )


def verdict(score: Interval, line: float | None) -> str:
    """Which side of the line an interval lies on for sure."""
    if line is None or score.low is None or score.high is None:
        return UNSURE
    if score.high < line:
        return BELOW
    return ABOVE if score.low > line else UNSURE


def _report(
    stands: Standing,
    found: Clients,
    chosen: list[Row],
    *,
    line: float | None,
    has_target: bool,
    page: int,
    currency: str,
) -> Report:
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    return Report(
        standing=stands,
        verdict=found.verdict,
        missing=found.missing,
        line=line,
        has_target=has_target,
        mean=found.mean,
        marks=tuple(
            Mark(row.uuid, row.name, row.score, row.verdict, is_shown=first <= place < first + PAGE)
            for place, row in enumerate(chosen)
        ),
        rows=tuple(chosen[first : first + PAGE]),
        total=len(chosen),
        below=_group(chosen, BELOW),
        above=_group(chosen, ABOVE),
        unsure=_group(chosen, UNSURE),
        page=page,
        pages=pages,
        unheard=found.unheard,
        people=sum(row.score.n for row in chosen),
        spread=found.spread,
        noise=found.noise,
        currency=currency,
    )


def _group(rows: list[Row], which: str) -> Group:
    mine = [row.year_minor for row in rows if row.verdict == which]
    return Group(clients=len(mine), minor=sum(mine))


def _empty(stands: Standing, currency: str) -> Report:
    nobody = Group(0, 0)
    return Report(
        standing=stands,
        verdict="",
        missing=(),
        line=None,
        has_target=False,
        mean=None,
        marks=(),
        rows=(),
        total=0,
        below=nobody,
        above=nobody,
        unsure=nobody,
        page=1,
        pages=1,
        unheard=0,
        people=0,
        spread=0.0,
        noise=0.0,
        currency=currency,
    )
