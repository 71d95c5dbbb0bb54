"""The answers of a period, turned into people at accounts with their index and what each attribute adds."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import known as amounts

LEAST_ANSWERED_WEIGHT = 0.5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """The answers of one period, a row each: `persons`, `accounts`, `roles` (n,) ids of any hashable kind,
    `points` (n, attributes) on one scale with NaN where unanswered, `weights` (attributes,) agreed importance
    >= 0, `masses` (n,) what a row weighs in the headline (1 where None; revenue / answers: the revenue view).
    """

    persons: ArrayLike
    accounts: ArrayLike
    roles: ArrayLike
    points: ArrayLike
    weights: ArrayLike
    masses: ArrayLike | None = None


@dataclass(frozen=True)
class Period:
    """Checked arrays of one period; `person` (n,) counts people at accounts over both periods."""

    person: Ints
    role: tuple[str, ...]
    points: Floats
    weights: Floats
    masses: Floats


@dataclass(frozen=True)
class People:
    """A row a person at an account, heard or not (then `mass` 0): `index` (m,), and of each attribute its
    `share` (m, attributes) in the index and its `value` there; shares of a person that was heard add to 1.
    """

    mass: Floats
    index: Floats
    share: Floats
    value: Floats


@dataclass(frozen=True)
class Two:
    """Both periods, and the `account` (m,) of each person, counted from 0."""

    before: Period
    after: Period
    account: Ints


def matched(before: Answers, after: Answers, *, attributes: int) -> Two:
    """The same person at the same account gets the same number in both periods; who moved counts as new.

    Raises ValueError for arrays that do not fit each other, and for impossible values.
    """
    known: dict[tuple[Hashable, Hashable], int] = {}
    periods = [_period(one, known, attributes) for one in (before, after)]
    accounts: dict[Hashable, int] = {}
    of_person = [accounts.setdefault(account, len(accounts)) for _, account in known]
    return Two(before=periods[0], after=periods[1], account=np.array(of_person, dtype=np.int64))


def people(period: Period, weights: Floats, *, count: int) -> People:
    """Each person's index and its make-up with the given weights; a row counts from half of the weight on.

    index = sum w x / sum w over answered attributes, several rows of one person averaged by their mass.
    """
    there = ~np.isnan(period.points) & (weights > 0)
    answered = there @ weights
    counts = (answered >= LEAST_ANSWERED_WEIGHT * weights.sum() * (1 - 1e-12)) & (period.masses > 0)
    who, mass = period.person[counts], period.masses[counts]
    part = there[counts] * weights / answered[counts, None] * mass[:, None]
    total, share, product = np.zeros(count), np.zeros((count, len(weights))), np.zeros((count, len(weights)))
    np.add.at(total, who, mass)
    np.add.at(share, who, part)
    np.add.at(product, who, part * np.where(there[counts], period.points[counts], 0.0))
    heard = np.where(total > 0, total, 1.0)[:, None]
    value = np.divide(product, share, out=np.zeros_like(share), where=share > 0)
    return People(mass=total, index=(product / heard).sum(axis=1), share=share / heard, value=value)


def _period(answers: Answers, known: dict[tuple[Hashable, Hashable], int], attributes: int) -> Period:
    keys = list(zip(_ids(answers.persons), _ids(answers.accounts), strict=True))
    roles = tuple(str(role) for role in _ids(answers.roles))
    weights = amounts(answers.weights)
    points = np.array(answers.points, dtype=float).reshape(-1, attributes)
    masses = np.ones(len(keys)) if answers.masses is None else amounts(answers.masses)
    if (
        not len(keys) == len(roles) == len(points)
        or masses.shape != (len(keys),)
        or weights.shape != (attributes,)
    ):
        raise ValueError("every row has a person, an account, a role, points; every attribute a weight")
    if np.isinf(points).any() or not (_is_amount(weights) and _is_amount(masses) and weights.sum() > 0):
        raise ValueError("points are finite or NaN; weights and masses are finite and not negative")
    person = np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
    return Period(person=person, role=roles, points=points, weights=weights, masses=masses)


def _ids(values: ArrayLike) -> Iterable[Hashable]:
    if values is None or np.ndim(values) != 1:
        raise ValueError("persons, accounts and roles have one entry a row")
    return values.tolist() if isinstance(values, np.ndarray) else list(values)  # type: ignore[arg-type]


def _is_amount(values: Floats) -> bool:
    return bool(np.isfinite(values).all() and (values >= 0).all())
