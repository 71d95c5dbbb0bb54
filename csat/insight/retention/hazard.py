"""Does low satisfaction go with leaving in the period after? A hazard regression on account-periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from csat.insight.retention.covariates import Covariates, columns, design
from csat.insight.retention.firth import Fit, firth_cloglog
from csat.insight.retention.shocks import Shocks, period_shocks
from csat.insight.verdict import Missing, TooLittle, shortages

MIN_EVENTS, MIN_ACCOUNTS = 20, 20
TENURE_UNIT = 12.0

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Term:
    """One covariate: the hazard is multiplied by `ratio` (interval `low` to `high`) for one `unit` more.

    `name`: satisfaction, unheard, silent, tenure, log_revenue. `unit` in the covariate's own unit: 10 points
    of satisfaction unless told otherwise, 12 months of tenure, 1 of the rest.
    """

    name: str
    unit: float
    ratio: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Hazard:
    """The fitted hazard per period, ready to be shown and to forecast with.

    `verdict` is about satisfaction: "lower_leave_more" (interval of its ratio below 1), "higher_leave_more"
    (above 1), "no_evidence" (it holds 1, which is not "no effect"). `coefficients` (intercept first) and
    `covariance` belong to covariates centred by `centres` and divided by `scales`, in the order of `terms`;
    covariates that were always the same are left out. `shocks`: how much whole periods differ, for forecasts.
    """

    verdict: str
    terms: tuple[Term, ...]
    accounts: int
    periods: int
    events: int
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    centres: tuple[float, ...]
    scales: tuple[float, ...]
    shocks: Shocks


def churn_hazard(
    *,
    is_event: ArrayLike,
    covariates: Covariates,
    unit: float = 10.0,
    min_events: int = MIN_EVENTS,
    confidence: float = 0.95,
) -> Hazard | TooLittle:
    """Complementary log-log regression of leaving (or of contraction) on what was known before.

    `is_event` (accounts, periods): 1 happened in this period, 0 did not, NaN not under watch (before the
    account came under watch: left truncation; after it left). `covariates`: of the same shape, as known at
    each period's start. `unit`: points of satisfaction that its ratio is given for.

    Returns the ratios and all that a forecast needs; TooLittle (accounts, events, non_events, scores) below
    20 accounts, `min_events` events or as many account-periods without, or where satisfaction is always the
    same: then use the bands. Raises ValueError for arrays that don't fit, or events other than 0, 1, NaN.

    log(-log(1-p)) = b0 + b'x, which is the proportional-hazards model in grouped time (Prentice and Gloeckler
    1978), under Firth's penalty (`firth_cloglog`). Intervals are Wald's; where an account can have several
    events (contraction) the covariance is robust to its periods being alike. Source: checked against R
    glm(binomial("cloglog")) and optim; coverage by simulation.
    """
    outcome, known = np.asarray(is_event, dtype=float), columns(covariates)
    if outcome.ndim != 2 or outcome.shape != known["satisfaction"].shape:
        raise ValueError("is_event and covariates are accounts x periods")
    if not np.isin(outcome[~np.isnan(outcome)], (0, 1)).all():
        raise ValueError("is_event is 0, 1 or NaN")
    watched = ~np.isnan(outcome)
    account, period = np.nonzero(watched)
    rows = _Rows(y=outcome[watched], account=account, period=period)
    flat = {name: column[watched] for name, column in known.items()}
    missing = _missing(rows, flat["satisfaction"], min_events)
    return TooLittle(missing) if missing else _fitted(rows, flat, unit, confidence)


@dataclass(frozen=True)
class _Rows:
    """Account-periods under watch, one entry each."""

    y: Floats
    account: Whole
    period: Whole


def _missing(rows: _Rows, score: Floats, min_events: int) -> tuple[Missing, ...]:
    events = float(rows.y.sum())
    return shortages(
        accounts=(float(np.unique(rows.account).size), float(MIN_ACCOUNTS)),
        events=(events, float(min_events)),
        non_events=(rows.y.size - events, float(min_events)),
        scores=(float(np.unique(score[~np.isnan(score)]).size), 2.0),
    )


def _fitted(rows: _Rows, flat: dict[str, Floats], unit: float, confidence: float) -> Hazard:
    names, centres, scales = _measures(flat)
    x = design(flat, names, centres, scales)
    fit = firth_cloglog(rows=x, is_event=rows.y)
    expected = -np.expm1(-np.exp(x @ np.array(fit.coefficients)))
    covariance = _covariance(fit, x, rows, expected)
    terms = tuple(
        _term(name, _unit(name, unit), slope=b / scale, error=error / scale, confidence=confidence)
        for name, scale, b, error in zip(
            names, scales, fit.coefficients[1:], np.sqrt(np.diag(covariance))[1:].tolist(), strict=True
        )
    )
    seen, usual = (np.bincount(rows.period, weights=w) for w in (rows.y, expected))
    return Hazard(
        verdict=_verdict(terms[0]),
        terms=terms,
        accounts=int(np.unique(rows.account).size),
        periods=int(rows.y.size),
        events=int(rows.y.sum()),
        coefficients=fit.coefficients,
        covariance=tuple(tuple(line) for line in covariance.tolist()),
        centres=centres,
        scales=scales,
        shocks=period_shocks(events=seen, expected=usual * seen.sum() / usual.sum()),
    )


def _measures(flat: dict[str, Floats]) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """Names, centres and scales of the covariates that vary and say something of their own."""
    names: list[str] = []
    centres: list[float] = []
    scales: list[float] = []
    for name, column in flat.items():
        known = column[~np.isnan(column)]
        spread = float(known.std()) if known.size else 0.0
        centre = float(known.mean()) if known.size else 0.0
        trial = (*names, name), (*centres, centre), (*scales, spread)
        if spread > 1e-9 * max(1.0, abs(centre)) and _is_of_full_rank(design(flat, *trial)):
            names.append(name)
            centres.append(centre)
            scales.append(spread)
    return tuple(names), tuple(centres), tuple(scales)


def _is_of_full_rank(x: Floats) -> bool:
    return bool(np.linalg.matrix_rank(x) == x.shape[1])


def _covariance(fit: Fit, x: Floats, rows: _Rows, expected: Floats) -> Floats:
    """Inverse information; robust to accounts' periods being alike where an account has several events."""
    model = np.array(fit.covariance)
    if np.bincount(rows.account, weights=rows.y).max() <= 1:
        return model
    pull = (rows.y - expected) * np.exp(x @ np.array(fit.coefficients)) / expected
    scores = np.zeros((int(rows.account.max()) + 1, x.shape[1]))
    np.add.at(scores, rows.account, pull[:, None] * x)
    clusters = np.unique(rows.account).size
    sandwich = model @ (scores.T @ scores) @ model * clusters / (clusters - 1)
    return np.asarray(sandwich)


def _unit(name: str, satisfaction: float) -> float:
    return {"satisfaction": satisfaction, "tenure": TENURE_UNIT}.get(name, 1.0)


def _term(name: str, unit: float, *, slope: float, error: float, confidence: float) -> Term:
    z = float(ndtri((1 + confidence) / 2))
    at = (unit * slope, unit * (slope - z * error), unit * (slope + z * error))
    ratio, low, high = np.exp(np.clip(at, -50, 50)).tolist()
    return Term(name=name, unit=unit, ratio=ratio, low=low, high=high, p=float(2 * ndtr(-abs(slope / error))))


def _verdict(satisfaction: Term) -> str:
    if satisfaction.high < 1:
        return "lower_leave_more"
    return "higher_leave_more" if satisfaction.low > 1 else "no_evidence"
