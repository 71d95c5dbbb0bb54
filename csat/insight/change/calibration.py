"""The alarm level at which stable accounts raise as many false alarms a year as agreed, and what it finds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from csat.insight.change.components import Components, check
from csat.insight.change.model import Fall, layout, posterior
from csat.insight.change.simulate import Scale, opinions, simulated_answers
from csat.insight.given import labels
from csat.insight.verdict import TooLittle, shortages

RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)  # of the curve, per account and year
FALLS = (1.0, 2.0)  # steps of a 1-10 answer
WITHIN = (1, 2, 4, 8)
HALVINGS = 24
DIGITS = 1e6  # of a level; beyond them it would depend on the order of a processor's sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pattern = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class LevelRate:
    """False alarms per account and year at an alarm level."""

    level: float
    rate: float


@dataclass(frozen=True)
class Detection:
    """The share of falls of `fall` (in the unit of the answers) that raise an alarm within so many waves."""

    fall: float
    waves: int
    share: float
    histories: int


@dataclass(frozen=True)
class Calibration:
    """Verdict: "calibrated". Rates are first false alarms per account and year watched.

    `rate` (`rate_low`, `rate_high`: 95 %) is what `level` came to on as many fresh histories of stable
    accounts: `alarms` in `account_years` years. `curve`: levels for other rates. `is_default`: the spreads
    of answers were not the company's own.
    """

    level: float
    target: float
    rate: float
    rate_low: float
    rate_high: float
    alarms: int
    histories: int
    account_years: float
    patterns: int
    curve: tuple[LevelRate, ...]
    detections: tuple[Detection, ...]
    is_default: bool
    seed: int
    verdict: str = "calibrated"


@dataclass(frozen=True)
class _Looked:
    """Histories (columns) at each wave (rows): probability of a fall, years watched so far; short ones are
    padded with a probability of 0."""

    probability: Floats
    years: Floats


def alarm_level(
    *,
    patterns: Sequence[Pattern],
    components: Components,
    false_alarms_per_year: float = 0.05,
    waves_per_year: float = 4.0,
    bounds: tuple[float, float] = (0.0, 100.0),
    is_rounded: bool = True,
    fall: Fall | None = None,
    stable_accounts: int = 250,
    histories: int = 5000,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Calibration | TooLittle:
    """The alarm level for `point.drop_probability`, from simulated stable accounts that answer like these.

    `patterns`: for each account (waves, persons) as `drop_probability` takes them; those with fewer than two
    waves are left out, without any other: TooLittle. Of more than `stable_accounts` so many are drawn.
    `false_alarms_per_year`: per account, 0 to 1. `waves_per_year`: 4 where waves count quarters, 12 for
    months. `bounds`: the ends of the scale; `is_rounded`: answers are steps of `components.point`, not means
    of several questions. `histories`: simulated in all, at least one a pattern; a second lot as large checks
    the rate, two more carry falls of 1 and 2 steps from the middle wave on. Raises ValueError for impossible
    components, rates, bounds or patterns. Same seed, same result.
    """
    check(components, false_alarms_per_year)
    if not (waves_per_year > 0 and bounds[0] < bounds[1] and min(stable_accounts, histories) > 0):
        raise ValueError("waves come at a rate, a scale has two ends, and something is simulated")
    rng = np.random.default_rng(seed)
    usable = _usable(patterns, stable_accounts, rng)
    if missing := shortages(accounts=(len(usable), 1)):
        return TooLittle(missing)
    scale = Scale(*bounds, components.point if is_rounded else 0.0)
    each, tell = -(-histories // len(usable)), progress or (lambda share: None)
    world = _World(usable, components, scale, fall or Fall(), waves_per_year, each, tell)
    return _calibrated(world, false_alarms_per_year, seed, rng)


def _usable(
    patterns: Sequence[Pattern], most: int, rng: np.random.Generator
) -> tuple[tuple[Ints, Ints], ...]:
    arrays = [(labels(w), labels(p)) for w, p in patterns]
    if any(w.ndim != 1 or w.shape != p.shape for w, p in arrays):
        raise ValueError("waves and persons of a pattern describe the same answers")
    usable = tuple((w, p) for w, p in arrays if np.unique(w).size > 1)
    if len(usable) <= most:
        return usable
    return tuple(usable[i] for i in np.sort(rng.choice(len(usable), most, replace=False)))


@dataclass(frozen=True)
class _World:
    patterns: tuple[tuple[Ints, Ints], ...]
    components: Components
    scale: Scale
    prior: Fall
    waves_per_year: float
    each: int
    tell: Callable[[float], None]


def _calibrated(world: _World, target: float, seed: int, rng: np.random.Generator) -> Calibration:
    """The level on the first lot, its rate on the second with the exact interval of a Poisson count (Garwood
    1936), what it finds on the others. An account is looked at after each wave and watched until its first
    alarm, so that a rate of 0.05 a year is a mean run of 20 years."""
    first, fresh, *fallen = _looked(world, rng)
    level = _level(first, target)
    alarms, years = _alarms(fresh, level)
    low = float(gammaincinv(alarms, 0.025)) if alarms else 0.0
    return Calibration(
        level=level,
        target=float(target),
        rate=alarms / years,
        rate_low=low / years,
        rate_high=float(gammaincinv(alarms + 1, 0.975)) / years,
        alarms=alarms,
        histories=fresh.probability.shape[1],
        account_years=years,
        patterns=len(world.patterns),
        curve=tuple(LevelRate(_level(first, rate), rate) for rate in RATES),
        detections=tuple(_detections(world, fallen, level)),
        is_default=world.components.is_default,
        seed=seed,
    )


def _looked(world: _World, rng: np.random.Generator) -> list[_Looked]:
    """Two lots of stable histories, then one for each fall: each pattern is factored once for all."""
    behind = opinions(world.components, world.scale, rng)
    lots: list[list[tuple[Floats, Floats]]] = [[] for _ in (0.0, 0.0, *FALLS)]
    for done, (waves, persons) in enumerate(world.patterns, start=1):
        known = layout(waves=waves, persons=persons, components=world.components, fall=world.prior)
        years = (known.waves - known.waves[0]) / world.waves_per_year
        for lot, fall in zip(lots, (0.0, 0.0, *FALLS), strict=True):
            answers = simulated_answers(
                waves=waves[known.order],
                persons=persons[known.order],
                components=behind,
                scale=world.scale,
                histories=world.each,
                rng=rng,
                fall=fall * world.components.point,
                since=int(known.waves[known.waves.size // 2]),
            )
            found = posterior(known, answers - world.components.mean).probability
            lot.append((found, np.repeat(years[:, None], world.each, axis=1)))
        world.tell(done / len(world.patterns))
    return [_Looked(_padded([p for p, _ in lot], 0.0), _padded([y for _, y in lot], None)) for lot in lots]


def _padded(blocks: list[Floats], value: float | None) -> Floats:
    """Blocks of different height side by side, filled up with a value or each with its own last row."""
    tallest = max(block.shape[0] for block in blocks)
    rows = []
    for block in blocks:
        last = block[-1:] if value is None else np.full_like(block[-1:], value)
        rows.append(np.concatenate([block, np.repeat(last, tallest - block.shape[0], axis=0)]))
    return np.concatenate(rows, axis=1)


def _alarms(looked: _Looked, level: float) -> tuple[int, float]:
    """First alarms, and years watched until then or to the end."""
    is_over = looked.probability > level
    is_alarmed = is_over.any(axis=0)
    until = np.where(is_alarmed, is_over.argmax(axis=0), is_over.shape[0] - 1)
    return int(is_alarmed.sum()), float(np.take_along_axis(looked.years, until[None, :], axis=0).sum())


def _level(looked: _Looked, rate: float) -> float:
    """The lowest level with at most this rate, by halving: a higher one alarms less often, and later."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        alarms, years = _alarms(looked, middle)
        low, high = (middle, high) if alarms > rate * years else (low, middle)
    return float(np.ceil(high * DIGITS) / DIGITS)


def _detections(world: _World, fallen: Sequence[_Looked], level: float) -> Iterator[Detection]:
    """Of histories without an alarm before the fall, and with so many waves after it, the share alarmed."""
    length = np.repeat([np.unique(waves).size for waves, _ in world.patterns], world.each)
    start = length // 2
    row = np.arange(int(length.max()))[:, None]
    for fall, looked in zip(FALLS, fallen, strict=True):
        is_over = looked.probability > level
        is_clean = np.asarray((is_over & (row < start)).sum(axis=0) == 0)
        for waves in WITHIN:
            counts = is_clean & (start + waves <= length)
            is_found = np.asarray((is_over & (row >= start) & (row < start + waves)).any(axis=0))
            if counts.any():
                share = float(is_found[counts].mean())
                yield Detection(fall * world.components.point, waves, share, int(counts.sum()))
