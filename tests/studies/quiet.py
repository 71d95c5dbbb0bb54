"""Who fell silent and who sinks: flags without a cause, and how many of the real ones are found."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.change.components import Components
from csat.insight.quiet.decline import Decline, silent_decline
from csat.insight.quiet.silence import Silence, Silences, silence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SCALE = Components(mean=7.5, account=1.0, person=1.0, residual=0.9, point=1.0)
WAVES, MONTHS = 6, 18
SILENT = ("silent", "decision_maker_silent")


@dataclass(frozen=True)
class Flags:
    """Shares of looked-at accounts with each verdict."""

    silent: float
    decider: float
    looked_at: int


def silences(
    *,
    invited: int,
    before: int,
    falls_to: float = 1.0,
    is_decider_only: bool = False,
    willing: tuple[float, float] = (4.0, 2.0),
    runs: int = 4000,
    seed: int = 1,
) -> Flags:
    """Accounts whose people answer with a chance drawn from Beta(`willing`), times `falls_to` in the last two
    waves (of the decision maker alone, the first of those invited). `before`: waves of habit."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(*willing, (runs, 1, 1)) * np.ones((runs, before + 2, invited))
    chance[:, -2:, : 1 if is_decider_only else None] *= falls_to
    said = (rng.random(chance.shape) < chance).astype(int)
    asked = np.full((runs, before + 2), invited)
    deciding = np.ones_like(asked)
    found = silence(
        invited=asked, answered=said.sum(axis=2), decision_invited=deciding, decision_answered=said[:, :, 0]
    )
    assert isinstance(found, Silences)
    verdicts = [row.verdict for row in found.rows if isinstance(row, Silence)]
    return Flags(
        verdicts.count("silent") / runs, verdicts.count("decision_maker_silent") / runs, len(verdicts)
    )


