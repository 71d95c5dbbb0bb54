"""The pure deciders: whose address it is, what a line of equal ticks says, what a device did."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng

from csat.scores.flags.addresses import Ours, is_ours
from csat.scores.flags.devices import Answered, shared
from csat.scores.flags.straight import Line, Ticked, line

OURS = Ours(frozenset({"meridian.example", "gmail.com"}), frozenset({"anna@freelance.example"}))
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Boris@Meridian.example", True),
        ("boris@mail.meridian.example", True),
        ("ANNA@freelance.example", True),
        ("boris@notmeridian.example", False),
        ("meridian.example@alfa.example", False),
        ("boris@meridian.example.alfa.example", False),
        ("client@gmail.com", False),
        ("", False),
    ],
)
def test_an_address_is_ours_by_domain_or_person(address: str, expected: bool) -> None:
    assert is_ours(address, OURS) is expected


def ticks(*given: int, turned: tuple[int, ...] = (), high: int = 10) -> list[Ticked]:
    return [Ticked(value, 1, high, place in turned) for place, value in enumerate(given)]


@given(
    given=st.lists(st.integers(1, 10), max_size=12),
    turned=st.sets(st.integers(0, 11)),
    seconds=st.floats(0, 600),
)
def test_only_equal_ticks_that_contradict_or_came_too_fast_are_a_line(
    given: list[int], turned: set[int], seconds: float
) -> None:
    found = line(ticks(*given, turned=tuple(turned)), seconds=seconds)
    if len(given) < 5 or len(set(given)) > 1:
        assert found is None
    elif seconds < 2 * len(given):
        assert found is not None and found.items == len(given)
    elif not any(place in turned for place in range(len(given))):
        assert found is None


def test_a_client_who_is_content_with_everything_is_not_told_from_the_ticks() -> None:
    assert line(ticks(10, 10, 10, 10, 10, 10, 10), seconds=40) is None
    assert line(ticks(10, 10, 10, 10, 10, 10, 10), seconds=9) == Line(7, 10, 0, 9)
    assert line(ticks(5, 5, 5, 5, 5, turned=(2,), high=5), seconds=60) == Line(5, 5, 1, 60)
    assert line(ticks(3, 3, 3, 3, 3, turned=(2,), high=5), seconds=60) is None, "the middle"
    assert line(ticks(10, 10, 10, 10), seconds=1) is None, "four are no line"
    assert line(ticks(4, 4, 4, 4, high=5) + ticks(9, 9, 9, 9, 9), seconds=3) == Line(5, 9, 0, 3)


def came(number: int, client: int, minute: float, *, device: str = "d", took: float = 2) -> Answered:
    at = MONDAY + timedelta(minutes=minute)
    return Answered(number, device, client, number, at - timedelta(minutes=took), at)


def test_a_device_that_answers_for_strangers_one_after_another() -> None:
    assert set(shared([came(1, 1, 0), came(2, 2, 14)])) == {1, 2}
    assert shared([came(1, 1, 0), came(2, 2, 16)]) == {}
    assert set(shared([came(1, 1, 0), came(2, 2, 60), came(3, 3, 119)])) == {1, 2, 3}
    assert shared([came(1, 1, 0), came(2, 2, 60), came(3, 3, 121)]) == {}
    assert shared([came(1, 1, 0, device="a"), came(2, 2, 3, device="b")]) == {}
    assert shared([came(1, 1, 0, device=""), came(2, 2, 3, device="")]) == {}
    assert shared([came(1, 1, 1), came(2, 2, 2)]) == {}, "two at the same time are two devices"
    told = shared([came(1, 1, 0), came(2, 2, 30), came(3, 3, 50)])[2]
    assert (told.answers, told.clients, told.minutes, told.others) == (3, 3, 50, (1, 3))


def test_colleagues_of_one_client_only_where_three_come_one_after_another() -> None:
    assert shared([came(1, 1, 0), came(2, 1, 5)]) == {}
    assert set(shared([came(1, 1, 0), came(2, 1, 5), came(3, 1, 12)])) == {1, 2, 3}
    assert shared([came(1, 1, 0), came(2, 1, 15), came(3, 1, 40)]) == {}
    again = [came(1, 1, 0), came(2, 1, 5)]
    assert shared([*again, Answered(4, "d", 1, 2, *[MONDAY + timedelta(minutes=9)] * 2)]) == {}


def a_year(seed: int) -> list[Answered]:
    """30 answers a day for 200 days: offices with one line each, 3 in 10 by phone over 120 gateways."""
    random = default_rng(seed)
    answers = []
    for number in range(6_000):
        client = int(random.integers(300))
        at = MONDAY + timedelta(days=number // 30, hours=float(random.normal(4, 2.5)))
        by_phone = random.random() < 0.3
        place = f"mobile {random.integers(120)}" if by_phone else f"office {client}"
        browser = random.choice(6, p=[0.45, 0.2, 0.15, 0.1, 0.05, 0.05])
        took = timedelta(minutes=float(random.lognormal(1, 0.5)))
        answers.append(Answered(number, f"{place} {browser}", client, number, at - took, at))
    return answers


def test_fewer_than_one_honest_answer_in_1000_shares_its_device() -> None:
    years = [a_year(seed) for seed in range(5)]
    assert sum(len(shared(answers)) for answers in years) / 30_000 < 1 / 1000
