"""Falls that are real and falls that are noise: false alarms a year, and how soon a real one is found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from csat.insight.change.calibration import Calibration, alarm_level
from csat.insight.change.components import Components, variance_components
from csat.insight.change.model import Fall, layout, posterior
from csat.insight.change.wander import with_wander

Floats = NDArray[np.float64]
Pattern = tuple[NDArray[np.int64], NDArray[np.int64]]
WAVES, FALLS_AT, A_YEAR, TARGET = 24, 12, 4, 0.05
WITHIN = (1, 2, 4, 8)
RESPONDENTS = (1, 2, 3, 5, 8)
# A 1-10 scale; what statistics are told of the world unless they estimate it.
TRUE = Components(mean=7.5, account=1.0, person=1.0, residual=0.9, point=1.0)
CUSUM_REFERENCE, CUSUM_LIMIT = 0.5, 2.645  # a mean run of 80 waves


@dataclass(frozen=True)
class Found:
    """`rate`: first false alarms an account-year, `error` its standard error; shares found within WITHIN."""

    level: float
    rate: float
    error: float
    by_1: tuple[float, ...]
    by_2: tuple[float, ...]


def pattern(respondents: int, *, renewed: float, rng: np.random.Generator, waves: int = WAVES) -> Pattern:
    """The same number of people every wave, each of them somebody new with chance `renewed`."""
    people, newest, who = np.arange(respondents), respondents, []
    for wave in range(waves):
        leave = rng.random(respondents) < (renewed if wave else 0.0)
        people = np.where(leave, newest + np.arange(respondents), people)
        newest += respondents
        who.append(people)
    return np.repeat(np.arange(waves), respondents), np.concatenate(who)


def answers(
    one: Pattern,
    histories: int,
    rng: np.random.Generator,
    *,
    fall: float = 0.0,
    wander: float = 0.0,
    mean: float = TRUE.mean,
) -> Floats:
    """(n, histories) answers of 1 to 10, written apart from what the product simulates."""
    waves, persons = one
    levels = rng.normal(mean, TRUE.account, histories) + np.zeros((int(waves.max()) + 1, 1))
    levels[1:] += np.cumsum(rng.normal(0, wander, (levels.shape[0] - 1, histories)), axis=0)
    levels[FALLS_AT:] -= fall
    who = np.unique(persons, return_inverse=True)[1]
    people = rng.normal(0, TRUE.person, (int(who.max()) + 1, histories))
    given = levels[waves] + people[who] + rng.normal(0, TRUE.residual, (waves.size, histories))
    return np.clip(np.rint(given), 1, 10)


def probabilities(patterns: Sequence[Pattern], lots: Sequence[Floats], components: Components) -> Floats:
    """(waves, histories): the probability of a fall after each wave, patterns side by side."""
    paths = []
    for (waves, persons), given in zip(patterns, lots, strict=True):
        known = layout(waves=waves, persons=persons, components=components, fall=Fall())
        paths.append(posterior(known, given[known.order] - components.mean).probability)
    return np.concatenate(paths, axis=1)


def false_alarms(paths: Floats, level: float) -> tuple[float, float]:
    """First alarms an account-year, and the standard error of a count."""
    is_over = paths > level
    is_alarmed = is_over.any(axis=0)
    until = np.where(is_alarmed, is_over.argmax(axis=0), paths.shape[0] - 1)
    years = until.sum() / A_YEAR
    return float(is_alarmed.sum() / years), float(np.sqrt(is_alarmed.sum()) / years)


def found_within(paths: Floats, level: float) -> tuple[float, ...]:
    """Of histories quiet until the fall, the share alarmed within 1, 2, 4 and 8 waves of it."""
    is_over = paths > level
    is_quiet = ~is_over[:FALLS_AT].any(axis=0)
    after = is_over[FALLS_AT:, is_quiet]
    return tuple(float(after[:waves].any(axis=0).mean()) for waves in WITHIN)


def detection(
    respondents: int, *, renewed: float = 0.0, runs: int = 4000, histories: int = 10_000, seed: int = 1
) -> Found:
    """Calibrated on the patterns, judged on fresh answers of another simulator."""
    rng = np.random.default_rng(seed)
    patterns = [pattern(respondents, renewed=renewed, rng=rng) for _ in range(40 if renewed else 1)]
    calibration = calibrated(patterns, TRUE, seed=seed, histories=histories)
    return judged(patterns, TRUE, calibration.level, runs=runs, rng=rng)


def calibrated(
    patterns: Sequence[Pattern], components: Components, *, seed: int, histories: int = 10_000
) -> Calibration:
    found = alarm_level(
        patterns=patterns, components=components, bounds=(1, 10), histories=histories, seed=seed
    )
    assert isinstance(found, Calibration)
    return found


def judged(
    patterns: Sequence[Pattern],
    components: Components,
    level: float,
    *,
    runs: int,
    rng: np.random.Generator,
    wander: float = 0.0,
    mean: float = TRUE.mean,
) -> Found:
    each = -(-runs // len(patterns))
    stable, one, two = (
        probabilities(
            patterns,
            [answers(p, each, rng, fall=fall, wander=wander, mean=mean) for p in patterns],
            components,
        )
        for fall in (0.0, 1.0, 2.0)
    )
    rate, error = false_alarms(stable, level)
    return Found(level, rate, error, found_within(one, level), found_within(two, level))


def wandering(
    respondents: int,
    wander: float,
    *,
    runs: int = 4000,
    histories: int = 10_000,
    accounts: int = 120,
    seed: int = 1,
) -> dict[str, Found]:
    """Accounts whose level moves by itself: the model that does not know, the same with its level raised
    until the rate holds, and the model whose `wander` was estimated from a panel of such accounts."""
    rng = np.random.default_rng(seed)
    one = [pattern(respondents, renewed=0.0, rng=rng)]
    blind = calibrated(one, TRUE, seed=seed, histories=histories).level
    stable = probabilities(one, [answers(one[0], runs, rng, wander=wander)], TRUE)
    raised = next(h for h in np.linspace(blind, 1, 400) if false_alarms(stable, h)[0] <= TARGET)
    knowing = replace(TRUE, wander=estimated_wander(respondents, wander, accounts=accounts, seed=seed))
    levels = {"blind": (TRUE, blind), "raised": (TRUE, float(raised))}
    levels["knowing"] = (knowing, calibrated(one, knowing, seed=seed, histories=histories).level)
    return {
        name: judged(one, components, level, wander=wander, runs=runs, rng=rng)
        for name, (components, level) in levels.items()
    }


def company(
    accounts: int,
    waves: int,
    rng: np.random.Generator,
    *,
    respondents: int = 3,
    wander: float = 0.0,
    mean: float = TRUE.mean,
) -> dict[str, Floats]:
    """Rows of a panel: a fall of N(1.5, 0.75^2) starts in 2 % of waves, a fifth of people change."""
    columns: dict[str, list[Floats]] = {name: [] for name in ("accounts", "persons", "waves", "points")}
    for account in range(accounts):
        when, who = pattern(respondents, renewed=0.2, rng=rng, waves=waves)
        falls = rng.random(waves) < 0.02
        size = max(rng.normal(1.5, 0.75), 0.0) * (np.cumsum(falls) > 0)[when]
        given = answers((when, who), 1, rng, wander=wander, mean=mean)[:, 0]
        points = np.clip(np.rint(given - size), 1, 10)
        parts = (
            np.full(when.size, account),
            who + account * 10_000,
            when,
            points,
        )
        for column, part in zip(columns.values(), parts, strict=True):
            column.append(np.asarray(part, float))
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def estimated_wander(respondents: int, wander: float, *, accounts: int, seed: int) -> float:
    rng = np.random.default_rng(seed + 1000)
    rows = company(accounts, WAVES, rng, respondents=respondents, wander=wander)
    return with_wander(**rows, components=TRUE).wander


def whole_chain(
    *, wander: float = 0.0, mean: float = TRUE.mean, seed: int = 1, runs: int = 4000, histories: int = 10_000
) -> Found:
    """Spreads estimated from a company with falls in it, level calibrated on it, judged on new accounts."""
    rng = np.random.default_rng(seed)
    rows = company(120, 16, rng, wander=wander, mean=mean)
    components = variance_components(**rows, point=1.0)
    assert isinstance(components, Components)
    components = with_wander(**rows, components=components)
    patterns = [pattern(3, renewed=0.2, rng=rng) for _ in range(40)]
    level = calibrated(patterns, components, seed=seed, histories=histories).level
    return judged(patterns, components, level, wander=wander, mean=mean, runs=runs, rng=rng)


def mixed(*, seed: int = 1, runs: int = 10_000) -> dict[int, float]:
    """One level for accounts of 1 to 8 respondents: false alarms a year by that number, and over all (0)."""
    rng = np.random.default_rng(seed)
    patterns = [pattern(k, renewed=0.2, rng=rng) for k in RESPONDENTS for _ in range(10)]
    level = calibrated(patterns, TRUE, seed=seed).level
    each = runs // len(patterns)
    paths = probabilities(patterns, [answers(p, each, rng) for p in patterns], TRUE)
    found = {0: false_alarms(paths, level)[0]}
    for i, respondents in enumerate(RESPONDENTS):
        found[respondents] = false_alarms(paths[:, i * 10 * each : (i + 1) * 10 * each], level)[0]
    return found


def cusum(one: Pattern, given: Floats) -> Floats:
    """(waves, histories): the fallback of published run lengths, S of z = (m - mean) / sqrt(P + s2 / n)."""
    waves, _ = one
    within = TRUE.person**2 + TRUE.residual**2
    centre, variance = np.full(given.shape[1], TRUE.mean), TRUE.account**2
    total, path = np.zeros(given.shape[1]), []
    for wave in range(int(waves.max()) + 1):
        n = int((waves == wave).sum())
        mean = given[waves == wave].mean(axis=0)
        total = np.maximum(0, total + (centre - mean) / np.sqrt(variance + within / n) - CUSUM_REFERENCE)
        path.append(total)
        gain = variance / (variance + within / n)
        centre, variance = centre + gain * (mean - centre), variance * (1 - gain)
    return np.stack(path)


def fallback(respondents: int, *, renewed: float = 0.0, runs: int = 4000, seed: int = 1) -> Found:
    rng = np.random.default_rng(seed)
    one = pattern(respondents, renewed=renewed, rng=rng)
    stable, by_1, by_2 = (cusum(one, answers(one, runs, rng, fall=fall)) for fall in (0.0, 1.0, 2.0))
    rate, error = false_alarms(stable, CUSUM_LIMIT)
    return Found(CUSUM_LIMIT, rate, error, found_within(by_1, CUSUM_LIMIT), found_within(by_2, CUSUM_LIMIT))


def plain_loop(one: Pattern, given: Floats, components: Components) -> Floats:
    """The straightforward way: solve with the covariance for every history, wave and possible start."""
    waves, persons = one
    fall = Fall()
    size, spread = fall.size * components.point, fall.spread * components.point
    known = np.unique(waves)
    paths = np.zeros((known.size, given.shape[1]))
    for history in range(given.shape[1]):
        for look in range(1, known.size):
            seen = waves <= known[look]
            y, when, who = given[seen, history] - components.mean, waves[seen], persons[seen]
            v = components.account**2 + components.person**2 * (who[:, None] == who[None, :])
            v = v + components.residual**2 * np.eye(y.size)
            odds = 0.0
            for last, start in pairwise(known[: look + 1]):
                x = (when >= start).astype(float)
                solved = np.linalg.solve(v, np.column_stack([x, y]))
                odds += _odds(float(x @ solved[:, 0]), -float(x @ solved[:, 1]), (size, spread)) * (
                    (1 - fall.hazard) ** (last - known[0]) * (1 - (1 - fall.hazard) ** (start - last))
                )
            paths[look, history] = odds / (odds + (1 - fall.hazard) ** (known[look] - known[0]))
    return paths


def _odds(a: float, b: float, prior: tuple[float, float]) -> float:
    size, spread = prior
    v = 1 / (a + spread**-2)
    m = v * (b + size / spread**2)
    height = np.sqrt(v) / spread * np.exp(0.5 * (m**2 / v - size**2 / spread**2))
    return float(height * ndtr(m / np.sqrt(v)) / ndtr(size / spread))


def report() -> Iterator[str]:
    yield from _detections()
    yield from _wanderings()
    yield from _others()
    yield from _times()


def _line(name: str, found: Found) -> str:
    falls = "   ".join(
        "/".join(f"{100 * share:.0f}" for share in shares) for shares in (found.by_1, found.by_2)
    )
    return f"{name:34} {found.rate:.3f} +-{2 * found.error:.3f}   {falls}   (level {found.level:.2f})"


def _detections() -> Iterator[str]:
    yield f"{'':34} false alarms   found of -1.0 and of -2.0 within 1/2/4/8 waves, % (target 0.05 a year)"
    for renewed, who in ((0.0, "the same people"), (0.5, "half of them new"), (1.0, "all of them new")):
        for respondents in RESPONDENTS:
            yield _line(f"{respondents} respondents, {who}", detection(respondents, renewed=renewed))
    for renewed, who in ((0.0, "the same people"), (1.0, "all new")):
        for respondents in RESPONDENTS:
            found = fallback(respondents, renewed=renewed)
            yield _line(f"{respondents} respondents, CUSUM, {who}", found)


def _wanderings() -> Iterator[str]:
    for respondents in (1, 3, 8):
        for wander in (0.10, 0.15, 0.25):
            for name, found in wandering(respondents, wander).items():
                yield _line(f"{respondents} respondents, wander {wander:.2f}, {name}", found)


def _others() -> Iterator[str]:
    for name, wander, mean in (("", 0.0, 7.5), (", wander 0.15", 0.15, 7.5), (", mean 9", 0.0, 9.0)):
        chains = [whole_chain(wander=wander, mean=mean, seed=seed) for seed in range(1, 5)]
        rates = ", ".join(f"{found.rate:.3f}" for found in chains)
        yield _line(f"all estimated, 3 respondents{name}", chains[0]) + f"; four companies: {rates}"
    shared = mixed()
    by_size = ", ".join(f"{shared[k]:.3f} ({k})" for k in RESPONDENTS)
    yield f"one level for accounts of 1 to 8: {shared[0]:.3f} a year over all; by respondents {by_size}"


def _times() -> Iterator[str]:
    rng = np.random.default_rng(1)
    patterns = [pattern(3, renewed=0.2, rng=rng) for _ in range(250)]
    start = perf_counter()
    calibration = calibrated(patterns, TRUE, seed=1)
    ours = (perf_counter() - start) / (4 * calibration.histories)
    few = [answers(one, 1, rng) for one in patterns[:8]]
    start = perf_counter()
    slow = np.concatenate(
        [plain_loop(one, y, TRUE) for one, y in zip(patterns[:8], few, strict=True)], axis=1
    )
    loop = (perf_counter() - start) / 8
    apart = float(np.abs(slow - probabilities(patterns[:8], few, TRUE)).max())
    seconds = ours * 4 * calibration.histories
    yield (
        f"calibration, 250 accounts x 24 waves, {4 * calibration.histories} histories: {seconds:.2f} s; "
        f"{1e6 * ours:.0f} us a history, plain loop {1e6 * loop:.0f} us ({loop / ours:.0f} times; "
        f"largest difference {apart:.1e})"
    )