def habitual_non_answerers(*, runs: int = 4000, seed: int = 1) -> float:
    """The share of rows flagged that hardly ever answered (5 %), in a company where most do."""
    rng = np.random.default_rng(seed)
    chance = np.where(np.arange(runs) < runs // 5, 0.05, rng.beta(4, 2, runs))[:, None, None]
    said = (rng.random((runs, 8, 3)) < chance).sum(axis=2)
    found = silence(invited=np.full((runs, 8), 3), answered=said)
    assert isinstance(found, Silences)
    return sum(row.verdict == "silent" for row in found.rows[: runs // 5]) / (runs // 5)


def declines(
    *,
    respondents: int,
    slope: float = 0.0,
    renewed: float = 0.0,
    growth: float = 0.0,
    noise: float = 0.08,
    runs: int = 1000,
    seed: int = 1,
) -> dict[str, float]:
    """Shares of verdicts for accounts that sink by `slope` steps a wave over six waves, answers rounded,
    people replaced with chance `renewed` a wave; revenue grows by `growth` in a year, `noise` a month."""
    rng = np.random.default_rng(seed)
    counts: dict[str, int] = {}
    waves = np.repeat(np.arange(WAVES), respondents)
    for _ in range(runs):
        persons = _people(respondents, renewed, rng)
        people = rng.normal(0, SCALE.person, int(persons.max()) + 1)
        level = rng.normal(SCALE.mean, SCALE.account) - slope * waves
        points = np.clip(np.rint(level + people[persons] + rng.normal(0, SCALE.residual, waves.size)), 1, 10)
        revenue = np.exp(rng.normal(0, noise, MONTHS)) * np.where(np.arange(MONTHS) < 12, 1, 1 + growth)
        found = silent_decline(waves=waves, persons=persons, points=points, components=SCALE, revenue=revenue)
        assert isinstance(found, Decline)
        counts[found.verdict] = counts.get(found.verdict, 0) + 1
    return {verdict: count / runs for verdict, count in counts.items()}


def _people(respondents: int, renewed: float, rng: np.random.Generator) -> Ints:
    people, who = np.arange(respondents), []
    for wave in range(WAVES):
        leave = rng.random(respondents) < (renewed if wave else 0.0)
        people = np.where(leave, (wave + 1) * respondents + np.arange(respondents), people)
        who.append(people)
    return np.concatenate(who)


def false_declines_a_year(*, respondents: int, runs: int = 300, seed: int = 1) -> float:
    """First flags of stable accounts an account-year, looked at after each of 24 quarterly waves."""
    rng = np.random.default_rng(seed)
    waves, persons = np.repeat(np.arange(24), respondents), np.tile(np.arange(respondents), 24)
    flags, years = 0, 0.0
    for _ in range(runs):
        people = rng.normal(0, SCALE.person, respondents)
        given = rng.normal(SCALE.mean, SCALE.account) + people[persons]
        points = np.clip(np.rint(given + rng.normal(0, SCALE.residual, waves.size)), 1, 10)
        look = _first_flag(waves, persons, points)
        flags += look is not None
        years += (23 if look is None else look) / 4
    return flags / years


def _first_flag(waves: Ints, persons: Ints, points: Floats) -> int | None:
    for look in range(3, int(waves.max()) + 1):
        rows = waves <= look
        found = silent_decline(
            waves=waves[rows], persons=persons[rows], points=points[rows], components=SCALE
        )
        if found.verdict != "no_sign":
            return look
    return None


def slopes_hold_the_truth(
    *, respondents: int = 3, slope: float = 0.3, runs: int = 1000, seed: int = 1
) -> float:
    """Coverage of the slope's 95 % interval, answers not rounded."""
    rng = np.random.default_rng(seed)
    waves, held = np.repeat(np.arange(WAVES), respondents), 0
    for _ in range(runs):
        persons = _people(respondents, 0.3, rng)
        people = rng.normal(0, SCALE.person, int(persons.max()) + 1)
        points = 7 - slope * waves + people[persons] + rng.normal(0, SCALE.residual, waves.size)
        found = silent_decline(waves=waves, persons=persons, points=points, components=SCALE)
        assert isinstance(found, Decline)
        held += found.slope_low <= -slope <= found.slope_high
    return held / runs


def report() -> Iterator[str]:
    yield from _silences()
    yield from _declines()


def _silences() -> Iterator[str]:
    yield "silence in the last two waves (limit of false flags: 1 % silent, 10 % decision maker)"
    for invited in (1, 2, 3, 5, 8):
        for before in (4, 8):
            stable = silences(invited=invited, before=before)
            gone, half = (silences(invited=invited, before=before, falls_to=to) for to in (0.0, 0.5))
            decider = silences(invited=invited, before=before, falls_to=0.0, is_decider_only=True)
            yield (
                f"{invited} invited, {before} waves before: false {100 * stable.silent:.2f} % silent, "
                f"{100 * stable.decider:.1f} % decision maker; all gone: {100 * gone.silent:.0f} %; half as "
                f"willing: {100 * half.silent:.0f} %; decision maker gone: "
                f"{100 * (decider.decider + decider.silent):.0f} %"
            )
    yield f"habitual non-answerers (5 %) flagged: {100 * habitual_non_answerers():.2f} %"


def _declines() -> Iterator[str]:
    yield "decline over six waves (stable accounts, then sinking by 0.15, 0.25, 0.4 steps a wave), % flagged"
    for respondents in (1, 2, 3, 5, 8):
        for renewed in (0.0, 0.5):
            shares = [
                1 - declines(respondents=respondents, slope=slope, renewed=renewed).get("no_sign", 0.0)
                for slope in (0.0, 0.15, 0.25, 0.4)
            ]
            told = " / ".join(f"{100 * share:.1f}" for share in shares)
            yield f"{respondents} respondents, {100 * renewed:.0f} % new each wave: {told}"
    for respondents in (1, 3, 8):
        rate = false_declines_a_year(respondents=respondents)
        yield f"{respondents} respondents, looked at every quarter: {rate:.2f} first false flags a year"
    yield "revenue of those that sink by 0.5: held (flat), fell by 30 %; share told quiet of the flagged"
    for growth in (0.0, -0.3):
        found = declines(respondents=5, slope=0.5, growth=growth)
        flagged = 1 - found.get("no_sign", 0.0)
        yield f"change {growth:+.0%}: {100 * found.get('quiet_decline', 0.0) / flagged:.1f} % quiet"
    yield f"95 % interval of the slope holds the truth: {100 * slopes_hold_the_truth():.1f} %"
