"""Driver analyses in worlds whose importance is known: intervals, ranks, quadrants, halo, and time."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from csat.insight.drivers.importance import drivers
from csat.insight.drivers.johnson import johnson
from csat.insight.drivers.lmg import lmg
from csat.insight.drivers.result import Drivers

Floats = NDArray[np.float64]
GRADED = (0.6, 0.45, 0.3, 0.2, 0.1, 0.0)
LEVELS = np.array([7.8, 6.6, 7.6, 6.4, 7.5, 6.7])  # the attributes' means
ALIKE = 0.4  # share of an attribute's variance that lies between accounts


@dataclass(frozen=True)
class World:
    name: str
    weights: tuple[float, ...]
    halo: float
    noise: float


CLEAR = World("clear: graded weights, halo .3", GRADED, 0.3, 1.0)
TWO = World("two drivers of six, halo .5", (1.0, 0.5, 0.0, 0.0, 0.0, 0.0), 0.5, 1.0)
NOISY = World("graded weights, halo .5, R2 .3", GRADED, 0.5, 2.0)
HALO = World("halo .85", GRADED, 0.85, 1.0)
NOTHING = World("attributes say nothing", (0.0,) * 6, 0.3, 1.0)


@dataclass(frozen=True)
class Found:
    """Shares of intervals that hold the truth (all, the first driver's, R2's), of attributes with a quadrant
    and with a wrong one, of companies whose order is said to be reliable, of first ranks that are right."""

    held: float
    first_held: float
    r2_held: float
    labelled: float
    wrong_quadrants: float
    ranked: float
    first_right: float


def answers(where: World, rng: np.random.Generator, *, accounts: int, each: int) -> dict:
    """`each` answers of every account; attributes correlate `halo` with each other, all have variance 1."""
    n, p, halo = accounts * each, len(where.weights), where.halo
    account = np.repeat(np.arange(accounts), each)

    def part(rows: int) -> Floats:
        return np.sqrt(1 - halo) * rng.normal(size=(rows, p)) + np.sqrt(halo) * rng.normal(size=(rows, 1))

    attributes = np.sqrt(1 - ALIKE) * part(n) + np.sqrt(ALIKE) * part(accounts)[account]
    own = np.sqrt(0.7) * rng.normal(size=n) + np.sqrt(0.3) * rng.normal(size=accounts)[account]
    overall = attributes @ np.array(where.weights) + where.noise * own
    return {"attributes": attributes + LEVELS[:p], "overall": overall, "accounts": account}


def coverage(
    where: World, *, accounts: int, each: int, runs: int, seed: int, method: Literal["auto", "lmg", "johnson"]
) -> Found:
    rng = np.random.default_rng(seed)
    p, beta = len(where.weights), np.array(where.weights)
    inner = np.full((p, p), where.halo) + (1 - where.halo) * np.eye(p)
    outer = inner @ beta / np.sqrt(beta @ inner @ beta + where.noise**2)
    truth = (johnson if method == "johnson" else lmg)(correlations=inner, with_outcome=outer)
    is_good = LEVELS.mean() < LEVELS
    rows = []
    for run in range(runs):
        given = answers(where, rng, accounts=accounts, each=each)
        found = drivers(**given, names=list("abcdef"), bootstraps=300, seed=run, method=method)
        assert isinstance(found, Drivers)
        by_name = sorted(found.drivers, key=lambda one: one.name)
        held = [one.share.low <= s <= one.share.high for one, s in zip(by_name, truth.shares, strict=True)]
        right = [
            _quadrant(share > 1 / p, bool(good)) for share, good in zip(truth.shares, is_good, strict=True)
        ]
        labels = [one.quadrant for one in by_name]
        given_labels = [label != "undetermined" for label in labels]
        wrong = [a not in ("undetermined", b) for a, b in zip(labels, right, strict=True)]
        rows.append(
            (
                np.mean(held),
                held[0],
                found.r2.low <= truth.r2 <= found.r2.high,
                np.mean(given_labels),
                np.mean(wrong),
                found.verdict == "ranked",
                found.drivers[0].name == "a",
            )
        )
    return Found(*np.mean(np.array(rows, dtype=float), axis=0).tolist())


def _quadrant(is_important: bool, is_good: bool) -> str:
    if is_important:
        return "keep" if is_good else "improve"
    return "enough" if is_good else "later"


def report() -> Iterator[str]:
    started = perf_counter()
    yield "100 companies each: 95 % intervals of shares that hold the truth (of the first driver), of R2;"
    yield "quadrants labelled and wrongly labelled; order said to be reliable; right driver first"
    for where in (CLEAR, TWO, NOISY, HALO, NOTHING):
        for accounts, each in ((20, 3), (30, 3), (60, 4), (200, 4)):
            found = coverage(where, accounts=accounts, each=each, runs=100, seed=accounts, method="auto")
            line = f"order claimed in {found.ranked:.2f}" if where is NOTHING else _line(found)
            yield f"  {where.name}, {accounts} accounts x {each}: {line}"
    found = coverage(CLEAR, accounts=60, each=4, runs=100, seed=60, method="johnson")
    yield f"  the same by Johnson, {CLEAR.name}, 60 accounts x 4: {_line(found)}"
    yield from _times()
    yield f"  in {perf_counter() - started:.0f} s"


def _line(found: Found) -> str:
    return (
        f"{found.held:.3f} ({found.first_held:.3f}), R2 {found.r2_held:.3f}; labelled {found.labelled:.2f}, "
        f"wrong {found.wrong_quadrants:.3f}; ranked {found.ranked:.2f}, first right {found.first_right:.2f}"
    )


def _times() -> Iterator[str]:
    rng = np.random.default_rng(1)
    whole = np.corrcoef((rng.normal(size=(400, 13)) + rng.normal(size=(400, 1))).T)
    inner, outer = whole[:-1, :-1], whole[:-1, -1]
    fast = _seconds(lambda: lmg(correlations=inner, with_outcome=outer))
    slow = _seconds(lambda: _lmg_by_loop(inner, outer))
    yield f"LMG with 12 attributes: {1000 * fast:.1f} ms; loop over subsets {1000 * slow:.0f} ms"
    attributes = rng.normal(size=(2000, 20)) + rng.normal(size=(2000, 1))
    given = {
        "attributes": attributes,
        "overall": attributes.sum(axis=1) + rng.normal(0, 4, 2000),
        "accounts": np.arange(2000) // 5,
        "names": [f"a{j}" for j in range(20)],
        "method": "johnson",
    }
    tracemalloc.start()
    drivers(**given)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    fast = _seconds(lambda: drivers(**given))
    slow = 20 * _seconds(lambda: _johnson_by_loop(given, draws=50))
    yield (
        f"1,000 bootstraps of Johnson weights, 2,000 answers x 20 attributes: {fast:.2f} s with all else, "
        f"peak {peak:.0f} MB; loop {slow:.1f} s (50 bootstraps timed, times 20; {slow / fast:.0f} times)"
    )


def _seconds(work: Callable[[], object]) -> float:
    before = perf_counter()
    work()
    return perf_counter() - before


def _lmg_by_loop(inner: Floats, outer: Floats) -> Floats:
    """R2 of every subset by a solve of its own, weights by subset and attribute."""
    p = outer.size
    subsets = [[j for j in range(p) if code >> j & 1] for code in range(2**p)]
    r2 = [float(outer[s] @ np.linalg.solve(inner[np.ix_(s, s)], outer[s])) if s else 0.0 for s in subsets]
    chance = [1.0]
    for size in range(1, p):
        chance.append(chance[-1] * size / (p - size))
    found = np.zeros(p)
    for code, subset in enumerate(subsets):
        for j in set(range(p)) - set(subset):
            found[j] += chance[len(subset)] / p * (r2[code | 1 << j] - r2[code])
    return found


def _johnson_by_loop(given: dict, *, draws: int) -> None:
    """Rows of drawn accounts gathered, correlated and divided, one bootstrap after the other."""
    rng = np.random.default_rng(1)
    rows = [np.flatnonzero(given["accounts"] == a) for a in range(400)]
    for _ in range(draws):
        drawn = np.concatenate([rows[a] for a in rng.integers(0, 400, 400)])
        whole = np.corrcoef(np.column_stack([given["attributes"][drawn], given["overall"][drawn]]).T)
        johnson(correlations=whole[:-1, :-1], with_outcome=whole[:-1, -1])
