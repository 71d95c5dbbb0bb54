"""Small rounds with every kind of gap, and the best choice found by trying all of them."""

from collections import Counter
from datetime import date
from itertools import product

from hypothesis import strategies as st

from csat.programs.sampling.covering import queues
from csat.programs.sampling.inputs import Candidate, Client, Inputs, Wanted

ROLES = ("decision_maker", "buyer", "user")
DAYS = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2026, 10, 31)))
SHARES = st.sampled_from([0.1, 0.3, 0.5, 0.7])


@st.composite
def small_rounds(draw: st.DrawFn, *, most_candidates: int = 8, audit: bool = False) -> Inputs:
    clients = []
    for account in range(draw(st.integers(1, 4))):
        roles = draw(st.frozensets(st.sampled_from(ROLES), min_size=1))
        fresh = draw(st.frozensets(st.sampled_from(sorted(roles)), max_size=1))
        worth = draw(st.sampled_from([-5, 0, 1, 10, 100]))
        clients.append(Client(account, worth, roles, fresh=fresh))
    places = [(client.account_id, role) for client in clients for role in sorted(client.roles)]
    picked = draw(st.lists(st.sampled_from(places), max_size=most_candidates))
    rates = st.sampled_from([0.1, 0.3, 0.5, 0.9])
    return Inputs(
        wanted=Wanted(
            roles=draw(st.dictionaries(st.sampled_from(ROLES), SHARES)),
            revenue=draw(st.one_of(st.none(), SHARES)),
            audit_share=draw(st.sampled_from([0.0, 0.2, 1.0])) if audit else 0.0,
            most_per_account=draw(st.integers(1, 3)),
        ),
        clients=clients,
        candidates=[
            Candidate(number, account, role, draw(rates), draw(DAYS))
            for number, (account, role) in enumerate(picked)
        ],
    )


def fewest(inputs: Inputs, *, seed: int) -> int | None:
    """The size of the smallest choice that reaches every goal and keeps turns and limits, if there is one."""
    waiting = [[one for _, one in reversed(queue)] for queue in queues(inputs.candidates, seed).values()]
    sizes = sorted(product(*(range(len(queue) + 1) for queue in waiting)), key=sum)
    for counts in sizes:
        chosen = [one for queue, n in zip(waiting, counts, strict=True) for one in queue[:n]]
        if keeps_limits(inputs, chosen) and reaches(inputs, chosen):
            return len(chosen)
    return None


def keeps_limits(inputs: Inputs, chosen: list[Candidate]) -> bool:
    by_account = Counter(one.account_id for one in chosen)
    return all(n <= inputs.wanted.most_per_account for n in by_account.values())


def reaches(inputs: Inputs, chosen: list[Candidate]) -> bool:
    return all(reached >= wanted - 1e-9 for wanted, reached in coverage(inputs, chosen))


def coverage(inputs: Inputs, chosen: list[Candidate]) -> list[tuple[float, float]]:
    """(wanted, expected) of every goal, from the definition: no step of the choice is used."""
    found = []
    for role, wanted in inputs.wanted.roles.items():
        places = [client for client in inputs.clients if role in client.roles]
        heard = sum(chance(inputs, client, chosen, {role}) for client in places)
        found.append((wanted, heard / len(places) if places else 0.0))
    if inputs.wanted.revenue:
        worth = {client.account_id: max(client.revenue, 0) for client in inputs.clients}
        heard = sum(
            chance(inputs, client, chosen, set(ROLES)) * worth[client.account_id] for client in inputs.clients
        )
        found.append((inputs.wanted.revenue, heard / sum(worth.values()) if any(worth.values()) else 0.0))
    return found


def chance(inputs: Inputs, client: Client, chosen: list[Candidate], roles: set[str]) -> float:
    """That the client is heard in one of the roles: certain where it was lately."""
    if client.fresh & roles:
        return 1.0
    silent = 1.0
    for one in chosen:
        if one.account_id == client.account_id and one.role in roles:
            silent *= 1 - one.response_rate
    return 1 - silent
