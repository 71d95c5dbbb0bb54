"""Picks contacts greedily until every goal is reached: what adds most first, each person's turn kept.

The coverage expected from a set of contacts is submodular, so this greedy choice needs at most 1 + ln(n)
times as many contacts as the best one (Wolsey 1982) where the limit by account does not bind; tests compare
it with every possible choice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from heapq import heapify, heappop, heappush
from math import fsum, prod

from csat.programs.sampling.inputs import Candidate, Inputs

REVENUE = "revenue"
ENOUGH = 1e-9
Group = tuple[int, str]  # account, role
Turn = tuple[int, int]
Queues = dict[Group, list[tuple[Turn, Candidate]]]


def draw(seed: int, contact_id: int) -> int:
    """A number that the seed always draws again: chance that can be replayed."""
    return int.from_bytes(sha256(f"{seed} {contact_id}".encode()).digest()[:8])


@dataclass(frozen=True)
class Pick:
    """Somebody picked, and how much each goal got nearer by that (in shares of the whole)."""

    candidate: Candidate
    by_role: float
    by_revenue: float


class Field:
    """The round as the choice sees it: goals, and what is still missed at each client."""

    def __init__(self, inputs: Inputs) -> None:
        self.wanted = inputs.wanted
        self.worth = {client.account_id: max(client.revenue, 0) for client in inputs.clients}
        self.revenue = sum(self.worth.values())
        self.places = Counter(role for client in inputs.clients for role in client.roles)
        self.goals = {role: share for role, share in self.wanted.roles.items() if share > 0}
        if self.wanted.revenue:
            self.goals[REVENUE] = self.wanted.revenue
        self.silent: dict[Group, float] = {}
        for client in inputs.clients:
            self.silent[client.account_id, REVENUE] = 0.0 if client.fresh else 1.0
            for role in client.roles:
                self.silent[client.account_id, role] = 0.0 if role in client.fresh else 1.0
        self.start()

    def start(self) -> None:
        """Nobody is picked; what was heard lately counts."""
        self.picked: dict[int, list[Candidate]] = defaultdict(list)
        self.missed = dict(self.silent)
        self.measure()

    def measure(self) -> None:
        """Count the coverage afresh, so that adding up small steps leaves no error."""
        heard: dict[str, list[float]] = defaultdict(list)
        for (account, goal), missed in self.missed.items():
            heard[goal].append((1 - missed) * self.weight(account, goal))
        self.reached = {goal: fsum(heard[goal]) for goal in self.goals}

    def weight(self, account: int, goal: str) -> float:
        """The client's part of the whole that the goal is a share of."""
        whole = self.revenue if goal == REVENUE else self.places[goal]
        return (self.worth[account] if goal == REVENUE else 1) / whole if whole else 0.0

    def lacks(self, goal: str) -> float:
        lack = self.goals[goal] - self.reached[goal] if goal in self.goals else 0.0
        return lack if lack > ENOUGH else 0.0

    def is_reached(self) -> bool:
        return not any(map(self.lacks, self.goals))

    def is_full(self, account: int) -> bool:
        return len(self.picked[account]) >= self.wanted.most_per_account

    def step(self, one: Candidate, goal: str) -> float:
        """How much nearer the goal would get, no further than to the goal itself."""
        if not (lack := self.lacks(goal)):
            return 0.0
        missed = self.missed.get((one.account_id, goal), 0.0)
        return min(one.response_rate * missed * self.weight(one.account_id, goal), lack)

    def take(self, one: Candidate) -> Pick:
        pick = Pick(one, by_role=self.step(one, one.role), by_revenue=self.step(one, REVENUE))
        self.picked[one.account_id].append(one)
        self._count(one.account_id, one.role)
        return pick

    def let_go(self, one: Candidate) -> bool:
        """Take the candidate out again if every goal stays reached without."""
        before = {goal: self.reached[goal] for goal in (one.role, REVENUE) if goal in self.goals}
        self.picked[one.account_id].remove(one)
        self._count(one.account_id, one.role)
        if self.is_reached():
            return True
        self.picked[one.account_id].append(one)
        self._count(one.account_id, one.role)
        self.reached |= before
        return False

    def _count(self, account: int, role: str) -> None:
        """What is still missed at the client, from those picked there now; the coverage follows."""
        for goal in (role, REVENUE):
            place = account, goal
            asked = (one for one in self.picked[account] if goal in (one.role, REVENUE))
            missed = self.silent.get(place, 0.0) * prod(1 - one.response_rate for one in asked)
            if goal in self.goals:
                self.reached[goal] += (self.missed.get(place, 0.0) - missed) * self.weight(account, goal)
            self.missed[place] = missed


def queues(candidates: Iterable[Candidate], seed: int) -> Queues:
    """By account and role, whoever was asked longest ago first: people take turns from round to round."""
    found: Queues = defaultdict(list)
    for one in candidates:
        # Of those never asked, or asked on the same day, whoever is drawn.
        turn = (one.asked_on or date.min).toordinal(), draw(seed, one.contact_id)
        found[one.account_id, one.role].append((turn, one))
    for queue in found.values():
        queue.sort(key=lambda entry: entry[0], reverse=True)  # taken from the end
    return found


def cover(field: Field, turns: Queues, *, weights: Mapping[str, float]) -> list[Pick]:
    """Pick until every goal is reached or nobody brings one nearer; `weights` say which goal goes first.

    A candidate's worth never grows while others are picked, so it is counted again only when its turn comes.
    """
    field.start()
    waiting = {group: list(queue) for group, queue in turns.items()}

    def entry(group: Group) -> tuple[float, Turn, Group]:
        turn, one = waiting[group][-1]
        return -_worth(field, one, weights), turn, group

    heap = [entry(group) for group in waiting]
    heapify(heap)
    picks: list[Pick] = []
    while heap and not field.is_reached():
        worth, _, group = heappop(heap)
        if not worth or field.is_full(group[0]):
            continue
        now = entry(group)
        if heap and now > heap[0]:
            heappush(heap, now)
            continue
        picks.append(field.take(waiting[group].pop()[1]))
        if waiting[group]:
            heappush(heap, entry(group))
    return picks


def thinned(field: Field, picks: Sequence[Pick]) -> list[Pick]:
    """Without those whom the goals do not need, the last picked looked at first; nobody's turn is skipped."""
    field.measure()
    if not field.is_reached():
        return list(picks)
    kept: list[Pick] = []
    needed: set[Group] = set()
    for pick in reversed(picks):
        group = pick.candidate.account_id, pick.candidate.role
        if group in needed or not field.let_go(pick.candidate):
            kept.append(pick)
            needed.add(group)
    return kept[::-1]


def _worth(field: Field, one: Candidate, weights: Mapping[str, float]) -> float:
    return sum(
        weights.get(goal, 1.0) * field.step(one, goal) / field.goals[goal]
        for goal in (one.role, REVENUE)
        if goal in field.goals
    )
