"""Panels of accounts in which satisfaction leads revenue, follows it, or has nothing to do with it."""

import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import expm1
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from csat.insight.leadlag.panel import PanelLead, panel_lead
from csat.insight.leadlag.strength import Strength, strength

Floats = NDArray[np.float64]
BEFORE, POINT = 24, 10.0
NOMINAL, SURE = 0.025, 0.9999
CLAIMS = ("leads", "both")


@dataclass(frozen=True)
class World:
    """One kind of panel. `relation`: "none", "lead", "reverse", "same". Opinion (in points) and the account's
    own revenue (logarithm) are AR(1) with innovations of .5 points and 12 %; a reading has `reliability`;
    `lead` differs by up to `lead_spread` months between accounts, `effect` by its standard deviation."""

    accounts: int = 46
    months: int = 38
    gap: int = 1
    relation: str = "none"
    lead: int = 4
    lead_spread: int = 1
    effect: float = 0.05
    effect_spread: float = 0.02
    persistence: float = 0.8
    revenue_persistence: float = 0.6
    reliability: float = 0.5
    missing: float = 0.05
    season: float = 0.0
    market: float = 0.0
    loading: float = 0.0
    trend: float = 0.0
    unequal: float = 0.0
    leaving: float = 0.0


MONTHLY = World(relation="lead")
QUARTERLY = World(relation="lead", accounts=100, months=48, gap=3)
NULLS = {
    "independent": World(persistence=0.0, revenue_persistence=0.0),
    "autocorrelated, AR(.8)": World(persistence=0.8, revenue_persistence=0.8),
    "seasonal, each account its own swing": World(season=0.25),
    "common market shock": World(market=0.15),
    "common market shock, accounts unlike": World(market=0.15, loading=0.5),
    "accounts of unequal noise": World(unequal=0.6),
    "different trends": World(trend=0.1),
    "half the accounts leave": World(leaving=0.5),
    "random walks": World(persistence=1.0, revenue_persistence=1.0),
    "quarterly surveys with gaps": replace(QUARTERLY, relation="none", missing=0.15),
    "8 accounts": World(accounts=8),
}
PLANTED = {
    "monthly": MONTHLY,
    "monthly, revenue without memory": replace(MONTHLY, revenue_persistence=0.0),
    "quarterly with gaps": replace(QUARTERLY, missing=0.1),
}
AGAINST = {
    "revenue first, monthly": replace(MONTHLY, relation="reverse"),
    "revenue first, quarterly": replace(QUARTERLY, relation="reverse"),
    "in the same month, monthly": replace(MONTHLY, relation="same"),
    "in the same month, revenue without memory": replace(MONTHLY, relation="same", revenue_persistence=0.0),
    "in the same month, quarterly": replace(QUARTERLY, relation="same"),
}


def panel(world: World, seed: int) -> tuple[Floats, Floats]:
    """Satisfaction (0 to 100 or so) and revenue in money, (accounts, months)."""
    random = np.random.default_rng(seed)
    n, width = world.accounts, world.months + BEFORE
    unlike = np.exp(world.unequal * random.normal(size=(n, 2)))
    opinion = _course(random, (n, width), world.persistence, 0.5) * unlike[:, :1]
    earned = _course(random, (n, width), world.revenue_persistence, 0.12) * unlike[:, 1:]
    _relate(world, random, opinion, earned)
    noise = opinion.std() * np.sqrt(1 / world.reliability - 1)
    heard = 7 + opinion + noise * random.normal(size=opinion.shape)
    _shake(world, random, heard, earned)
    heard, money = heard[:, BEFORE:] * POINT, np.exp(earned[:, BEFORE:] + random.normal(9, 1.3, (n, 1)))
    _leave_out(world, random, heard, money)
    return heard, money


def _course(random: np.random.Generator, shape: tuple[int, int], persistence: float, sd: float) -> Floats:
    steps = random.normal(0, sd, shape)
    if persistence < 1:
        steps[:, 0] /= np.sqrt(1 - persistence**2)
    for month in range(1, shape[1]):
        steps[:, month] += persistence * steps[:, month - 1]
    return steps


