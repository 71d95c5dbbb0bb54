"""One pair of series, and power: leads claimed where none are, leads found, power against its formula."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.leadlag.noise import NoiseParts, noise_parts
from csat.insight.leadlag.pair import PairLead, pair_lead
from csat.insight.leadlag.panel import PanelLead, panel_lead
from csat.insight.leadlag.power import outlook, power

Floats = NDArray[np.float64]
BURN_IN = 60
RUNS, RUNS_OF_PANELS = 1000, 200
# Accounts, months and correlation of the five points; one account is a pair of series.
POINTS = ((10, 48, 0.15), (20, 36, 0.12), (50, 30, 0.10), (100, 36, 0.06), (1, 72, 0.5))
LEAD = 4
RUNS_OF_NOISE = 100
# Accounts, months, months between readings, effect on log revenue per point.
OWN_NOISE = ((12, 36, 1, 0.05), (20, 36, 1, 0.05), (100, 24, 1, 0.03), (30, 36, 3, 0.05), (20, 60, 3, 0.04))


@dataclass(frozen=True)
class Shares:
    """How often each verdict was given."""

    verdicts: Counter[str]

    def share(self, *verdicts: str) -> float:
        return sum(self.verdicts[one] for one in verdicts) / self.verdicts.total()


def _persistent(innovations: Floats, persistence: float) -> Floats:
    series = innovations.copy()
    for t in range(1, series.shape[-1]):
        series[..., t] += persistence * series[..., t - 1]
    return series


def _walks(rng: np.random.Generator, months: int) -> Floats:
    return rng.normal(size=(2, months)).cumsum(axis=1)


def _sluggish(rng: np.random.Generator, months: int) -> Floats:
    return _persistent(rng.normal(size=(2, months + BURN_IN)), 0.9)[:, BURN_IN:]


def _seasonal(rng: np.random.Generator, months: int) -> Floats:
    turn = 2 * np.pi * np.arange(months) / 12
    return 2 * np.sin(turn + np.array([[0.0], [1.0]])) + rng.normal(size=(2, months))


def _seasonal_and_growing(rng: np.random.Generator, months: int) -> Floats:
    turn = 2 * np.pi * np.arange(months) / 12
    common = 2 * np.sin(turn + np.array([[0.0], [1.0]])) + 0.1 * np.arange(months)
    return common + _persistent(rng.normal(size=(2, months + BURN_IN)), 0.5)[:, BURN_IN:]


WORLDS: dict[str, Callable[[np.random.Generator, int], Floats]] = {
    "random walks": _walks,
    "AR(.9)": _sluggish,
    "common season": _seasonal,
    "season and trend": _seasonal_and_growing,
}


def planted(rng: np.random.Generator, *, months: int, lead: int, r: float) -> tuple[Floats, Floats]:
    """Random walks whose innovations correlate at `r`, satisfaction `lead` months first (< 0: after)."""
    first, own = rng.normal(size=(2, months + abs(lead)))
    second = own.copy()
    second[abs(lead) :] = r * first[: len(first) - abs(lead)] + np.sqrt(1 - r * r) * own[abs(lead) :]
    s, y = (first, second) if lead > 0 else (second, first)
    return 70 + s[abs(lead) :].cumsum(), 1e5 * np.exp(0.03 * y[abs(lead) :].cumsum())


def unrelated(world: str, *, runs: int, months: int, seed: int) -> Shares:
    """Pairs of series that have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    return Shares(Counter(_verdict(*_as_data(WORLDS[world](rng, months))) for _ in range(runs)))


def leading(*, runs: int, months: int, r: float, seed: int) -> Shares:
    """Pairs of random walks of which satisfaction is 4 months first."""
    rng = np.random.default_rng(seed)
    worlds = (planted(rng, months=months, lead=LEAD, r=r) for _ in range(runs))
    return Shares(Counter(_verdict(*world) for world in worlds))


def _as_data(pair: Floats) -> tuple[Floats, Floats]:
    return 70 + 3 * pair[0], 1e5 * np.exp(0.05 * pair[1])


def _verdict(satisfaction: Floats, revenue: Floats) -> str:
    found = pair_lead(satisfaction=satisfaction, revenue=revenue)
    assert isinstance(found, PairLead)
    return found.verdict


def panels_leading(*, runs: int, accounts: int, months: int, r: float, seed: int) -> Shares:
    """Panels of AR(.8) satisfaction and log revenue whose innovations correlate at `r`, 4 months apart."""
    rng = np.random.default_rng(seed)
    verdicts: Counter[str] = Counter()
    for run in range(runs):
        s, own = rng.normal(size=(2, accounts, months + BURN_IN))
        y = own.copy()
        y[:, LEAD:] = r * s[:, :-LEAD] + np.sqrt(1 - r * r) * own[:, LEAD:]
        s, y = (_persistent(one, 0.8)[:, BURN_IN:] for one in (s, y))
        levels, market = rng.normal(size=(accounts, 1)), 0.05 * rng.normal(size=months)
        found = panel_lead(
            satisfaction=70 + 8 * levels + 4 * s,
            revenue=np.exp(8 + levels + market + 0.1 * y),
            permutations=199,
            seed=run,
        )
        assert isinstance(found, PanelLead)
        verdicts[found.verdict] += 1
    return Shares(verdicts)


