"""Portfolios whose losses are known: does the forecast hold the outcome, and is no effect invented?"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from csat.insight.retention.at_risk import RevenueAtRisk, revenue_at_risk
from csat.insight.retention.bands import Bands, retention_by_band
from csat.insight.retention.covariates import Covariates
from csat.insight.retention.hazard import Hazard, churn_hazard

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """What is true: `slope` of the log hazard for 10 points, `shock` SD of a quarter's log hazard."""

    accounts: int = 300
    quarters: int = 12
    loss: float = 0.02
    slope: float = -0.5
    shock: float = 0.0
    skew: float = 1.5
    persistence: float = 0.0


@dataclass(frozen=True)
class Portfolio:
    """History (accounts, quarters), and of the accounts still there what is known and what then happened."""

    satisfaction: Floats
    is_lost: Floats
    tenure: Floats
    revenue: Floats
    there: NDArray[np.intp]
    now: Floats
    tenure_now: Floats
    lost_next: NDArray[np.bool_]


def portfolio(world: World, rng: np.random.Generator, ahead: int = 4) -> Portfolio:
    """Accounts that came under watch at any age, drift in satisfaction and leave by the world's hazard."""
    n, t = world.accounts, world.quarters + ahead
    revenue = np.exp(rng.normal(11, world.skew, n))
    score = 70 + 8 * _drift(rng, n, t)
    age = rng.integers(-40, world.quarters - 1, n)
    tenure = 3.0 * (np.arange(t)[None, :] - age[:, None])
    log_hazard = np.log(world.loss) + world.slope * (score - 70) / 10 + _shocks(world, rng, t)[None, :]
    is_hit = (rng.random((n, t)) < -np.expm1(-np.exp(log_hazard))) & (tenure >= 0)
    first = np.where(is_hit.any(axis=1), is_hit.argmax(axis=1), t)
    quarter = np.arange(t)[None, :]
    is_lost = np.where((quarter > first[:, None]) | (tenure < 0), np.nan, (quarter == first[:, None]) * 1.0)
    there = np.flatnonzero((first >= world.quarters) & (tenure[:, world.quarters] >= 0))
    q = world.quarters
    return Portfolio(
        satisfaction=score[:, :q],
        is_lost=is_lost[:, :q],
        tenure=tenure[:, :q],
        revenue=revenue,
        there=there,
        now=score[there, q],
        tenure_now=tenure[there, q],
        lost_next=first[there] < t,
    )


def _drift(rng: np.random.Generator, n: int, t: int) -> Floats:
    """Stationary AR(.9) of variance 1."""
    path = np.empty((n, t))
    path[:, 0] = rng.standard_normal(n)
    for i in range(1, t):
        path[:, i] = 0.9 * path[:, i - 1] + np.sqrt(1 - 0.81) * rng.standard_normal(n)
    return path


def _shocks(world: World, rng: np.random.Generator, t: int) -> Floats:
    shock = np.empty(t)
    shock[0] = rng.standard_normal()
    for i in range(1, t):
        fresh = np.sqrt(1 - world.persistence**2) * rng.standard_normal()
        shock[i] = world.persistence * shock[i - 1] + fresh
    return world.shock * shock - world.shock**2 / 2


def fitted(p: Portfolio, *, by_band: bool) -> Hazard | Bands:
    """The hazard where there are events enough, else (or on demand) the bands."""
    covariates = Covariates(satisfaction=p.satisfaction, tenure_months=p.tenure, log_revenue=_log(p))
    found = None if by_band else churn_hazard(is_event=p.is_lost, covariates=covariates)
    if isinstance(found, Hazard):
        return found
    bands = retention_by_band(satisfaction=p.satisfaction, is_lost=p.is_lost)
    assert isinstance(bands, Bands)
    return bands


def _log(p: Portfolio) -> Floats:
    return np.repeat(np.log(p.revenue)[:, None], p.satisfaction.shape[1], axis=1)


def forecast(p: Portfolio, *, seed: int, by_band: bool = False, draws: int = 1_000) -> RevenueAtRisk:
    found = revenue_at_risk(
        revenue=p.revenue[p.there],
        covariates=Covariates(
            satisfaction=p.now, tenure_months=p.tenure_now, log_revenue=np.log(p.revenue[p.there])
        ),
        model=fitted(p, by_band=by_band),
        seed=seed,
        draws=draws,
    )
    assert isinstance(found, RevenueAtRisk)
    return found


@dataclass(frozen=True)
class Coverage:
    """Shares of portfolios whose outcome fell into, below and above the 80 % interval."""

    inside: float
    below: float
    above: float
    ratio: float


def risk_coverage(world: World, *, runs: int, seed: int, by_band: bool = False) -> Coverage:
    """How often the loss of the next year fell into the interval; `ratio`: total forecast / total outcome."""
    rng = np.random.default_rng(seed)
    rows = []
    for run in range(runs):
        p = portfolio(world, rng)
        found = forecast(p, seed=run, by_band=by_band)
        gone = float(p.revenue[p.there][p.lost_next].sum())
        rows.append((gone < found.low, gone > found.high, found.expected_accounts, p.lost_next.sum()))
    below, above, expected, lost = np.array(rows, dtype=float).T
    return Coverage(1 - below.mean() - above.mean(), below.mean(), above.mean(), expected.sum() / lost.sum())


@dataclass(frozen=True)
class Slopes:
    """Share of intervals that hold the true ratio, share that claims an effect, how many could be fitted."""

    covered: float
    claimed: float
    fitted: int
    mean_log_ratio: float


