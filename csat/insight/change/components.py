"""How answers differ: between accounts, between the people of one account, and from time to time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import labels, numbers
from csat.insight.verdict import TooLittle, shortages

POINT = 100 / 9  # one step of a 1-10 answer on the stored scale of 0 to 100
LEAST_ACCOUNTS = 30
# In steps of a 1-10 answer; used until enough accounts have people who answered twice.
PERSON, RESIDUAL, ACCOUNT = 1.0, 0.9, 1.0
LEAST_ACCOUNT = 0.25  # keeps an account's level from being taken as known, in steps

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Components:
    """Standard deviations in the unit of the answers; `point` is what one step of a 1-10 answer is in it.

    `wander`: how far an account's level moves in a wave without anything having happened; 0 until
    `wander.with_wander` finds some. Verdicts: "estimated" from these answers, or "default" (`is_default`)
    where they could not carry it. `n`: answers they were measured on; 0: they are of opinions, before these
    are rounded and cut to a scale.
    """

    mean: float
    account: float
    person: float
    residual: float
    wander: float = 0.0
    point: float = POINT
    n: int = 0
    accounts: int = 0
    repeat_accounts: int = 0
    is_default: bool = False
    verdict: str = "estimated"


def variance_components(
    *,
    accounts: ArrayLike,
    persons: ArrayLike,
    waves: ArrayLike,
    points: ArrayLike,
    point: float = POINT,
) -> Components | TooLittle:
    """The spread of answers between accounts, between people within an account, and within a person.

    `accounts`, `persons`, `waves` (n,): whole numbers, one row an answer; a person's number is unique over
    all accounts; `waves` counts quarters or months. `points` (n,): any unit; `point`: one step of a 1-10
    answer in it (100/9 for 0 to 100). Rows with NaN points are left out. Raises ValueError for arrays of
    different length or `point` <= 0.

    Needs 30 accounts in which a person answered in two waves, and 30 in which different people answered; with
    fewer, the spreads are the defaults (1.0, 1.0 and 0.9 steps between accounts, people and answers),
    flagged. The mean is always that of the answers. Without any answer: TooLittle.

    Moments: residual^2 = mean (change of a person to their next answer)^2 / 2, so that a real change of an
    account enters only once;
    person^2 + residual^2 = variance between people of one account within a wave, or, where hardly two ever
    answer together, half the mean squared difference of successive different people;
    account^2 = Var(account means) - mean(person^2 sum_p (n_ap/n_a)^2 + residual^2/n_a).
    A residual below a rounded answer's own noise (point/sqrt 12) is raised to it, an account spread to a
    quarter step. Source: analysis of variance estimators, Searle, Casella and McCulloch, Variance Components
    (1992), 3.6; checked against lme4 (REML).
    """
    if not point > 0:
        raise ValueError("a step of the scale is positive")
    account, person, wave, y = answers_in_order(accounts, persons, waves, points)
    if y.size == 0:
        return TooLittle(shortages(answers=(0, 1)))
    return _estimated(account, person, wave, y, point=point)


def check(components: Components, share: float) -> None:
    """Raises ValueError for spreads that no answers have, and for a level or rate outside 0 to 1."""
    spreads = (components.account, components.person, components.wander)
    needed = (components.residual, components.point)
    is_finite = np.isfinite([*spreads, *needed, components.mean]).all()
    if not is_finite or min(spreads) < 0 or min(needed) <= 0:
        raise ValueError("spreads are not negative, and answers of one person differ")
    if not 0 < share <= 1:
        raise ValueError("a level or a rate lies between 0 and 1")


def answers_of(waves: ArrayLike, persons: ArrayLike, points: ArrayLike) -> tuple[Ints, Ints, Floats]:
    """One account's answers without those that are NaN. ValueError for different lengths."""
    when, who, y = labels(waves), labels(persons), numbers(points)
    if y.ndim != 1 or not when.shape == who.shape == y.shape:
        raise ValueError("waves, persons and points describe the same answers")
    is_there = ~np.isnan(y)
    return when[is_there], who[is_there], y[is_there]


