"""Retention by satisfaction: how many stayed of those who said they were satisfied, and of the others."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import retention
from csat.findings.models import Question
from csat.insight.retention.bands import Bands
from csat.insight.retention.hazard import Hazard
from csat.insight.retention.kaplan_meier import Survival
from csat.insight.retention.log_rank import LogRank
from csat.insight.verdict import Missing, TooLittle
from csat.reports.insight.standing import Standing, missing_in, standing

GONE_SHOWN = 12


@dataclass(frozen=True)
class Curve:
    """`survival` None where too few clients were followed."""

    low: float | None
    high: float | None
    survival: Survival | None


@dataclass(frozen=True)
class GoneClient:
    """A lost client that the reader may see."""

    uuid: UUID
    name: str
    month: date
    how: str


@dataclass(frozen=True)
class Report:
    """`verdict` "" where nothing has been computed yet; parts are None where there is too little for them."""

    standing: Standing
    verdict: str
    missing: tuple[Missing, ...]
    bands: Bands | None
    hazard: Hazard | None
    hazard_missing: tuple[Missing, ...]
    curves: tuple[Curve, ...]
    log_rank: LogRank | None
    since: date | None
    first: date | None
    until: date | None
    clients: int
    gone: tuple[GoneClient, ...]
    gone_in_all: int


def build(accounts: QuerySet[Account], *, today: date) -> Report:
    """The stored answer with the names of lost clients among `accounts`; five queries."""
    answer = queries.answer(Question.RETENTION, retention.METHOD, today=today)
    found = answer.result
    if found is None:
        return _nothing(standing(answer))
    return Report(
        standing=standing(answer),
        verdict=found.verdict,
        missing=missing_in(found.bands),
        bands=None if isinstance(found.bands, TooLittle) else found.bands,
        hazard=None if isinstance(found.hazard, TooLittle) else found.hazard,
        hazard_missing=missing_in(found.hazard),
        curves=tuple(_curve(one) for one in found.curves),
        log_rank=None if isinstance(found.log_rank, TooLittle) else found.log_rank,
        since=date.fromisoformat(found.since_month) if found.since_month else None,
        first=date.fromisoformat(found.first_month),
        until=date.fromisoformat(found.until_month),
        clients=found.clients,
        gone=_gone(accounts, found.gone),
        gone_in_all=len(found.gone),
    )


def _curve(curve: retention.Curve) -> Curve:
    survival = None if isinstance(curve.survival, TooLittle) else curve.survival
    return Curve(low=curve.low, high=curve.high, survival=survival)


def _gone(accounts: QuerySet[Account], gone: tuple[retention.Gone, ...]) -> tuple[GoneClient, ...]:
    """The latest first; those whom the reader may not see are left out."""
    ids = [one.account_id for one in gone]
    names = {
        pk: (uuid, name) for pk, uuid, name in accounts.filter(id__in=ids).values_list("id", "uuid", "name")
    }
    shown = [one for one in gone if one.account_id in names][:GONE_SHOWN]
    return tuple(
        GoneClient(*names[one.account_id], month=date.fromisoformat(one.month), how=one.how) for one in shown
    )


def _nothing(stands: Standing) -> Report:
    return Report(
        standing=stands,
        verdict="",
        missing=(),
        bands=None,
        hazard=None,
        hazard_missing=(),
        curves=(),
        log_rank=None,
        since=None,
        first=None,
        until=None,
        clients=0,
        gone=(),
        gone_in_all=0,
    )
