"""The parts of a change of the headline with one weight set, of all accounts and with each one left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csat.insight.explaining.answers import People, Period, Two, people

# Below this share, what is left of a sum after taking accounts out is rounding.
NOBODY = 1e-12

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """Row 0: all accounts, rows 1..: without one of them. `attributes` and `roles` have a column each; the
    others are (1 + accounts,). after - before = sum of attributes, answered, shares, newcomers, leavers.
    `has_left` and `has_come` (accounts, roles): whose people were heard only before, or only after.
    """

    before: Floats
    after: Floats
    attributes: Floats
    answered: Floats
    shares: Floats
    newcomers: Floats
    leavers: Floats
    roles: Floats
    has_left: Flags
    has_come: Flags


@dataclass(frozen=True)
class Heard:
    """Who was heard with one weight set: `people` of either period, and who of them in both."""

    before: People
    after: People
    both: Flags


def heard(two: Two, weights: Floats) -> Heard:
    """The people of both periods with their indices under one weight set."""
    count = len(two.account)
    before, after = (people(period, weights, count=count) for period in (two.before, two.after))
    return Heard(before=before, after=after, both=(before.mass > 0) & (after.mass > 0))


def parts(two: Two, who: Heard, *, roles: tuple[str, ...]) -> Parts:
    """What each thing adds to the change of the headline; somebody has to be heard twice without any account.

    H = mean over people of y = sum_j b_j x_j, b the attributes' shares in the person's index; M = mean of the
    people heard twice, q their shares in it; index 0 before, 1 after:
      attribute j = sum of (q0 + q1) / 2 (b0 + b1) / 2 (x1 - x0) over those who judged it twice
      answered    = sum of (q0 + q1) / 2 (y1 - y0), less the attributes
      shares      = M1 - M0, less both
      newcomers   = H1 - M1, leavers = M0 - H0: others are compared with those heard twice, at the same time
    """
    of_accounts = _by_account(_of_people(two, who, roles), two.account)
    sums = {name: np.vstack([of.sum(axis=0), of.sum(axis=0) - of]) for name, of in of_accounts.items()}
    kept, kept_later = sums["kept"], sums["kept_later"]
    before, after = sums["sum"] / sums["mass"], sums["sum_later"] / sums["mass_later"]
    steady, steady_later = sums["kept_sum"] / kept, sums["kept_sum_later"] / kept_later
    judged = (sums["judged"] / kept + sums["judged_later"] / kept_later) / 2
    answered = ((sums["answered"] / kept + sums["answered_later"] / kept_later) / 2)[:, 0]
    came = _others(sums["came_sum"], sums["came"], sums["mass_later"], steady_later)
    left = -_others(sums["left_sum"], sums["left"], sums["mass"], steady)
    return Parts(
        before=before[:, 0],
        after=after[:, 0],
        attributes=judged,
        answered=answered,
        shares=(steady_later - steady)[:, 0] - judged.sum(axis=1) - answered,
        newcomers=came[:, -1],
        leavers=left[:, -1],
        roles=came[:, :-1] + left[:, :-1],
        has_left=of_accounts["left"] > 0,
        has_come=of_accounts["came"] > 0,
    )


def _others(sums: Floats, masses: Floats, all_masses: Floats, steady: Floats) -> Floats:
    """Share of others times how far their mean lies from that of the people heard twice; last column: all.

    How many others there were is known, only what they think is not: the share stays as it is when an account
    is left out.
    """
    sums, masses = (np.column_stack([one, one.sum(axis=1)]) for one in (sums, masses))
    share = masses[:1] / all_masses[:1]
    is_there = masses > NOBODY * all_masses
    mean = np.divide(sums, masses, out=np.zeros_like(sums), where=is_there)
    return np.where(is_there, share * (mean - steady), 0.0)


def _of_people(two: Two, who: Heard, roles: tuple[str, ...]) -> dict[str, Floats]:
    """What each person (row) brings to every sum that the parts are made of."""
    old, new, both = who.before, who.after, who.both[:, None]
    mass, later = old.mass[:, None], new.mass[:, None]
    judged, answered = _within(who)
    left = mass * ~both * _of_role(two.before, roles, len(mass))
    came = later * ~both * _of_role(two.after, roles, len(later))
    return {
        "mass": mass,
        "mass_later": later,
        "sum": mass * old.index[:, None],
        "sum_later": later * new.index[:, None],
        "kept": mass * both,
        "kept_later": later * both,
        "kept_sum": mass * both * old.index[:, None],
        "kept_sum_later": later * both * new.index[:, None],
        "judged": mass * both * judged,
        "judged_later": later * both * judged,
        "answered": mass * both * answered[:, None],
        "answered_later": later * both * answered[:, None],
        "left": left,
        "left_sum": left * old.index[:, None],
        "came": came,
        "came_sum": came * new.index[:, None],
    }


def _within(who: Heard) -> tuple[Floats, Floats]:
    """A person's change by attribute where he judged it twice, and what is left of his change."""
    twice = (who.before.share > 0) & (who.after.share > 0)
    share = (who.before.share + who.after.share) / 2
    judged: Floats = np.where(twice, share * (who.after.value - who.before.value), 0.0)
    return judged, who.after.index - who.before.index - judged.sum(axis=1)


def _of_role(period: Period, roles: tuple[str, ...], count: int) -> Floats:
    """1 in the column of each person's role in this period; of several rows of a person the first counts."""
    number = {role: column for column, role in enumerate(roles)}
    person, first = np.unique(period.person, return_index=True)
    flags = np.zeros((count, len(roles)))
    flags[person, [number[period.role[row]] for row in first]] = 1.0
    return flags


def _by_account(of_people: dict[str, Floats], account: NDArray[np.int64]) -> dict[str, Floats]:
    ends = np.cumsum([values.shape[1] for values in of_people.values()])
    sums = np.zeros((int(account.max()) + 1, ends[-1]))
    np.add.at(sums, account, np.hstack(list(of_people.values())))
    return dict(zip(of_people, np.split(sums, ends[:-1], axis=1), strict=True))
