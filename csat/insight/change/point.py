"""Whether one account's score has fallen: how likely, since which wave, by how much, and who says so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr

from csat.insight.change.components import Components
from csat.insight.change.model import Fall, Posterior, layout, posterior
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
    """Before `Drop.since` against from then on, in the unit of the answers.

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
    numbers; `points` (n,): their answers, any unit; NaN rows are left out, order does not matter.
    `components`: from `variance_components` and `with_wander`, in the same unit; `mean`: of accounts like
    this one, None: `components.mean`. `alarm_level` (0 to 1): from `calibration.alarm_level`. `fall`: what
    falls are like beforehand, None: 1.5 (SD 0.75) steps, 2 % a wave; give a third of the 2 % where waves
    are months. `settled`: the wave from which the level counts afresh, `since` of a fall that was confirmed
    or the wave of an alarm that was dismissed; falls are looked for after it, and people keep what is known
    of them.
    Answers in fewer than two waves (from `settled` on): TooLittle. Raises ValueError for arrays of different
    length, spreads that are negative, a residual of zero, or a level outside 0 to 1.

    y_pt = theta_t + u_p + e_pt, theta ~ N(mean, account^2), moving by `wander` a wave, and lower by
    D ~ N+(1.5, 0.75^2) steps from wave c on. Closed form: `model.posterior`. Because u_p is in the model, the
    low answer of somebody new counts for less than that of somebody who used to answer higher.
    Source: Bayes factor of one change with known spreads, as in Smith (1975), Biometrika 62; checked by
    numerical integration over the fall with scipy's multivariate normal density.
    """
    when, who, y = _rows(waves, persons, points)
    check(components, alarm_level)
    is_open = np.full(when.shape, True) if settled is None else when >= settled
    if missing := shortages(waves=(np.unique(when[is_open]).size, 2)):
        return TooLittle(missing)
    known = layout(waves=when, persons=who, components=components, fall=fall or Fall(), settled=settled)
    centre = components.mean if mean is None else mean
    found = posterior(known, (y - centre)[known.order, None])
    odds = found.log_odds[-1, :, 0]
    share = np.exp(odds - odds.max())
    share /= share.sum()
    chance = float(found.probability[-1, 0])
    since = int(known.waves[1 + int(share.argmax())])
    size, low, high = _size(found, share)
    return Drop(
        verdict=verdict(chance, alarm_level),
        probability=chance,
        is_likely=chance >= LIKELY,
        alarm_level=float(alarm_level),
        since=since,
        waves=tuple(
            WaveChance(int(w), float(chance * s)) for w, s in zip(known.waves[1:], share, strict=True)
        ),
        size=size,
        size_low=low,
        size_high=high,
        same_people=_same_people(when, who, y, since),
        n=int(y.size),
        people=int(np.unique(who).size),
    )


def verdict(probability: float, alarm_level: float) -> str:
    """The word for a probability: an alarm comes first, also where its level lies below that of a watch."""
    if probability > alarm_level:
        return "drop"
    return "watch" if probability >= LIKELY else "no_sign"


def check(components: Components, alarm_level: float) -> None:
    """Raises ValueError for what no account can have."""
    spreads = (components.account, components.person, components.residual, components.point)
    if (
        not np.isfinite(spreads).all()
        or min(spreads) < 0
        or components.residual <= 0
        or components.point <= 0
    ):
        raise ValueError("spreads are not negative, and answers of one person differ")
    if not 0 < alarm_level <= 1:
        raise ValueError("an alarm level lies between 0 and 1")


def _rows(waves: ArrayLike, persons: ArrayLike, points: ArrayLike) -> tuple[Ints, Ints, Floats]:
    when, who = np.asarray(waves, dtype=np.int64), np.asarray(persons, dtype=np.int64)
    y = np.asarray(points, dtype=float)
    if not when.shape == who.shape == y.shape or y.ndim != 1:
        raise ValueError("waves, persons and points describe the same answers")
    is_there = ~np.isnan(y)
    return when[is_there], who[is_there], y[is_there]


def _size(found: Posterior, share: Floats) -> tuple[float, float, float]:
    """Mean and 90 % interval of the fall: a mixture over its wave of normals cut at zero."""
    m, d = found.centre[-1, :, 0], found.deviation[-1, :, 0]
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


def _same_people(when: Ints, who: Ints, y: Floats, since: int) -> SamePeople:
    is_after = when >= since
    before, after = set(who[~is_after].tolist()), set(who[is_after].tolist())
    both = sorted(before & after)
    changes = [float(y[(who == p) & is_after].mean() - y[(who == p) & ~is_after].mean()) for p in both]
    return SamePeople(
        change=float(np.mean(changes)) if changes else None,
        people=len(both),
        new=len(after - before),
        answered=len(after),
        raw_change=float(y[is_after].mean() - y[~is_after].mean()),
    )
