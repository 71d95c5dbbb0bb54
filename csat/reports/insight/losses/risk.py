"""Revenue at risk: what may be lost within a year, who carries it, and whether past forecasts were right."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import risk
from csat.findings.models import Question
from csat.insight.retention.at_risk import RevenueAtRisk
from csat.insight.retention.grading import Grade
from csat.insight.verdict import Missing, TooLittle
from csat.reports.insight.standing import Standing, missing_in, standing

SHOWN = 15


@dataclass(frozen=True)
class Client:
    """A client's part of the forecast; money in minor units, chance of being lost within the year 0 to 1."""

    uuid: UUID
    name: str
    is_key: bool
    revenue_minor: int
    chance: float
    expected_loss_minor: int


@dataclass(frozen=True)
class Past:
    """A forecast made earlier from the data of its day. `grade` None: too few clients to grade it."""

    made: date
    quarters: int
    forecast: RevenueAtRisk | None
    grade: Grade | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Report:
    """`verdict` "" where nothing has been computed yet. Amounts of `forecast` and `past` in minor units."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    currency: str
    forecast: RevenueAtRisk | None
    past: tuple[Past, ...]
    clients: tuple[Client, ...]
    clients_in_all: int
    until: date | None


def build(accounts: QuerySet[Account], *, today: date) -> Report:
    """The stored forecast with the names of those of its clients that are among `accounts`; five queries."""
    answer = queries.answer(Question.RISK, risk.METHOD, today=today)
    found = answer.result
    past = (found.quarter, found.year) if found else ()
    return Report(
        standing=standing(answer),
        verdict=found.verdict if found else "",
        missing=missing_in(found.forecast) if found else (),
        currency=customers.company().base_currency,
        forecast=found.forecast if found and not isinstance(found.forecast, TooLittle) else None,
        past=tuple(_past(one) for one in past if one is not None),
        clients=_clients(accounts, found.parts) if found else (),
        clients_in_all=len(found.parts) if found else 0,
        until=date.fromisoformat(found.until_month) if found else None,
    )


def _past(graded: risk.Graded) -> Past:
    return Past(
        made=date.fromisoformat(graded.made_month),
        quarters=graded.quarters,
        forecast=None if isinstance(graded.forecast, TooLittle) else graded.forecast,
        grade=None if isinstance(graded.grade, TooLittle) else graded.grade,
        missing=missing_in(graded.grade),
    )


def _clients(accounts: QuerySet[Account], parts: tuple[risk.Part, ...]) -> tuple[Client, ...]:
    """The largest expected losses of clients the reader may see."""
    rows = accounts.filter(id__in=[part.account_id for part in parts])
    known = {row.pk: row for row in rows.only("uuid", "name", "is_key")}
    shown = [part for part in parts if part.account_id in known][:SHOWN]
    return tuple(
        Client(
            uuid=known[part.account_id].uuid,
            name=known[part.account_id].name,
            is_key=known[part.account_id].is_key,
            revenue_minor=round(part.revenue),
            chance=part.chance,
            expected_loss_minor=round(part.expected_loss),
        )
        for part in shown
    )
