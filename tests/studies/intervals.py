"""How often intervals of scores hold the truth, in companies whose clients' answers are alike."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.nps import nps
from csat.insight.intervals.post_stratified import post_stratified
from csat.insight.intervals.proportion import proportion
from csat.insight.intervals.top_box import TopBox, top_box

Rng = np.random.Generator


def nps_coverage(*, n: int, shares: tuple[float, float, float], runs: int, seed: int) -> float:
    """Share of intervals that hold the score; `shares` of promoters, passives and detractors."""
    rng = np.random.default_rng(seed)
    truth = 100 * (shares[0] - shares[2])
    draws = rng.multinomial(n, shares, size=runs).tolist()
    found = (nps(promoters=up, passives=middle, detractors=down) for up, middle, down in draws)
    return float(np.mean([one.low <= truth <= one.high for one in found]))


def proportion_coverage(*, n: int, share: float, runs: int, seed: int) -> float:
    draws = np.random.default_rng(seed).binomial(n, share, size=runs).tolist()
    found = (proportion(successes=x, n=n) for x in draws)
    return float(np.mean([one.low <= share <= one.high for one in found]))


def clustered_coverage(*, accounts: int, skew: float, runs: int, seed: int) -> float:
    """Accounts differ (SD 8), people too (SD 14), 1 to 6 answer. `skew`: SD of log revenue, 0: no weights."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        counts = rng.integers(1, 7, accounts)
        means = 70 + rng.normal(0, 8, accounts) + rng.normal(0, 14, accounts) / np.sqrt(counts)
        weights = np.exp(rng.normal(0, skew, accounts)) / counts if skew else None
        found = clustered_mean(sums=means * counts, counts=counts, weights=weights, bounds=(-999, 999))
        hits += found.low <= 70 <= found.high
    return hits / runs


def top_box_coverage(*, accounts: int, share: float, likeness: float, runs: int, seed: int) -> float:
    """Accounts' shares are beta distributed with intra-class correlation `likeness`; 1 to 6 answer."""
    rng = np.random.default_rng(seed)
    worth = 1 / likeness - 1
    hits = 0
    for _ in range(runs):
        counts = rng.integers(1, 7, accounts)
        found = top_box(
            successes=rng.binomial(counts, rng.beta(share * worth, (1 - share) * worth, accounts)),
            counts=counts,
        )
        hits += isinstance(found, TopBox) and found.share.low <= share <= found.share.high
    return hits / runs


def post_stratified_coverage(*, accounts: int, runs: int, seed: int) -> tuple[float, float]:
    """Coverage weighted and unweighted: 60 % of buyers answer, 20 % of users, who are less content."""
    rng = np.random.default_rng(seed)
    contacts = 6  # of each account: two buyers, four users
    role = np.tile([0, 0, 1, 1, 1, 1], accounts)
    account = np.repeat(np.arange(accounts), contacts)
    truth = 72 - 6 * 4 / 6
    hits = [0, 0]
    for _ in range(runs):
        points = 72 - 6 * role + rng.normal(0, 6, accounts)[account] + rng.normal(0, 12, role.size)
        has_answered = rng.random(role.size) < np.where(role == 0, 0.6, 0.2)
        found = post_stratified(
            values=points[has_answered],
            accounts=account[has_answered],
            cells=role[has_answered],
            population=[2 * accounts, 4 * accounts],
            bounds=(-999, 999),
        )
        for i, one in enumerate((found.weighted, found.unweighted)):
            hits[i] += one.low <= truth <= one.high
    return hits[0] / runs, hits[1] / runs


def report() -> Iterator[str]:
    started = perf_counter()
    yield "share of 95 % intervals that hold the truth, limit .93; 20,000 samples (2 SE .003): NPS, share"
    yield "of 4,000 (2 SE .007): clustered mean, top box; of 1,500 (2 SE .011): post-stratified"
    for n in (10, 30, 100):
        shares = [
            nps_coverage(n=n, shares=s, runs=20_000, seed=n) for s in ((0.5, 0.3, 0.2), (0.8, 0.15, 0.05))
        ]
        yield f"  NPS, {n} answers: {shares[0]:.3f} (score 30), {shares[1]:.3f} (score 75)"
    for n in (10, 30, 100):
        shares = [proportion_coverage(n=n, share=p, runs=20_000, seed=n) for p in (0.5, 0.8, 0.95)]
        yield f"  proportion, {n} answers: {shares[0]:.3f} (.5), {shares[1]:.3f} (.8), {shares[2]:.3f} (.95)"
    for accounts in (3, 5, 10, 20, 40):
        found = [
            clustered_coverage(accounts=accounts, skew=skew, runs=4000, seed=accounts) for skew in (0, 1, 1.5)
        ]
        yield (
            f"  clustered mean, {accounts} accounts: {found[0]:.3f} per respondent, "
            f"{found[1]:.3f} by revenue (log SD 1), {found[2]:.3f} (log SD 1.5)"
        )
    for accounts in (5, 10, 40):
        found = [
            top_box_coverage(accounts=accounts, share=p, likeness=0.25, runs=4000, seed=accounts)
            for p in (0.5, 0.75, 0.9)
        ]
        yield f"  top box, {accounts} accounts: {found[0]:.3f} (.5) {found[1]:.3f} (.75) {found[2]:.3f} (.9)"
    for accounts in (10, 40, 150):
        weighted, plain = post_stratified_coverage(accounts=accounts, runs=1500, seed=accounts)
        yield f"  post-stratified, {accounts} accounts: {weighted:.3f} (unweighted and biased: {plain:.3f})"
    yield f"  in {perf_counter() - started:.0f} s"