def slope_coverage(world: World, *, runs: int, seed: int) -> Slopes:
    """Intervals of satisfaction's hazard ratio for 10 points, where there were events enough."""
    rng = np.random.default_rng(seed)
    held, claimed, logs = [], [], []
    for _ in range(runs):
        p = portfolio(world, rng)
        covariates = Covariates(satisfaction=p.satisfaction, tenure_months=p.tenure, log_revenue=_log(p))
        found = churn_hazard(is_event=p.is_lost, covariates=covariates)
        if isinstance(found, Hazard):
            term = found.terms[0]
            held.append(term.low <= np.exp(world.slope) <= term.high)
            claimed.append(found.verdict != "no_evidence")
            logs.append(np.log(term.ratio))
    return Slopes(float(np.mean(held)), float(np.mean(claimed)), len(held), float(np.mean(logs)))


@dataclass(frozen=True)
class Immortal:
    """Loss of the lowest band divided by that of the highest, where satisfaction has no effect at all."""

    at_start: float
    over_life: float
    claimed: float


def immortal_time(*, runs: int, seed: int) -> Immortal:
    """No effect, but satisfaction grows with the time as a client: those who stay have better averages."""
    rng = np.random.default_rng(seed)
    ours, naive, claims = [], [], []
    for _ in range(runs):
        p = portfolio(World(loss=0.04, slope=0.0), rng)
        grown = p.satisfaction + 1.5 * np.arange(p.satisfaction.shape[1])
        watched = ~np.isnan(p.is_lost)
        average = np.nanmean(np.where(watched, grown, np.nan), axis=1, where=watched.any(1)[:, None])
        static = np.repeat(average[:, None], grown.shape[1], axis=1)
        start, life = (retention_by_band(satisfaction=s, is_lost=p.is_lost) for s in (grown, static))
        assert isinstance(start, Bands) and isinstance(life, Bands)
        ours.append(_low_to_high(start))
        naive.append(_low_to_high(life))
        claims.append(start.verdict != "not_told_apart")
    return Immortal(float(np.median(ours)), float(np.median(naive)), float(np.mean(claims)))


def _low_to_high(bands: Bands) -> float:
    low, high = (b.losses / b.periods for b in (bands.bands[0], bands.bands[-1]))
    return low / max(high, 1e-9)


WORLDS = (
    ("300 accounts, no shocks", World()),
    ("300 accounts, quarterly shocks of .3", World(shock=0.3)),
    ("300 accounts, lasting shocks of .3", World(shock=0.3, persistence=0.8)),
    ("500 accounts, 3 % a quarter", World(accounts=500, loss=0.03)),
    ("500 accounts, very skewed revenue", World(accounts=500, skew=2.2)),
    ("200 accounts, 0.5 % a quarter (few events)", World(accounts=200, loss=0.005)),
    (
        "500 accounts, lasting shocks of .5 (a crisis)",
        World(accounts=500, loss=0.03, shock=0.5, persistence=0.8),
    ),
)


def report(runs: int = 500) -> Iterator[str]:
    yield f"Revenue at risk: outcome inside the 80 % interval, {runs} portfolios each (2 SE {_two(runs)})"
    for name, world in WORLDS:
        for by_band in (False, True):
            c = risk_coverage(world, runs=runs, seed=1, by_band=by_band)
            way = "bands" if by_band else "hazard where 20 events, else bands"
            yield (
                f"  {name}; {way}: inside {c.inside:.3f} (goal .80), below {c.below:.3f},"
                f" above {c.above:.3f}, forecast/actual losses {c.ratio:.2f}"
            )
    yield f"Hazard ratio of 10 points, {runs} portfolios: coverage of the 95 % interval, share of claims"
    for name, world in (
        ("true .61", World()),
        ("true 1", World(slope=0.0)),
        ("few events", World(loss=0.006)),
    ):
        s = slope_coverage(world, runs=runs, seed=2)
        yield (
            f"  {name}: covered {s.covered:.3f} (goal .95), claimed {s.claimed:.3f},"
            f" fitted {s.fitted} of {runs}, mean ratio {np.exp(s.mean_log_ratio):.2f}"
        )
    i = immortal_time(runs=100, seed=3)
    yield (
        f"Immortal time (satisfaction has no effect): losses lowest/highest band {i.at_start:.2f} by band"
        f" at period start (truth 1), {i.over_life:.2f} by average over life;"
        f" our claims {i.claimed:.2f} (goal <= .10)"
    )
    yield from speed()


def speed() -> Iterator[str]:
    """A large company: 2,000 accounts, 12 quarters, 20,000 scenarios, beside a loop over them."""
    p = portfolio(World(accounts=2_000), np.random.default_rng(4))
    start = perf_counter()
    fitted(p, by_band=False)
    yield f"Hazard of 2,000 accounts x 12 quarters, 3 covariates: {perf_counter() - start:.2f} s"
    start = perf_counter()
    found = forecast(p, seed=1, draws=20_000)
    ours = perf_counter() - start
    worth, chances = p.revenue[p.there], np.array(found.chances)
    rng = np.random.default_rng(1)
    start = perf_counter()
    for _ in range(50):
        sum(r for r, q in zip(worth, chances, strict=True) if rng.random() < q)
    loop = (perf_counter() - start) * 20_000 / 50
    yield (
        f"Revenue at risk of {found.accounts:,} accounts, 20,000 scenarios with the fit: {ours:.1f} s;"
        f" a loop over accounts with fixed chances {loop:.0f} s (from 50 scenarios)"
    )


def _two(runs: int) -> str:
    return f"{2 * np.sqrt(0.8 * 0.2 / runs):.3f}"
