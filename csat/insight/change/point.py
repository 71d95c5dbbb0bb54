"""Whether one account's score has fallen: how likely, since which wave, by how much, and who says so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr

from csat.insight.change.components import Components, answers_of, check
from csat.insight.change.model import Fall, Layout, Posterior, layout, posterior
from csat.insight.verdict import TooLittle, shortages

# Until it is calibrated: quarterly waves of 1 to 8 people then raise fewer than 0.05 false alarms a year.
ALARM_LEVEL = 0.5
LIKELY = 0.8  # below it no page shows an arrow
HALVINGS = 50

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class WaveChance:
    """The probability that the fall started in this wave; over all waves they add up to that of a fall."""

    wave: int
    probability: float


@dataclass(frozen=True)
class SamePeople:
    """Before `Drop.since` (and from the settled wave on) against from then on, in the unit of the answers.

    `change`: mean over the people who answered on both sides of their own change, None without any
    (`people` of them); `new` of the `answered` people heard from since then had never answered before;
    `raw_change`: mean of all answers since less mean of all before, whoever gave them.
    """

    change: float | None
    people: int
    new: int
    answered: int
    raw_change: float


@dataclass(frozen=True)
class Drop:
    """Verdicts: "drop" (the probability is above the alarm level), "watch" (it is not, but is 0.8 at least,
    which happens where few false alarms are wanted), "no_sign".

    An alarm level answers "how often may a stable account alarm", the probability "how sure are we": with
    quarterly answers an alarm at 0.05 a year is raised from a probability of 0.2 to 0.45 on. `is_likely`:
    the probability is at least 0.8, so that an arrow may be drawn.
    `since`: the wave in which the fall most likely started, if there was one. `size` (`size_low`,
    `size_high`: 90 %): how far the level fell, given that it did; positive, in the unit of the answers.
    """

    verdict: str
    probability: float
    is_likely: bool
    alarm_level: float
    since: int
    waves: tuple[WaveChance, ...]
    size: float
    size_low: float
    size_high: float
    same_people: SamePeople
    n: int
    people: int


@dataclass(frozen=True)
class _Answers:
    """One account's answers; `is_open`: those from the settled wave on."""

    waves: Ints
    persons: Ints
    points: Floats
    is_open: NDArray[np.bool_]


def drop_probability(
    *,
    waves: ArrayLike,
    persons: ArrayLike,
    points: ArrayLike,
    components: Components,
    mean: float | None = None,
    alarm_level: float = ALARM_LEVEL,
    fall: Fall | None = None,
    settled: int | None = None,
) -> Drop | TooLittle:
    """The probability that the opinion of one account has fallen at some wave and stayed down.

    `waves` (n,): whole numbers in time order, quarters or months, gaps allowed; `persons` (n,): whole
    numbers; `points` (n,): their answers, any unit, in any order, NaN left out. `components`: from
    `variance_components` and `with_wander`, same unit; `mean`: of accounts like this one, None:
    `components.mean`. `alarm_level` (0 to 1): from `calibration.alarm_level`. `fall`: what falls are like
    beforehand. `settled`: the wave from which the level counts afresh, `since` of a confirmed fall or the
    wave of a dismissed alarm; falls are looked for after it, people keep what is known of them. Answers in
    fewer than two waves (from `settled` on): TooLittle. Raises ValueError for arrays of different length,
    impossible spreads, or a level outside 0 to 1. Because people are in the model (`model.posterior`), the
    low answer of somebody new counts for less than that of somebody who used to answer higher.
    Source: Bayes factor of one change, as in Smith (1975), Biometrika 62; checked by numerical integration.
    """
    when, who, y = answers_of(waves, persons, points)
    check(components, alarm_level)
    is_open = np.full(when.shape, True) if settled is None else when >= settled
    if missing := shortages(waves=(np.unique(when[is_open]).size, 2)):
        return TooLittle(missing)
    known = layout(waves=when, persons=who, components=components, fall=fall or Fall(), settled=settled)
    centre = components.mean if mean is None else mean
    found = posterior(known, (y - centre)[known.order, None])
    return _drop(known, found, _Answers(when, who, y, is_open), alarm_level)


def _drop(known: Layout, found: Posterior, answers: _Answers, alarm_level: float) -> Drop:
    odds = found.log_odds[:, 0]
    share = np.exp(odds - odds.max())
    share /= share.sum()
    chance = float(found.probability[-1, 0])
    since = int(known.waves[1 + int(share.argmax())])
    size, low, high = _size(found, share)
    first = int(answers.waves[answers.is_open].min())
    by_wave = zip(known.waves[1:].tolist(), (chance * share).tolist(), strict=True)
    return Drop(
        verdict=verdict(chance, alarm_level),
        probability=chance,
        is_likely=chance >= LIKELY,
        alarm_level=float(alarm_level),
        since=since,
        waves=tuple(WaveChance(wave, probability) for wave, probability in by_wave if wave > first),
        size=size,
        size_low=low,
        size_high=high,
        same_people=_same_people(answers, since),
        n=int(answers.points.size),
        people=int(np.unique(answers.persons).size),
    )


def verdict(probability: float, alarm_level: float) -> str:
    """The word for a probability: an alarm comes first, also where its level lies below that of a watch."""
    if probability > alarm_level:
        return "drop"
    return "watch" if probability >= LIKELY else "no_sign"


def _size(found: Posterior, share: Floats) -> tuple[float, float, float]:
    """Mean and 90 % interval of the fall: a mixture over its wave of normals cut at zero."""
    m, d = found.centre[:, 0], found.deviation
    log_above = log_ndtr(m / d)
    ratio = np.exp(-0.5 * (m / d) ** 2 - 0.5 * np.log(2 * np.pi) - log_above)
    mean = float(share @ (m + d * ratio))

    def quantile(q: float) -> float:
        low, high = 0.0, float((np.maximum(m, 0) + 9 * d).max())
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            beyond = float(share @ np.exp(log_ndtr((m - middle) / d) - log_above))
            low, high = (middle, high) if beyond > 1 - q else (low, middle)
        return (low + high) / 2

    return mean, quantile(0.05), quantile(0.95)


def _same_people(answers: _Answers, since: int) -> SamePeople:
    who, y = answers.persons, answers.points
    is_after = answers.waves >= since
    is_before = ~is_after & answers.is_open
    both = np.intersect1d(who[is_before], who[is_after])
    changes = [float(y[(who == p) & is_after].mean() - y[(who == p) & is_before].mean()) for p in both]
    answered = np.unique(who[is_after])
    return SamePeople(
        change=float(np.mean(changes)) if changes else None,
        people=int(both.size),
        new=int(np.setdiff1d(answered, who[~is_after]).size),
        answered=int(answered.size),
        raw_change=float(y[is_after].mean() - y[is_before].mean()),
    )