@dataclass(frozen=True)
class OwnNoise:
    """Power predicted from each panel's own noise, on average, and how often the lead was found."""

    predicted: float
    found: float


def predicted_from_own_noise(
    *, runs: int, accounts: int, months: int, gap: int, effect: float, seed: int
) -> OwnNoise:
    """Panels where revenue follows the level of opinion: AR(.9) of innovations .5, read with noise .6."""
    rng = np.random.default_rng(seed)
    predicted, hits = 0.0, 0
    for run in range(runs):
        shape = (accounts, months + BURN_IN)
        opinion = _persistent(rng.normal(0, 0.5, shape), 0.9)
        money = _persistent(rng.normal(0, 0.12, shape), 0.5)
        money[:, LEAD:] += effect * opinion[:, :-LEAD]
        score = (7 + opinion + rng.normal(0, 0.6, shape))[:, BURN_IN:]
        score[(np.arange(months) + np.arange(accounts)[:, None]) % gap > 0] = np.nan
        data = {"satisfaction": score, "revenue": np.exp(8 + money[:, BURN_IN:])}
        noise, tested = noise_parts(**data), panel_lead(**data, permutations=199, seed=run)
        assert isinstance(noise, NoiseParts) and isinstance(tested, PanelLead)
        hits += tested.is_claimed
        predicted += outlook(
            accounts=accounts,
            months=months,
            innovation_sd=noise.innovation_sd,
            reliability=noise.reliability,
            revenue_noise=noise.revenue_noise,
            gain=noise.gain,
            effect=effect,
            survey_gap_months=gap,
        ).power
    return OwnNoise(predicted / runs, hits / runs)


def report() -> Iterator[str]:
    yield f"Pairs without a lead, {RUNS} each: share said to lead (limit .05), and to lead or its opposite"
    tolerance = 2 * (0.05 * 0.95 / RUNS) ** 0.5
    for months in (36, 60, 120):
        for number, world in enumerate(WORLDS):
            found = unrelated(world, runs=RUNS, months=months, seed=1000 * months + number)
            leads, any_sign = found.share("leads", "both"), found.share("leads", "both", "negative")
            verdict = "ok" if leads <= 0.05 + tolerance and any_sign <= 0.05 + tolerance else "FAILS"
            yield (
                f"  {months:>3} months, {world:<17} {leads:.3f}  {any_sign:.3f}  "
                f"reverse {found.share('reverse', 'both'):.3f}  (.050 +- {tolerance:.3f}) {verdict}"
            )
    yield f"Pairs with a planted lead of {LEAD} months, {RUNS} each: share found, beside the predicted power"
    for months, r in ((36, 0.8), (60, 0.6), (60, 0.5), (120, 0.4), (120, 0.3)):
        found = leading(runs=RUNS, months=months, r=r, seed=months)
        predicted = power(accounts=1, months=months, r=r)
        yield f"  {months:>3} months, r = {r}: {found.share('leads', 'both'):.3f}, predicted {predicted:.3f}"
    yield f"Power at five points, {RUNS_OF_PANELS} panels each ({RUNS} pairs): predicted, simulated, SE"
    for accounts, months, r in POINTS:
        if accounts == 1:
            found, runs = leading(runs=RUNS, months=months, r=r, seed=5), RUNS
        else:
            runs = RUNS_OF_PANELS
            found = panels_leading(runs=runs, accounts=accounts, months=months, r=r, seed=6)
        share, predicted = found.share("leads", "both"), power(accounts=accounts, months=months, r=r)
        error = (share * (1 - share) / runs) ** 0.5
        yield f"  {accounts:>3} accounts, {months} months, r {r}: {predicted:.2f}  {share:.2f}  ({error:.3f})"
    yield f"Power predicted from the panel's own noise, {RUNS_OF_NOISE} panels each: predicted, simulated"
    for accounts, months, gap, effect in OWN_NOISE:
        own = predicted_from_own_noise(
            runs=RUNS_OF_NOISE, accounts=accounts, months=months, gap=gap, effect=effect, seed=11
        )
        cadence = "monthly" if gap == 1 else "quarterly"
        yield (
            f"  {accounts:>3} accounts, {months} months, {cadence}, +{effect:.0%} a point: "
            f"{own.predicted:.2f}  {own.found:.2f}"
        )
