"""How much revenue may go in the next year, and how sure is that? Expected loss and its spread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import numbers
from csat.insight.retention.bands import Band, Bands
from csat.insight.retention.covariates import Covariates, columns, design
from csat.insight.retention.hazard import Hazard
from csat.insight.retention.shocks import Shocks
from csat.insight.verdict import TooLittle, shortages

DRAWS, BATCH = 20_000, 500
MIN_ACCOUNTS, TOP, SKEWED = 5, 5, 0.5
LOW, HIGH = 10.0, 90.0
# A hazard of e^5 a period is certain loss; beyond it only overflows.
MOST_LOG_HAZARD = 5.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """One account's part of the expected loss: `account` is its index in the arrays."""

    account: int
    chance: float
    expected_loss: float


@dataclass(frozen=True)
class RevenueAtRisk:
    """Annual revenue that may go within the horizon, in the unit of `revenue`.

    `verdict`: "skewed" (five accounts carry half of the expected loss or more: read the scenarios, not the
    mean), or "spread". `expected` = sum of revenue x chance; `median`, `low` (P10), `high` (P90) of the
    scenarios; `skewness` of them (0 is symmetric). `top`: the five largest parts, `top_share` theirs of the
    expected loss (0 to 1). `chances`: by account, of being lost within the horizon. `basis`: "hazard",
    "bands", or "base_rate" (one band).
    """

    verdict: str
    basis: str
    expected: float
    median: float
    low: float
    high: float
    revenue: float
    accounts: int
    expected_accounts: float
    expected_from_losses: float
    expected_from_contraction: float
    skewness: float
    top: tuple[Share, ...]
    top_share: float
    chances: tuple[float, ...]
    periods: int
    draws: int