def _relate(world: World, random: np.random.Generator, opinion: Floats, earned: Floats) -> None:
    n = world.accounts
    leads = world.lead + random.integers(-world.lead_spread, world.lead_spread + 1, n)
    effects = world.effect + world.effect_spread * random.normal(size=n)
    for account, (lead, effect) in enumerate(zip(leads, effects, strict=True)):
        if world.relation == "lead":
            earned[account, lead:] += effect * opinion[account, :-lead]
        elif world.relation == "reverse":
            opinion[account, lead:] += 80 * effect * earned[account, :-lead]
        elif world.relation == "same":
            earned[account] += 2 * effect * opinion[account]


def _shake(world: World, random: np.random.Generator, heard: Floats, earned: Floats) -> None:
    """Season (satisfaction two months ahead), a market that satisfaction hears of first, trends."""
    n, width = heard.shape
    month = np.arange(width)
    swing = np.abs(1 + 0.5 * random.normal(size=(n, 1)))
    heard += 4 * world.season * swing * np.sin(2 * np.pi * (month + 2) / 12)
    earned += world.season * swing * np.sin(2 * np.pi * month / 12)
    market = _course(random, (1, width + 3), 0.8, 0.6)[0]
    loads = 1 + world.loading * random.normal(size=(2, n, 1))
    heard += 4 * world.market * loads[0] * market[3:]
    earned += world.market * loads[1] * market[:-3]
    heard += 3 * world.trend * random.normal(size=(n, 1)) * month / 12
    earned += world.trend * random.normal(size=(n, 1)) * month / 12


