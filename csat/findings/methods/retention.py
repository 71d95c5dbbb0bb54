"""Do clients who say they are satisfied stay longer?"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from csat.customers.models import Account
from csat.findings.method import Asked, Method, Progress
from csat.findings.quarters import History, Quarters, quarters
from csat.insight.retention.bands import Bands, retention_by_band
from csat.insight.retention.hazard import Hazard, churn_hazard
from csat.insight.retention.kaplan_meier import Survival, kaplan_meier
from csat.insight.retention.log_rank import LogRank, log_rank
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns import calendar
from csat.scores.columns.asked import asked as invitations
from csat.scores.columns.panel import account_months
from csat.scores.columns.waves import waves

MONTHS_BACK = 60
LEAST_WATCHED_QUARTERS = 4  # a curve is worth drawing from a start that is followed for a year at least


@dataclass(frozen=True)
class Curve:
    """Clients of a band as of one day, and how many of them were still there month after month."""

    low: float | None
    high: float | None
    survival: Survival | TooLittle


@dataclass(frozen=True)
class Gone:
    """A client that was lost. `how`: lost by the rule, or closed by hand."""

    account_id: int
    month: str
    how: str


@dataclass(frozen=True)
class Retention:
    """`verdict` is that of the bands. `since_month`: the day from which the curves follow the clients."""

    verdict: str
    bands: Bands | TooLittle
    hazard: Hazard | TooLittle
    since_month: str
    curves: tuple[Curve, ...]
    log_rank: LogRank | TooLittle
    gone: tuple[Gone, ...]
    clients: int
    first_month: str
    until_month: str


def load(asked: Asked) -> History:
    """Revenue, headline answers and invitations of all accounts, of five years."""
    everyone = Account.objects.all()
    first = calendar.month_at(calendar.month_number(asked.until) - MONTHS_BACK)
    panel = account_months(everyone, first=first, until=asked.until, measures=())
    heard = waves(everyone, until=asked.until)
    reached = invitations(everyone, first=first, until=asked.until)
    begins = calendar.month_number(first)
    is_scored = ~np.isnan(heard.csi) & np.isin(heard.account_ids, panel.account_ids)
    return History(
        account_ids=panel.account_ids,
        months=np.arange(begins, begins + len(panel.months), dtype=np.int64),
        revenue=panel.revenue,
        closed_month=_closed(panel.closed_on, begins, len(panel.months)),
        answer_rows=np.searchsorted(panel.account_ids, heard.account_ids[is_scored]),
        answer_months=heard.months[is_scored],
        answer_points=heard.csi[is_scored],
        asked_rows=np.searchsorted(panel.account_ids, reached.account_ids[reached.is_headline]),
        asked_months=reached.months[reached.is_headline],
    )


def _closed(days: tuple[date | None, ...], begins: int, width: int) -> NDArray[np.float64]:
    """Column of the month in which each account was closed by hand; not yet closed counts as open."""
    found = [np.nan if day is None else calendar.month_number(day) - begins for day in days]
    return np.array([column if column < width else np.nan for column in found], dtype=float)


def work(history: History, seed: int, progress: Progress) -> Retention:
    """Bands by quarter, the hazard regression, and curves from one landmark; nothing is drawn at random."""
    found = quarters(history)
    bands = retention_by_band(satisfaction=found.known.satisfaction, is_lost=found.is_lost)
    hazard = churn_hazard(is_event=found.is_lost, covariates=found.known)
    landmark = _landmark(found)
    curves, test = _curves(history, found, bands, landmark)
    gone = [
        Gone(int(account), _month(history, one.lost_month), one.verdict)
        for account, one in zip(history.account_ids, found.standings, strict=True)
        if one.is_lost and one.lost_month is not None
    ]
    return Retention(
        verdict=bands.verdict,
        bands=bands,
        hazard=hazard,
        since_month=_month(history, int(found.starts[landmark])) if landmark is not None else "",
        curves=curves,
        log_rank=test,
        gone=tuple(sorted(gone, key=lambda one: one.month, reverse=True)),
        clients=sum(bool(one.spells) and not one.is_lost for one in found.standings),
        first_month=_month(history, 0),
        until_month=_month(history, len(history.months)),
    )


def _landmark(found: Quarters) -> int | None:
    """The quarter from which clients are followed: early, and with most of them heard in the year before."""
    if len(found.starts) < LEAST_WATCHED_QUARTERS:
        return None
    is_heard = ~np.isnan(np.asarray(found.known.satisfaction)) & ~np.isnan(found.is_lost)
    heard = is_heard.sum(axis=0)[: len(found.starts) - LEAST_WATCHED_QUARTERS + 1]
    followed = len(found.starts) - np.arange(len(heard))
    return int(np.argmax(heard * followed)) if heard.any() else None


def _curves(
    history: History, found: Quarters, bands: Bands | TooLittle, landmark: int | None
) -> tuple[tuple[Curve, ...], LogRank | TooLittle]:
    if landmark is None or isinstance(bands, TooLittle):
        return (), TooLittle((Missing("quarters", float(len(found.starts)), float(LEAST_WATCHED_QUARTERS)),))
    score = np.asarray(found.known.satisfaction)[:, landmark]
    is_client = ~np.isnan(found.is_lost[:, landmark]) & ~np.isnan(score)
    start = int(found.starts[landmark])
    ends, is_event = _followed(history, found, start)
    groups = np.full(len(score), -1)
    curves = []
    for number, band in enumerate(bands.bands):
        member = is_client & (score >= (band.low or -np.inf))
        member &= score < (np.inf if band.high is None else band.high)
        groups[member] = number
        survival = kaplan_meier(ends=ends[member], is_event=is_event[member])
        curves.append(Curve(low=band.low, high=band.high, survival=survival))
    chosen = groups >= 0
    test = log_rank(ends=ends[chosen], is_event=is_event[chosen], groups=groups[chosen])
    return tuple(curves), test


def _followed(
    history: History, found: Quarters, start: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Months from the landmark to the loss or to today, and whether it was a loss."""
    ends = np.full(len(history.account_ids), float(len(history.months) - start))
    is_event = np.zeros(len(history.account_ids))
    for row, one in enumerate(found.standings):
        losses = [spell.end for spell in one.spells if spell.is_lost and spell.end >= start]
        if losses:
            ends[row], is_event[row] = losses[0] - start + 1, 1
    return ends, is_event


def _month(history: History, column: int) -> str:
    return calendar.month_at(int(history.months[0]) + column).isoformat()


METHOD = Method(version=1, inputs=History, result=Retention, load=load, work=work)
