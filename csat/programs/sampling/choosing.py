"""Chooses whom a round asks, says for everybody why or why not, and what coverage that leads to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, fsum

from csat.programs.sampling.covering import REVENUE, Field, Pick, cover, draw, queues, thinned
from csat.programs.sampling.inputs import Candidate, Inputs

# Goals in turns: at once, and each one well before the others; the smallest choice of all wins.
FIRST = 1000.0


class Why(StrEnum):
    """Why somebody is asked, or not."""

    ROLE = "role"
    REVENUE = "revenue"
    AUDIT = "audit"
    REACHED = "reached"  # not asked: the goals are reached without
    ADDS_NOTHING = "adds_nothing"  # not asked: would bring no goal nearer
    FULL = "full"  # not asked: enough others of the client are

    @property
    def is_asked(self) -> bool:
        return self in (Why.ROLE, Why.REVENUE, Why.AUDIT)


@dataclass(frozen=True)
class Goal:
    """A wanted share: what is heard already, what could be expected at best, and what is expected now."""

    name: str  # a role, or "revenue"
    wanted: float
    heard: float
    reachable: float
    expected: float
    without_anybody: int  # clients not heard lately where nobody can be asked

    @property
    def is_reached(self) -> bool:
        return self.expected >= self.wanted - 1e-6

    @property
    def is_reachable(self) -> bool:
        return self.reachable >= self.wanted - 1e-6


@dataclass(frozen=True)
class Choice:
    """Contact id -> why asked or not, for every candidate; the goals; how many are asked for what."""

    whys: Mapping[int, Why]
    goals: tuple[Goal, ...]

    @property
    def asked(self) -> frozenset[int]:
        return frozenset(contact for contact, why in self.whys.items() if why.is_asked)


def choose(inputs: Inputs, *, seed: int) -> Choice:
    """The same for the same inputs and seed, in whatever order they come."""
    candidates = sorted(inputs.candidates, key=lambda one: one.contact_id)
    field = Field(inputs)
    heard = dict(field.reached)
    picks = _smallest(field, candidates, seed)
    whys = {pick.candidate.contact_id: _why(field, pick) for pick in picks}
    field.measure()
    expected, is_reached = dict(field.reached), field.is_reached()
    for one in _audit(inputs, candidates, whys, seed):
        whys[one.contact_id] = Why.AUDIT
    for one in candidates:
        if one.contact_id not in whys:
            whys[one.contact_id] = _why_not(field, one, is_reached)
    best, lacking = _at_best(field, candidates)
    goals = tuple(
        Goal(goal, wanted, heard[goal], best[goal], expected[goal], lacking[goal])
        for goal, wanted in sorted(field.goals.items())
    )
    return Choice(whys, goals)


def _smallest(field: Field, candidates: Sequence[Candidate], seed: int) -> list[Pick]:
    """Of the choices that each order of goals leads to: the nearest to the goals, then the smallest one."""
    orders: list[dict[str, float]] = [{}]
    if len(field.goals) > 1:
        orders += [{goal: FIRST} for goal in sorted(field.goals)]
    turns = queues(candidates, seed)
    found: list[tuple[float, int, list[Pick]]] = []
    for weights in orders:
        picks = thinned(field, cover(field, turns, weights=weights))
        lack = fsum(field.lacks(goal) / field.goals[goal] for goal in field.goals)
        found.append((round(lack, 9), len(picks), picks))
    *_, picks = min(found, key=lambda one: one[:2])
    field.start()
    return [field.take(pick.candidate) for pick in picks]


def _why(field: Field, pick: Pick) -> Why:
    role = pick.by_role / field.goals[pick.candidate.role] if pick.by_role else 0.0
    revenue = pick.by_revenue / field.goals[REVENUE] if pick.by_revenue else 0.0
    return Why.ROLE if role >= revenue else Why.REVENUE


def _audit(
    inputs: Inputs, candidates: Sequence[Candidate], whys: Mapping[int, Why], seed: int
) -> list[Candidate]:
    """Some more at random, whoever they are: they show whether the choice speaks for all."""
    room = ceil(len(whys) * inputs.wanted.audit_share - 1e-9)
    asked: dict[int, int] = defaultdict(int)
    for one in candidates:
        asked[one.account_id] += one.contact_id in whys
    found: list[Candidate] = []
    others = (one for one in candidates if one.contact_id not in whys)
    for one in sorted(others, key=lambda one: draw(~seed, one.contact_id)):
        if len(found) >= room:
            break
        if asked[one.account_id] < inputs.wanted.most_per_account:
            asked[one.account_id] += 1
            found.append(one)
    return found


def _why_not(field: Field, one: Candidate, is_reached: bool) -> Why:
    if is_reached:
        return Why.REACHED
    return Why.FULL if field.is_full(one.account_id) else Why.ADDS_NOTHING


def _at_best(field: Field, candidates: Sequence[Candidate]) -> tuple[dict[str, float], dict[str, int]]:
    """The coverage by goal if only that goal counted and every client's likeliest people were asked."""
    rates: dict[tuple[int, str], list[float]] = defaultdict(list)
    for one in candidates:
        rates[one.account_id, one.role].append(one.response_rate)
        rates[one.account_id, REVENUE].append(one.response_rate)
    best: dict[str, float] = {}
    lacking: dict[str, int] = {}
    for goal in field.goals:
        places = {place: missed for place, missed in field.silent.items() if place[1] == goal}
        best[goal] = fsum(
            (1 - missed * _missed_at_best(rates[place], field.wanted.most_per_account))
            * field.weight(place[0], goal)
            for place, missed in places.items()
        )
        lacking[goal] = sum(1 for place, missed in places.items() if missed and not rates[place])
    return best, lacking


def _missed_at_best(rates: Sequence[float], most: int) -> float:
    missed = 1.0
    for rate in sorted(rates, reverse=True)[:most]:
        missed *= 1 - rate
    return missed