def _leave_out(world: World, random: np.random.Generator, heard: Floats, money: Floats) -> None:
    n, months = heard.shape
    slot = random.integers(0, world.gap, (n, 1))
    is_asked = (np.arange(months) - slot) % world.gap == 0
    heard[~is_asked | (random.random(heard.shape) < world.missing)] = np.nan
    money[random.random(money.shape) < world.missing / 4] = np.nan
    end = np.where(
        random.random((n, 1)) < world.leaving, random.integers(months // 3, months, (n, 1)), months
    )
    is_gone = np.arange(months) >= end
    heard[is_gone], money[is_gone] = np.nan, 0.0


@dataclass
class Outcome:
    """What was said about a number of panels of one world."""

    verdicts: Counter[str] = field(default_factory=Counter)
    is_held: list[bool] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    is_covered: list[bool] = field(default_factory=list)
    percents: list[float] = field(default_factory=list)
    placebos: list[bool] = field(default_factory=list)

    @property
    def runs(self) -> int:
        return self.verdicts.total()

    @property
    def claimed(self) -> float:
        return sum(self.verdicts[verdict] for verdict in CLAIMS) / self.runs

    def told(self, *verdicts: str) -> float:
        return sum(self.verdicts[verdict] for verdict in verdicts) / self.runs


def outcome(
    world: World, *, runs: int, seed: int, permutations: int = 199, has_strength: bool = False
) -> Outcome:
    found = Outcome()
    truth = 100 * expm1(world.effect)
    for run in range(runs):
        heard, money = panel(world, seed + run)
        lead = panel_lead(satisfaction=heard, revenue=money, seed=seed + run, permutations=permutations)
        found.verdicts[lead.verdict] += 1
        if not isinstance(lead, PanelLead):
            continue
        found.placebos.append(lead.placebo.p < 0.05)
        if lead.verdict not in CLAIMS:
            continue
        found.is_held.append(lead.lag_low <= world.lead <= lead.lag_high)
        found.widths.append(lead.lag_high - lead.lag_low + 1)
        if has_strength:
            effect = strength(
                satisfaction=heard, revenue=money, lag_low=lead.lag_low, lag_high=lead.lag_high, point=POINT
            )
            assert isinstance(effect, Strength)
            found.is_covered.append(effect.corrected.low <= truth <= effect.corrected.high)
            found.percents.append(effect.corrected.percent)
    return found


def most(runs: int, share: float = NOMINAL) -> float:
    """The share of claims that a test of that size exceeds in one of 10,000 studies (there are dozens)."""
    return float(binom.ppf(SURE, runs, share)) / runs


def least(runs: int, share: float) -> float:
    return float(binom.ppf(1 - SURE, runs, share)) / runs


def report() -> Iterator[str]:
    yield from _nulls(runs=200)
    yield from _planted(runs=100)
    yield from _against(runs=100)
    yield from speed()


def _nulls(runs: int) -> Iterator[str]:
    yield f"no relation, {runs} panels each: leads claimed (nominal {NOMINAL:.3f}, at most {most(runs):.3f})"
    for name, world in NULLS.items():
        found = outcome(world, runs=runs, seed=10_000)
        placebo = float(np.mean(found.placebos))
        yield (
            f"  {name:38s} {found.claimed:.3f}   revenue first {found.told('reverse'):.3f}"
            f"   negative {found.told('negative'):.3f}   placebo {placebo:.3f}"
        )


def _planted(runs: int) -> Iterator[str]:
    yield f"a lead of 4 (3 to 5) months, +5 % a point (sd 2 %), {runs} panels each"
    for name, world in PLANTED.items():
        found = outcome(world, runs=runs, seed=20_000, has_strength=True)
        held, covered = float(np.mean(found.is_held)), float(np.mean(found.is_covered))
        yield (
            f"  {name:34s} N {world.accounts} x {world.months}: found {found.claimed:.2f}"
            f"   lag set holds 4: {held:.2f} (limit {least(len(found.is_held), 0.95):.2f}),"
            f" mean width {np.mean(found.widths):.1f} months"
            f"   effect's interval holds 5 %: {covered:.2f}"
            f" (limit {least(len(found.is_covered), 0.95):.2f}), mean effect {np.mean(found.percents):.1f} %"
        )


def _against(runs: int) -> Iterator[str]:
    yield f"other relations, {runs} panels each: share called a lead (at most {most(runs):.3f})"
    for name, world in AGAINST.items():
        found = outcome(world, runs=runs, seed=30_000)
        told = ", ".join(f"{verdict} {count / runs:.2f}" for verdict, count in found.verdicts.most_common())
        yield f"  {name:42s} {found.claimed:.3f}   ({told})"


def speed(accounts: int = 2000, months: int = 36, permutations: int = 999) -> Iterator[str]:
    """CPU of the whole test, of bare matrix products for its exchanges, and of a loop over accounts."""
    heard, money = panel(World(accounts=accounts, months=months, missing=0.0), 1)
    pairs = [
        (_timed(heard, money, permutations), _products(accounts, months, permutations)) for _ in range(5)
    ]
    whole, bare = (min(times) for times in zip(*pairs, strict=True))
    few = 2
    loop = _loop(accounts, months, few) * permutations / few
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{accounts} accounts x {months} months, {permutations} exchanges, 25 delays (CPU seconds)"
    yield f"  whole test {whole:.2f}; matrix products alone {bare:.2f}; ratio {whole / bare:.2f} (limit 1.50)"
    yield f"  loop over accounts and delays {loop:.0f} ({few} exchanges, scaled); {loop / whole:.0f} times"
    yield f"  peak memory of this process {memory:.0f} MB"


def _timed(heard: Floats, money: Floats, permutations: int) -> float:
    start = process_time()
    panel_lead(satisfaction=heard, revenue=money, seed=1, permutations=permutations)
    return process_time() - start


def _products(accounts: int, months: int, permutations: int) -> float:
    """Each exchange: a gather of rows, then a matrix product for each delay summed over accounts."""
    random = np.random.default_rng(1)
    s, y = random.normal(size=(2, accounts, months))
    start = process_time()
    for _ in range(permutations):
        products = s[random.permutation(accounts)].T @ y
        np.array([np.trace(products, offset=delay) for delay in range(-12, 13)])
    return process_time() - start


def _loop(accounts: int, months: int, permutations: int) -> float:
    random = np.random.default_rng(1)
    s, y = random.normal(size=(2, accounts, months))
    start = process_time()
    for _ in range(permutations):
        order = random.permutation(accounts)
        for delay in range(-12, 13):
            early, late = (
                slice(max(0, -delay), months - max(0, delay)),
                slice(max(0, delay), months + min(0, delay)),
            )
            sum(float(s[order[i], early] @ y[i, late]) for i in range(accounts))
    return process_time() - start
