"""Whether the satisfaction of one client has fallen, since when and by how much.

Alarms, the client's page and the list of all clients ask here, so that they cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csat.findings.method import Progress
from csat.findings.rounds.comparable import Compared, mostly
from csat.insight.change.components import Components, variance_components
from csat.insight.change.model import Fall
from csat.insight.change.point import Drop, SamePeople, drop_probability
from csat.insight.change.wander import with_wander
from csat.insight.verdict import Missing, TooLittle
from csat.scores.columns.waves import NOBODY

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
# Time counts in days with answers: an alarm may come after every answer, so every answer is a look.
PRIOR = Fall(hazard=1 - (1 - Fall().hazard) ** (4 / DAYS_A_YEAR))
PRIOR_OF_MONTHS = Fall(hazard=1 - (1 - Fall().hazard) ** (4 / 12))
EPOCH = date(1970, 1, 1)
MANAGER, LANGUAGE = "manager", "language"


@dataclass(frozen=True)
class ClientFall:
    """The change point of one client, in points of 100.

    `since`: the day of the first answer after it, if there was one. `before_points`, `recent_points`: plain
    means on its two sides, whoever answered; `same_change`: of the `same_people` heard on both, None without
    any; `new` of the `answered` people since then had not been heard before. `others`: what else was
    different since then, "manager" or "language".
    """

    account_id: int
    probability: float
    since: str
    size: float
    size_low: float
    size_high: float
    before_points: float
    before_n: int
    recent_points: float
    recent_n: int
    same_change: float | None
    same_people: int
    new: int
    answered: int
    others: tuple[str, ...]
    n: int
    people: int

    @classmethod
    def told(cls, account_id: int, facts: Mapping[str, Any]) -> "ClientFall | None":
        """A fall as the facts of its alarm keep it; None where they are those of an older rule."""
        names = [field.name for field in fields(cls) if field.name != "account_id"]
        if not all(name in facts for name in names):
            return None
        kept = {name: facts[name] for name in names} | {"others": tuple(facts["others"])}
        return cls(account_id=account_id, **kept)


def fall_of(
    account_id: int, answers: Compared, components: Components, *, settled_on: date | None = None
) -> ClientFall | TooLittle:
    """The change point of a client's answers; `components` as `components_of` gives them.

    `settled_on`: a day from which the level counts afresh, because what was before has been worked on.
    """
    found = drop_probability(
        waves=answers.days,
        persons=answers.persons,
        points=answers.points,
        components=by_day(components),
        fall=PRIOR,
        settled=(settled_on - EPOCH).days if settled_on else None,
    )
    return found if isinstance(found, TooLittle) else _described(account_id, answers, found)


def components_of(
    answers: Sequence[tuple[int, Compared]], progress: Progress | None = None
) -> Components | TooLittle:
    """How answers differ between and within clients; `wander` is that of a month."""
    if not answers:
        return TooLittle((Missing("answers", 0, 1),))
    rows = [one for _, one in answers]
    accounts = np.repeat([pk for pk, _ in answers], [one.days.size for one in rows])
    people = np.stack([accounts, np.concatenate([one.persons for one in rows])])
    persons = np.unique(people, axis=1, return_inverse=True)[1].ravel()
    months = np.concatenate([one.months for one in rows])
    points = np.concatenate([one.points for one in rows])
    found = variance_components(accounts=accounts, persons=persons, waves=months, points=points)
    if isinstance(found, TooLittle):
        return found
    return with_wander(
        accounts=accounts,
        persons=persons,
        waves=months,
        points=points,
        components=found,
        fall=PRIOR_OF_MONTHS,
        progress=progress,
    )


def by_day(components: Components) -> Components:
    """The same spreads where time counts in days: only the wandering depends on its unit."""
    return replace(components, wander=components.wander / DAYS_A_MONTH**0.5)


def _described(account_id: int, answers: Compared, drop: Drop) -> ClientFall:
    is_after = answers.days >= drop.since
    same = _by_contact(answers, is_after, drop.same_people)
    return ClientFall(
        account_id=int(account_id),
        probability=drop.probability,
        since=(EPOCH + timedelta(days=drop.since)).isoformat(),
        size=drop.size,
        size_low=drop.size_low,
        size_high=drop.size_high,
        before_points=float(answers.points[~is_after].mean()),
        before_n=int((~is_after).sum()),
        recent_points=float(answers.points[is_after].mean()),
        recent_n=int(is_after.sum()),
        same_change=same.change,
        same_people=same.people,
        new=same.new,
        answered=same.answered,
        others=tuple(_others(answers, is_after)),
        n=drop.n,
        people=int(np.unique(answers.contacts).size),
    )


def _by_contact(answers: Compared, is_after: NDArray[np.bool_], same: SamePeople) -> SamePeople:
    """People counted as people: somebody who changed the language is nobody new."""
    before, since = (set(answers.contacts[which].tolist()) for which in (~is_after, is_after))
    return replace(same, new=len(since - before), answered=len(since))


def _others(answers: Compared, is_after: NDArray[np.bool_]) -> list[str]:
    found = []
    before, since = (answers.managers[which] for which in (~is_after, is_after))
    if NOBODY not in (mostly(before), mostly(since)) and mostly(before) != mostly(since):
        found.append(MANAGER)
    pairs = np.unique(np.stack([answers.contacts, answers.persons]), axis=1)
    if pairs.shape[1] > np.unique(pairs[0]).size:
        found.append(LANGUAGE)
    return found
