"""Why a score changed between two periods: attributes, weights, and who answered; parts add up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from csat.insight.explaining.answers import Answers, matched
from csat.insight.explaining.parts import Parts, heard, parts
from csat.insight.verdict import TooLittle, shortages

LEAST_PEOPLE, LEAST_ACCOUNTS = 10, 5
# A part that is beyond noise but small beside the largest does not change the verdict.
NOTABLE_SHARE = 0.25
CONFIDENCE = 0.95
# Rounding of sums; no score is given that finely.
NOTHING = 1e-9

Floats = NDArray[np.float64]
Verdict = Literal["same", "real_change", "who_answered", "weights", "mixed", "unclear"]
SAYS: dict[str, Verdict] = {
    "same_people": "real_change",
    "who_answered": "who_answered",
    "weights": "weights",
}


@dataclass(frozen=True)
class Part:
    """What one thing adds to the change, in points. `low`, `high`: 95 %, widened for attributes and for roles
    so that all of them hold at once; None where a single account carries it. `is_clear`: 0 lies outside.
    """

    name: str
    change: float
    low: float | None
    high: float | None
    is_clear: bool


@dataclass(frozen=True)
class Decomposition:
    """`change` = `after` - `before` = `same_people` + `who_answered` + `weights`, where
    `same_people` = sum of `attributes`: the same people judge otherwise;
    `who_answered` = `newcomers` + `leavers` + `shares` + `answered`: people heard only now, or only before;
    the same people weigh more or less; the same people judged other attributes. `roles`: newcomers and
    leavers together, by role.

    `verdict`: "same" (nothing beyond noise), "real_change" (the same people judge otherwise), "who_answered"
    (who answered changed, and nothing else is to be seen), "weights" (the weight set changed), "mixed"
    (several of these), "unclear" (the change is beyond noise, but no part of it alone).
    `clear` is what the clear ones of the three parts add up to, `noise` the rest of the change. `accounts`
    were heard in either period, `accounts_both` hold people heard in both.
    """

    verdict: Verdict
    before: float
    after: float
    change: Part
    same_people: Part
    who_answered: Part
    weights: Part
    attributes: tuple[Part, ...]
    newcomers: Part
    leavers: Part
    shares: Part
    answered: Part
    roles: tuple[Part, ...]
    clear: float
    noise: float
    people_before: int
    people_after: int
    people_both: int
    accounts: int
    accounts_both: int


def decompose_change(
    *, before: Answers, after: Answers, attributes: Sequence[str]
) -> Decomposition | TooLittle:
    """Why the headline index, the mean of the people's indices, changed from one period to the next.

    `before`, `after`: see `Answers`; the same person at the same account is compared with himself. Programs
    without names pass account and role as the person. `attributes`: the names of the columns. A row counts
    with its answered attributes from half of the weight on, as the index itself; NaN is unanswered.

    Returns TooLittle (people, accounts) below 10 people of 5 accounts heard in both periods: nobody can say
    then whether judgement changed. Raises ValueError for arrays that do not fit and for impossible values.

    The formula is that of `parts.parts`, for the weight set of either period, and the mean of both is taken;
    weights = mean over the periods of H(w1) - H(w0). Exchanging the periods only turns the signs. Intervals:
    jackknife over accounts, t with the accounts that carry the part less 1; no seed, and it covers no worse
    than the bootstrap. Source: Melitz and Polanec (2015), RAND J. Econ. 46, 362-375 (entrants and leavers);
    Efron (1982), The Jackknife, chapter 3; the Shapley value of two factors is their midpoint.
    """
    two = matched(before, after, attributes=len(attributes))
    sets = [period.weights / period.weights.sum() for period in (two.before, two.after)]
    who = [heard(two, weights) for weights in sets]
    people = min(int(one.both.sum()) for one in who)
    accounts = min(len(np.unique(two.account[one.both])) for one in who)
    if missing := shortages(people=(people, LEAST_PEOPLE), accounts=(accounts, LEAST_ACCOUNTS)):
        return TooLittle(missing)
    roles = tuple(sorted({*two.before.role, *two.after.role}))
    found = [parts(two, one, roles=roles) for one in who]
    explained = _explained(found, names=tuple(attributes), roles=roles, both=accounts)
    return _judged(
        explained,
        before=float(found[0].before[0]),
        after=float(found[1].after[0]),
        people_before=int((who[0].before.mass > 0).sum()),
        people_after=int((who[1].after.mass > 0).sum()),
        people_both=people,
        accounts=len(np.unique(two.account[(who[0].before.mass > 0) | (who[1].after.mass > 0)])),
        accounts_both=accounts,
    )


def _explained(
    found: list[Parts], *, names: tuple[str, ...], roles: tuple[str, ...], both: int
) -> dict[str, Part | tuple[Part, ...]]:
    """Every part under its name in `Decomposition`; `both` accounts have people heard twice."""
    attributes = (found[0].attributes + found[1].attributes) / 2
    of_roles = (found[0].roles + found[1].roles) / 2
    answered, shares, newcomers, leavers = (
        (getattr(found[0], name) + getattr(found[1], name)) / 2
        for name in ("answered", "shares", "newcomers", "leavers")
    )
    weights = (found[1].before - found[0].before + found[1].after - found[0].after) / 2
    left, came = found[1].has_left, found[1].has_come
    others = left | came
    several = int(others.any(axis=1).sum()) or both
    return {
        "change": _part("change", found[1].after - found[0].before, len(weights) - 1),
        "same_people": _part("same_people", attributes.sum(axis=1), both),
        "who_answered": _part("who_answered", newcomers + leavers + shares + answered, several),
        "weights": _part("weights", weights, len(weights) - 1),
        "attributes": _family(names, attributes, [both] * len(names)),
        "answered": _part("answered", answered, both),
        "shares": _part("shares", shares, both),
        "newcomers": _part("newcomers", newcomers, int(came.any(axis=1).sum())),
        "leavers": _part("leavers", leavers, int(left.any(axis=1).sum())),
        "roles": _family(roles, of_roles, others.sum(axis=0).tolist()),
    }


def _family(names: tuple[str, ...], columns: Floats, accounts: list[int]) -> tuple[Part, ...]:
    return tuple(
        _part(name, column, carrying, family=len(names))
        for name, column, carrying in zip(names, columns.T, accounts, strict=True)
    )


def _part(name: str, column: Floats, accounts: int, *, family: int = 1) -> Part:
    """`column`: the figure, then with each account left out; `accounts` carry it; Sidak over the family."""
    change, without = float(column[0]), column[1:]
    if accounts < 2:
        return Part(name=name, change=change, low=None, high=None, is_clear=False)
    k = len(without)
    error = float(np.sqrt((k - 1) / k * ((without - without.mean()) ** 2).sum()))
    reach = float(stdtrit(accounts - 1, (1 + CONFIDENCE ** (1 / family)) / 2)) * error
    is_clear = abs(change) > max(reach, NOTHING)
    return Part(name=name, change=change, low=change - reach, high=change + reach, is_clear=is_clear)


def _judged(explained: dict[str, Any], **facts: Any) -> Decomposition:
    three = [explained[name] for name in ("same_people", "who_answered", "weights")]
    clear = sum(part.change for part in three if part.is_clear)
    return Decomposition(
        verdict=_verdict(explained["change"], three),
        clear=clear,
        noise=explained["change"].change - clear,
        **explained,
        **facts,
    )


def _verdict(change: Part, three: list[Part]) -> Verdict:
    largest = max(abs(part.change) for part in three)
    notable = [part for part in three if part.is_clear and abs(part.change) >= NOTABLE_SHARE * largest]
    if len(notable) > 1:
        return "mixed"
    if notable:
        return SAYS[notable[0].name]
    return "unclear" if change.is_clear else "same"
