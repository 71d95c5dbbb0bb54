"""How much revenue may be lost within a year, and was the last forecast right?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from csat.findings.method import Method, Progress
from csat.findings.methods.retention import load
from csat.findings.quarters import (
    QUARTER,
    YEAR,
    History,
    clients_at,
    known_at,
    quarters,
    year_before,
)
from csat.insight.retention.at_risk import RevenueAtRisk, revenue_at_risk
from csat.insight.retention.bands import Bands, retention_by_band
from csat.insight.retention.covariates import Covariates
from csat.insight.retention.grading import Grade, forecast_grade
from csat.insight.retention.hazard import Hazard, churn_hazard
from csat.insight.verdict import TooLittle
from csat.scores.columns import calendar

QUARTERS_AHEAD = YEAR // QUARTER
PARTS = 3  # of the work: the forecast, and two that are graded

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A client's part of the forecast: chance of being lost, and expected loss of annual revenue."""

    account_id: int
    chance: float
    revenue: float
    expected_loss: float


@dataclass(frozen=True)
class Graded:
    """A forecast made with nothing but the data of its day, for the time since, beside what happened."""

    made_month: str
    quarters: int
    forecast: RevenueAtRisk | TooLittle
    grade: Grade | TooLittle


@dataclass(frozen=True)
class Risk:
    """`verdict` is the forecast's, or "base_rate_only" where forecasts of the past were no better than the
    same chance for all: then `parts` name nobody. Money in minor units."""

    verdict: str
    forecast: RevenueAtRisk | TooLittle
    parts: tuple[Part, ...]
    quarter: Graded | None
    year: Graded | None
    until_month: str


def work(history: History, seed: int, progress: Progress) -> Risk:
    """Forecasts of a quarter and of a year ago are graded first; what did no better than the same chance
    for all is not used for the year to come.
    """
    quarter = _graded(history, 1, seed, lambda share: progress(share / PARTS))
    year = _graded(history, QUARTERS_AHEAD, seed, lambda share: progress((1 + share) / PARTS))
    is_useless = _is_useless(year) or (year is None and _is_useless(quarter))
    forecast, rows = _forecast(
        history, QUARTERS_AHEAD, seed, lambda share: progress((2 + share) / PARTS), is_same_for_all=is_useless
    )
    is_forecast = not isinstance(forecast, TooLittle)
    return Risk(
        verdict="base_rate_only" if is_useless and is_forecast else forecast.verdict,
        forecast=forecast,
        parts=() if is_useless or isinstance(forecast, TooLittle) else _parts(history, forecast, rows),
        quarter=quarter,
        year=year,
        until_month=_month(history, len(history.months)),
    )


def _is_useless(graded: Graded | None) -> bool:
    return graded is not None and graded.grade.verdict == "base_rate_only"


def _forecast(
    history: History,
    ahead: int,
    seed: int,
    progress: Callable[[float], None],
    *,
    is_same_for_all: bool = False,
) -> tuple[RevenueAtRisk | TooLittle, NDArray[np.intp]]:
    """The forecast as of the history's end, and the rows of the clients that it is about."""
    found = quarters(history)
    end = len(history.months)
    worth = year_before(history, end)
    rows = np.flatnonzero(clients_at(found.standings, end) & (worth > 0))
    model, contraction = (
        _model(events, found.known, is_same_for_all) for events in (found.is_lost, found.is_contracted)
    )
    if isinstance(model, TooLittle):
        return model, rows
    forecast = revenue_at_risk(
        revenue=worth[rows],
        covariates=_of(known_at(history, found.standings, end), rows),
        model=model,
        seed=seed,
        contraction=None if isinstance(contraction, TooLittle) else contraction,
        contraction_shares=found.contracted_shares[found.is_contracted == 1],
        periods=ahead,
        progress=progress,
    )
    return forecast, rows


def _model(is_event: Floats, known: Covariates, is_same_for_all: bool) -> Hazard | Bands | TooLittle:
    """The regression where there are events enough for it, else the chances by band, or of all alike."""
    hazard = churn_hazard(is_event=is_event, covariates=known)
    if not isinstance(hazard, TooLittle) and not is_same_for_all:
        return hazard
    bands = retention_by_band(satisfaction=known.satisfaction, is_lost=is_event)
    if isinstance(bands, TooLittle) or not is_same_for_all:
        return bands
    return replace(bands, bands=(bands.overall,), unheard=None)


def _graded(history: History, ahead: int, seed: int, progress: Callable[[float], None]) -> Graded | None:
    """A forecast made `ahead` quarters ago, and what has happened since; None without data from then."""
    width = ahead * QUARTER
    if len(history.months) - width < YEAR + QUARTER:
        return None
    then = history.before(width)
    forecast, rows = _forecast(then, ahead, seed, progress)
    if isinstance(forecast, TooLittle):
        return Graded(_month(history, len(then.months)), ahead, forecast, forecast)
    lost, amount = _happened(history, then, rows, ahead)
    grade = forecast_grade(
        chances=forecast.chances,
        is_lost=lost,
        lost_amount=amount,
        expected_amount=forecast.expected,
        low=forecast.low,
        high=forecast.high,
    )
    kept = replace(forecast, chances=())  # of no use once graded
    return Graded(_month(history, len(then.months)), ahead, kept, grade)


def _happened(history: History, then: History, rows: NDArray[np.intp], ahead: int) -> tuple[Floats, Floats]:
    """Of the clients then: who was lost since, and what part of their annual revenue went."""
    since = quarters(history)
    worth = year_before(then, len(then.months))[rows]
    lost = (since.is_lost[:, -ahead:] == 1).any(axis=1)[rows]
    fell = since.contracted_shares[:, -ahead:].max(axis=1)[rows]
    return lost.astype(float), np.where(lost, worth, worth * fell)


def _parts(history: History, forecast: RevenueAtRisk, rows: NDArray[np.intp]) -> tuple[Part, ...]:
    """Every client of the forecast, the largest expected loss first."""
    worth = year_before(history, len(history.months))[rows]
    found = [
        Part(int(history.account_ids[row]), chance, float(value), float(chance * value))
        for row, chance, value in zip(rows, forecast.chances, worth, strict=True)
    ]
    return tuple(sorted(found, key=lambda part: (-part.expected_loss, part.account_id)))


def _of(known: Covariates, rows: NDArray[np.intp]) -> Covariates:
    columns = (known.satisfaction, known.is_silent, known.tenure_months, known.log_revenue)
    return Covariates(*(np.asarray(column)[rows] for column in columns))


def _month(history: History, column: int) -> str:
    return calendar.month_at(int(history.months[0]) + column).isoformat()


METHOD = Method(version=1, inputs=History, result=Risk, load=load, work=work)
