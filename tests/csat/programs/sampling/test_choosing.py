"""The fewest people for the wanted coverage: against every possible choice, with limits, turns and chance."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import ceil, log
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from csat.programs.sampling.choosing import Choice, Why, choose
from csat.programs.sampling.inputs import Candidate, Client, Inputs, Wanted, packed, unpacked
from tests.csat.programs.sampling import rounds

SEEDS = st.integers(0, 2**62)


def chosen(inputs: Inputs, choice: Choice, *, with_audit: bool = False) -> list[Candidate]:
    return [
        one
        for one in inputs.candidates
        if choice.whys[one.contact_id].is_asked and (with_audit or choice.whys[one.contact_id] != Why.AUDIT)
    ]


@given(rounds.small_rounds(), SEEDS)
@settings(max_examples=150)
def test_never_more_than_its_bound_above_the_best_choice(inputs: Inputs, seed: int) -> None:
    choice = choose(inputs, seed=seed)
    picked, best = chosen(inputs, choice), rounds.fewest(inputs, seed=seed)
    assert rounds.keeps_limits(inputs, picked)
    if best is None:
        assert not rounds.reaches(inputs, picked)
    elif rounds.reaches(inputs, picked):
        assert best <= len(picked) <= ceil(best * (1 + log(max(len(inputs.candidates), 1))))
        event("as few as possible" if len(picked) == best else "more than possible")


def test_almost_always_as_few_as_possible() -> None:
    """Of 1,200 rounds drawn by a fixed seed: reached wherever that can be, with the fewest people."""
    dice, outcomes = Random(7), Counter[str]()
    for number in range(1200):
        inputs = random_round(dice)
        best = rounds.fewest(inputs, seed=number)
        if best is None:
            continue
        picked = chosen(inputs, choose(inputs, seed=number))
        is_reached = rounds.reaches(inputs, picked)
        outcomes["best" if is_reached and len(picked) == best else "more" if is_reached else "missed"] += 1
    assert outcomes.total() >= 250
    assert outcomes["best"] >= 0.98 * outcomes.total()


def random_round(dice: Random) -> Inputs:
    clients, candidates = [], []
    for account in range(dice.randint(1, 4)):
        roles = dice.sample(rounds.ROLES, dice.randint(1, 3))
        clients.append(Client(account, dice.choice([1, 5, 20, 100]), frozenset(roles)))
        for role in roles:
            candidates += [(account, role)] * dice.randint(0, 2)
    rates = (0.1, 0.3, 0.5, 0.9)
    return Inputs(
        Wanted(
            {role: dice.choice([0.1, 0.3, 0.5]) for role in rounds.ROLES if dice.random() < 0.6},
            dice.choice([None, 0.2, 0.4, 0.6]),
            most_per_account=dice.randint(1, 3),
        ),
        clients,
        [Candidate(n, *place, dice.choice(rates)) for n, place in enumerate(candidates[:8])],
    )


@given(rounds.small_rounds(), SEEDS)
@settings(max_examples=80)
def test_nobody_chosen_could_be_left_out(inputs: Inputs, seed: int) -> None:
    picked = chosen(inputs, choose(inputs, seed=seed))
    if not rounds.reaches(inputs, picked):
        return
    for one in picked:
        others = [other for other in picked if other != one]
        later = [other for other in others if is_later(other, one)]
        assert later or not rounds.reaches(inputs, others)


def is_later(other: Candidate, one: Candidate) -> bool:
    """Whose turn came after, in the same role at the same client: then `one` stays, to keep the turns."""
    same = (other.account_id, other.role) == (one.account_id, one.role)
    return same and (other.asked_on or date.min) >= (one.asked_on or date.min)


@given(rounds.small_rounds(audit=True), SEEDS, st.randoms())
@settings(max_examples=80)
def test_the_same_seed_draws_the_same_in_any_order(inputs: Inputs, seed: int, shuffling: Random) -> None:
    choice = choose(inputs, seed=seed)
    clients, candidates = list(inputs.clients), list(inputs.candidates)
    shuffling.shuffle(clients)
    shuffling.shuffle(candidates)
    shuffled = replace(inputs, clients=clients, candidates=candidates)
    assert choose(shuffled, seed=seed) == choice
    assert packed(shuffled) == packed(inputs)
    assert choose(unpacked(packed(inputs)), seed=seed) == choice


@given(rounds.small_rounds(audit=True), SEEDS)
@settings(max_examples=80)
def test_expected_coverage_is_what_the_definition_says(inputs: Inputs, seed: int) -> None:
    choice = choose(inputs, seed=seed)
    expected = rounds.coverage(inputs, chosen(inputs, choice))
    by_wanted = sorted((goal.wanted, round(goal.expected, 9)) for goal in choice.goals)
    assert by_wanted == sorted((wanted, round(reached, 9)) for wanted, reached in expected)
    assert all(goal.heard - 1e-9 <= goal.expected <= goal.reachable + 1e-9 for goal in choice.goals)
    assert set(choice.whys) == {one.contact_id for one in inputs.candidates}


@given(rounds.small_rounds(audit=True), SEEDS)
@settings(max_examples=80)
def test_some_more_at_random_within_the_limits(inputs: Inputs, seed: int) -> None:
    choice = choose(inputs, seed=seed)
    with_audit = chosen(inputs, choice, with_audit=True)
    drawn = len(with_audit) - len(chosen(inputs, choice))
    wanted = ceil(inputs.wanted.audit_share * (len(with_audit) - drawn) - 1e-9)
    assert rounds.keeps_limits(inputs, with_audit)
    if drawn < wanted:
        by_account = Counter(one.account_id for one in with_audit)
        left = [one for one in inputs.candidates if one not in with_audit]
        assert all(by_account[one.account_id] == inputs.wanted.most_per_account for one in left)
    assert drawn <= wanted


def test_chance_is_fair() -> None:
    """Everybody is drawn about equally often over many seeds."""
    clients = [Client(n, 1, frozenset({"user"})) for n in range(20)]
    inputs = Inputs(
        Wanted({"user": 0.05}, audit_share=1.0, most_per_account=1),
        clients,
        [Candidate(n, n, "user", 0.5) for n in range(20)],
    )
    drawn: Counter[int] = Counter()
    for seed in range(1500):
        drawn.update(contact for contact, why in choose(inputs, seed=seed).whys.items() if why == Why.AUDIT)
    assert drawn.total() == 3000 and len(drawn) == 20
    assert max(drawn.values()) < 200 and min(drawn.values()) > 105  # 150 each, more than 3 deviations


def test_people_take_turns_over_rounds() -> None:
    wanted = Wanted({"buyer": 0.3}, most_per_account=1)
    client = Client(1, 100, frozenset({"buyer"}))
    asked: dict[int, date | None] = {1: None, 2: None, 3: date(2026, 1, 1)}
    turns = []
    for month in range(6, 12):
        people = [Candidate(n, 1, "buyer", 0.3 + n / 10, day) for n, day in asked.items()]
        (one,) = choose(Inputs(wanted, [client], people), seed=9).asked
        asked[one] = date(2026, month, 1)
        turns.append(one)
    assert turns[2] == 3 and turns[:3] == turns[3:] and set(turns) == {1, 2, 3}


def test_who_was_heard_lately_need_not_be_asked() -> None:
    wanted = Wanted(revenue=0.5)
    heard = Client(1, 60, frozenset({"user"}), fresh=frozenset({"user"}))
    people = [Candidate(1, 1, "user", 0.5), Candidate(2, 2, "user", 0.5)]
    choice = choose(Inputs(wanted, [heard, Client(2, 40, frozenset({"user"}))], people), seed=1)
    assert choice.asked == frozenset() and set(choice.whys.values()) == {Why.REACHED}