def answers_in_order(
    accounts: ArrayLike, persons: ArrayLike, waves: ArrayLike, points: ArrayLike
) -> tuple[Ints, Ints, Ints, Floats]:
    """Answers by account, person and wave, without those that are NaN. ValueError for different lengths."""
    account, person, wave = (labels(a) for a in (accounts, persons, waves))
    y = numbers(points)
    if y.ndim != 1 or not account.shape == person.shape == wave.shape == y.shape:
        raise ValueError("accounts, persons, waves and points describe the same answers")
    is_there = ~np.isnan(y)
    account, person, wave, y = account[is_there], person[is_there], wave[is_there], y[is_there]
    order = np.lexsort((wave, person, account))
    return account[order], person[order], wave[order], y[order]


def _estimated(account: Ints, person: Ints, wave: Ints, y: Floats, *, point: float) -> Components:
    index = np.unique(account, return_inverse=True)[1]
    n = np.bincount(index)
    means = np.bincount(index, y) / n
    noise, repeaters = _within_people(index, person, wave, y)
    total, mixed = _between_people(index, person, wave, y)
    is_default = min(repeaters.size, mixed.size) < LEAST_ACCOUNTS
    noise = max(noise, point**2 / 12)
    people = max(total - noise, 0.0)
    levels = _between_accounts(index, person, means, (people, noise))
    return Components(
        mean=float(means.mean()),
        account=ACCOUNT * point if is_default else max(float(np.sqrt(levels)), LEAST_ACCOUNT * point),
        person=PERSON * point if is_default else float(np.sqrt(people)),
        residual=RESIDUAL * point if is_default else float(np.sqrt(noise)),
        point=float(point),
        n=int(y.size),
        accounts=int(n.size),
        repeat_accounts=int(repeaters.size),
        is_default=bool(is_default),
        verdict="default" if is_default else "estimated",
    )


def _within_people(account: Ints, person: Ints, wave: Ints, y: Floats) -> tuple[float, Ints]:
    """Variance of a person's answers around their own level, and the accounts that tell of it."""
    follows = (person[1:] == person[:-1]) & (account[1:] == account[:-1]) & (wave[1:] > wave[:-1])
    changes = np.diff(y)[follows]
    return float((changes**2).mean() / 2) if changes.size else 0.0, np.unique(account[1:][follows])


def _between_people(account: Ints, person: Ints, wave: Ints, y: Floats) -> tuple[float, Ints]:
    """Variance of answers of different people in one wave of an account, and the accounts that tell of it."""
    keys, row = np.unique(np.stack([account, wave, person]), axis=1, return_inverse=True)
    answer = np.bincount(row.ravel(), y) / np.bincount(row.ravel())
    cell = np.unique(keys[:2], axis=1, return_inverse=True)[1].ravel()
    n = np.bincount(cell)
    within = answer - (np.bincount(cell, answer) / n)[cell]
    told = np.unique(keys[0][n[cell] > 1])
    if told.size >= LEAST_ACCOUNTS:
        return float((within**2).sum() / (n - 1).sum()), told
    follows = (keys[0][1:] == keys[0][:-1]) & (keys[2][1:] != keys[2][:-1])
    differences = np.diff(answer)[follows]
    return float((differences**2).mean() / 2) if differences.size else 0.0, np.unique(keys[0][1:][follows])


def _between_accounts(account: Ints, person: Ints, means: Floats, within: tuple[float, float]) -> float:
    """Variance of accounts' levels: that of their means less what people and noise add to it; 0 at least."""
    if means.size < 2:
        return 0.0
    people, noise = within
    pairs, counts = np.unique(np.stack([account, person]), axis=1, return_counts=True)
    n = np.bincount(account)
    concentration = np.bincount(pairs[0], counts**2) / n**2
    return max(float(means.var(ddof=1) - (people * concentration + noise / n).mean()), 0.0)
