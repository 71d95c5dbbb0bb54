"""Scores of accounts and managers out of few answers: how often intervals hold the truth, and how far off."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from csat.insight.pooling.account_means import Pooled, account_means
from csat.insight.pooling.manager_means import ManagerMeans, manager_means
from csat.insight.pooling.shares import PooledShares, account_shares

SPREAD, NOISE = 0.8, 1.4  # of accounts' opinions and of answers, on a scale of 1 to 10
ACCOUNTS = 60


@dataclass(frozen=True)
class Held:
    """Coverage, mean half width and root mean squared error, pooled and by the account's own answers."""

    coverage: float
    reach: float
    error: float
    own_error: float


@dataclass(frozen=True)
class Places:
    """Coverage of effects; the stated chance of the best quarter where >= .5, and how often it came."""

    coverage: float
    mean_top: float
    share_top: float
    sure: int
    rightly_sure: float


def _answered(truth: NDArray[np.float64], counts: NDArray[np.int64], rng: np.random.Generator) -> dict:
    """Whole numbers of 1 to 10, as they are given."""
    groups = [np.clip(np.round(rng.normal(t, NOISE, n)), 1, 10) for t, n in zip(truth, counts, strict=True)]
    return {
        "sums": [g.sum() for g in groups],
        "counts": counts,
        "squares": [(g**2).sum() for g in groups],
        "bounds": (1.0, 10.0),
    }


def accounts(*, respondents: int, runs: int, seed: int) -> Held:
    """60 accounts of which half have `respondents` answers and half 1 to 6, so that noise can be told."""
    rng = np.random.default_rng(seed)
    hits, reaches, errors, own = [], [], [], []
    for _ in range(runs):
        counts = np.where(np.arange(ACCOUNTS) % 2 == 0, respondents, rng.integers(1, 7, ACCOUNTS))
        latent = rng.normal(7, SPREAD, ACCOUNTS)
        given = _answered(latent, counts, rng)
        # What its people answer on average: the scale ends at 10, so a little less than they feel.
        truth = 1 + ndtr((latent[:, None] - np.arange(1.5, 10)) / NOISE).sum(axis=1)
        found = account_means(**given)
        assert isinstance(found, Pooled)
        for i in range(0, ACCOUNTS, 2):
            one = found.estimates[i]
            hits.append(one.low <= truth[i] <= one.high)
            reaches.append((one.high - one.low) / 2)
            errors.append((one.estimate - truth[i]) ** 2)
            own.append((given["sums"][i] / counts[i] - truth[i]) ** 2)
    return Held(
        *(float(x) for x in (np.mean(hits), np.mean(reaches), np.mean(errors) ** 0.5, np.mean(own) ** 0.5))
    )


def tiny_coverage(*, accounts: int, runs: int, seed: int) -> float:
    """Accounts with one or two answers each, the normal model exactly."""
    rng = np.random.default_rng(seed)
    hits: list[bool] = []
    for _ in range(runs):
        counts = rng.integers(1, 3, accounts)
        truth = rng.normal(7, SPREAD, accounts)
        groups = [rng.normal(t, NOISE, n) for t, n in zip(truth, counts, strict=True)]
        found = account_means(
            sums=[g.sum() for g in groups],
            counts=counts,
            squares=[(g**2).sum() for g in groups],
            bounds=(-99, 99),
        )
        if isinstance(found, Pooled):
            hits += [one.low <= t <= one.high for one, t in zip(found.estimates, truth, strict=True)]
    return float(np.mean(hits))