def revenue_at_risk(
    *,
    revenue: ArrayLike,
    covariates: Covariates,
    model: Hazard | Bands,
    seed: int,
    contraction: Hazard | Bands | None = None,
    contraction_shares: ArrayLike = (),
    periods: int = 4,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> RevenueAtRisk | TooLittle:
    """Scenarios of the annual revenue lost within the next `periods`.

    `revenue` (accounts,): of 12 months, below 0 counts as 0. `covariates` (accounts,): as of now; bands need
    satisfaction only. `contraction`: the same kind of model for falls of over 20 % of those that stay, with
    `contraction_shares` (any,): what shares of revenue such falls took (0 to 1); ignored without any. Raises
    ValueError for NaN or shapes that don't fit. TooLittle (accounts) below 5 with revenue.

    Each of `draws` draws (1) what all accounts share: each band's chance from Beta(x+.5, n-x+.5), or the
    coefficients from N(b, V); (2) a common shock as large as past periods suggest; (3) each account's fate,
    lost with chance 1 - exp(-hazards), with its whole revenue. Source: Klugman, Panjer and Willmot, Loss
    Models (4th ed. 2012), 9; checked against enumeration of a small portfolio and against simulated years.
    """
    worth, known = _checked(revenue, covariates)
    missing = shortages(accounts=(float((worth > 0).sum()), float(MIN_ACCOUNTS)))
    if missing:
        return TooLittle(missing)
    shares = _shares(contraction_shares)
    leave = _rates(model, known)
    fall = _rates(contraction, known) if contraction and shares.size else None
    rng, sums = np.random.default_rng(seed), _Sums(worth)
    for size, done in _batches(draws):
        lost = leave.draw(rng, size, periods)
        sums.add(rng, lost, fall.draw(rng, size, periods) if fall else None, shares)
        if progress:
            progress(done)
    return sums.summary(basis=_basis(model), periods=periods)


def _batches(draws: int) -> Iterator[tuple[int, float]]:
    """Sizes of the batches, and the share that is done after each."""
    for start in range(0, draws, BATCH):
        size = min(BATCH, draws - start)
        yield size, (start + size) / draws


def _checked(revenue: ArrayLike, covariates: Covariates) -> tuple[Floats, dict[str, Floats]]:
    worth, known = numbers(revenue), columns(covariates)
    if worth.ndim != 1 or known["satisfaction"].shape != worth.shape or not np.isfinite(worth).all():
        raise ValueError("revenue and covariates have one entry an account, revenue without NaN")
    return np.maximum(worth, 0.0), known


def _shares(given: ArrayLike) -> Floats:
    shares = np.asarray(given, dtype=float)
    if not np.all((shares >= 0) & (shares <= 1)):
        raise ValueError("contraction_shares lie between 0 and 1")
    return shares


@dataclass(frozen=True)
class _BandRates:
    """Chances by band: every account of a band shares what was drawn for it."""

    bands: tuple[Band, ...]
    places: NDArray[np.intp]
    shocks: Shocks

    def draw(self, rng: np.random.Generator, size: int, periods: int) -> Floats:
        drawn = [rng.beta(b.losses + 0.5, b.periods - b.losses + 0.5, size) for b in self.bands]
        hazard = -np.log1p(-np.column_stack(drawn))
        lost = -np.expm1(-hazard * _exposure(rng, self.shocks, size, periods)[:, None])
        return np.asarray(lost[:, self.places])


@dataclass(frozen=True)
class _HazardRates:
    """Chances by regression: every account shares the coefficients that were drawn."""

    rows: Floats
    coefficients: Floats
    covariance: Floats
    shocks: Shocks

    def draw(self, rng: np.random.Generator, size: int, periods: int) -> Floats:
        # What rounding leaves below zero in the covariance of nearly dependent coefficients is no variance.
        values, vectors = np.linalg.eigh((self.covariance + self.covariance.T) / 2)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        drawn = self.coefficients + rng.standard_normal((size, values.size)) @ root.T
        hazard = np.exp(np.minimum(drawn @ self.rows.T, MOST_LOG_HAZARD))
        return np.asarray(-np.expm1(-hazard * _exposure(rng, self.shocks, size, periods)[:, None]))


def _rates(model: Hazard | Bands, known: dict[str, Floats]) -> _BandRates | _HazardRates:
    if isinstance(model, Bands):
        places = _places(known["satisfaction"], model.bands)
        return _BandRates((*model.bands, model.unheard or model.overall), places, model.shocks)
    rows = design(known, [term.name for term in model.terms], model.centres, model.scales)
    return _HazardRates(rows, np.array(model.coefficients), np.array(model.covariance), model.shocks)


def _places(score: Floats, bands: tuple[Band, ...]) -> NDArray[np.intp]:
    """Index of each account's band; the unheard come last."""
    limits = np.array([band.low for band in bands[1:]], dtype=float)
    return np.where(np.isnan(score), len(bands), np.searchsorted(limits, score, side="right"))


def _exposure(rng: np.random.Generator, shocks: Shocks, size: int, periods: int) -> Floats:
    """What a scenario multiplies one period's hazard by: the number of periods, and a shock of mean 1.

    One shock for the whole horizon: a bad quarter is seldom followed by a good one, and simulated outcomes
    fall into the interval more nearly as often as it says than with a shock to each period.
    """
    spread = rng.choice(shocks.sizes, size, p=np.array(shocks.weights) / sum(shocks.weights))
    return np.asarray(periods * np.exp(rng.standard_normal(size) * spread - spread**2 / 2))


class _Sums:
    """What the scenarios so far add up to."""

    def __init__(self, worth: Floats) -> None:
        self.worth = worth
        self.losses: list[Floats] = []
        self.lost = np.zeros(worth.size)
        self.fallen = np.zeros(worth.size)

    def add(self, rng: np.random.Generator, lost: Floats, fall: Floats | None, shares: Floats) -> None:
        is_lost = rng.random(lost.shape) < lost
        loss = is_lost @ self.worth
        self.lost += lost.sum(axis=0)
        if fall is not None:
            is_smaller = ~is_lost & (rng.random(fall.shape) < fall)
            loss = loss + np.where(is_smaller, rng.choice(shares, fall.shape), 0.0) @ self.worth
            self.fallen += ((1 - lost) * fall).sum(axis=0) * float(shares.mean())
        self.losses.append(loss)

    def summary(self, *, basis: str, periods: int) -> RevenueAtRisk:
        losses = np.concatenate(self.losses)
        chances = self.lost / losses.size
        from_losses, from_falls = self.worth * chances, self.worth * self.fallen / losses.size
        parts = from_losses + from_falls
        expected = float(parts.sum())
        top = np.argsort(-parts, kind="stable")[:TOP]
        top_share = float(parts[top].sum()) / expected
        low, median, high = np.percentile(losses, (LOW, 50.0, HIGH)).tolist()
        return RevenueAtRisk(
            verdict="skewed" if top_share >= SKEWED else "spread",
            basis=basis,
            expected=expected,
            median=median,
            low=low,
            high=high,
            revenue=float(self.worth.sum()),
            accounts=int(self.worth.size),
            expected_accounts=float(chances.sum()),
            expected_from_losses=float(from_losses.sum()),
            expected_from_contraction=float(from_falls.sum()),
            skewness=_skewness(losses),
            top=tuple(Share(int(i), float(chances[i]), float(parts[i])) for i in top),
            top_share=top_share,
            chances=tuple(chances.tolist()),
            periods=periods,
            draws=int(losses.size),
        )


def _skewness(losses: Floats) -> float:
    away = losses - losses.mean()
    spread = float((away**2).mean())
    return float((away**3).mean() / spread**1.5) if spread > 0 else 0.0


def _basis(model: Hazard | Bands) -> str:
    if isinstance(model, Hazard):
        return "hazard"
    return "bands" if len(model.bands) > 1 else "base_rate"