def managers(*, runs: int, seed: int) -> Places:
    """5 to 16 managers (SD .4) with 8 accounts each (SD .7) in three segments, 1 to 5 answers an account."""
    rng = np.random.default_rng(seed)
    hits: list[bool] = []
    chances: list[tuple[float, bool]] = []
    for run in range(runs):
        count = int(rng.integers(5, 17))
        manager, segment = np.repeat(np.arange(count), 8), rng.integers(0, 3, count * 8)
        effect = rng.normal(0, 0.4, count)
        truth = np.array([6.6, 7.2, 7.8])[segment] + effect[manager] + rng.normal(0, 0.7, manager.size)
        given = _answered(truth, rng.integers(1, 6, manager.size), rng)
        found = manager_means(**given, managers=manager, segments=segment, seed=run)
        assert isinstance(found, ManagerMeans)
        hits += [m.effect.low <= effect[m.manager] <= m.effect.high for m in found.managers]
        ranked = [m for m in found.managers if m.top is not None]
        best = sorted(ranked, key=lambda m: -effect[m.manager])[: len(ranked) // 4]
        chances += [(m.top, m in best) for m in ranked]
    likely = np.array([pair for pair in chances if pair[0] >= 0.5])
    sure = likely[likely[:, 0] >= 0.8]
    mean_top, share_top = likely.mean(axis=0)
    return Places(
        float(np.mean(hits)), float(mean_top), float(share_top), len(sure), float(sure[:, 1].mean())
    )


def shares_coverage(*, accounts: int, share: float, likeness: float, runs: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    worth = 1 / likeness - 1
    hits: list[bool] = []
    for _ in range(runs):
        truth = rng.beta(share * worth, (1 - share) * worth, accounts)
        counts = rng.integers(1, 9, accounts)
        found = account_shares(successes=rng.binomial(counts, truth), counts=counts)
        if isinstance(found, PooledShares):
            hits += [one.low <= t <= one.high for one, t in zip(found.estimates, truth, strict=True)]
    return float(np.mean(hits))


def report() -> Iterator[str]:
    started = perf_counter()
    yield "accounts on whole numbers of 1 to 10, 9,000 intervals each (2 SE .005); limits .93 to .97"
    for n in (1, 2, 3, 4, 5, 6, 8, 10):
        found = accounts(respondents=n, runs=300, seed=n)
        yield (
            f"  {n} respondents: held {found.coverage:.3f}, half width {found.reach:.2f}, "
            f"error {found.error:.2f} against {found.own_error:.2f} of own answers alone"
        )
    for k in (6, 10, 20):
        yield f"  {k} accounts of one or two answers: held {tiny_coverage(accounts=k, runs=400, seed=k):.3f}"
    places = managers(runs=300, seed=1)
    yield f"managers, 300 companies: effect held {places.coverage:.3f} (limit .93)"
    yield (
        f"  best quarter said with {places.mean_top:.2f} on average where >= .5, "
        f"came in {places.share_top:.2f}; with >= .8 for {places.sure}, came in {places.rightly_sure:.2f}"
    )
    for k in (8, 15, 40, 150):
        found = [shares_coverage(accounts=k, share=p, likeness=r, runs=3000 // k, seed=k) for p, r in WORLDS]
        yield f"shares, {k} accounts: held {', '.join(f'{share:.3f}' for share in found)}"
    yield f"  (share, likeness: {', '.join(f'{p}, {r}' for p, r in WORLDS)})"
    yield from _speed()
    yield f"  in {perf_counter() - started:.0f} s"


WORLDS = ((0.75, 0.02), (0.75, 0.2), (0.9, 0.15), (0.5, 0.4))


def _speed() -> Iterator[str]:
    rng = np.random.default_rng(1)
    given = _answered(rng.normal(7, SPREAD, 2000), rng.integers(1, 7, 2000), rng)
    for name, more in (("", {}), (" in 5 segments", {"segments": np.arange(2000) % 5})):
        before = perf_counter()
        account_means(**given, **more)
        yield f"2,000 accounts{name} pooled in {1000 * (perf_counter() - before):.0f} ms"
    before = perf_counter()
    manager_means(**given, managers=np.arange(2000) % 60, segments=np.arange(2000) % 5)
    yield f"60 managers of 2,000 accounts in {1000 * (perf_counter() - before):.0f} ms"
