"""The interval for what is to come holds as often as it says, also where weeks differ more than by chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.counting.expected_count import expected_count

WEEKS, AHEAD, RUNS = 13, 4.0, 1500


def coverage(draw) -> float:
    held = 0
    for _ in range(RUNS):
        counts = [int(n) for n in draw(WEEKS)]
        to_come = int(sum(draw(int(AHEAD))))
        found = expected_count(counts, ahead=AHEAD)
        held += found.low <= to_come <= found.high
    return held / RUNS


@pytest.mark.parametrize("rate", [0.3, 3, 40])
def test_the_interval_holds_for_chance_counts(rate: float) -> None:
    rng = np.random.default_rng(5)
    assert 0.94 <= coverage(lambda n: rng.poisson(rate, n)) <= 1


def test_the_interval_holds_where_weeks_differ_more() -> None:
    rng = np.random.default_rng(6)
    assert coverage(lambda n: rng.negative_binomial(2, 2 / (2 + 12), n)) >= 0.9


def test_known_values() -> None:
    # 52 in 13 weeks, 4 ahead: r = 52.5, p = 13/17; scipy.stats.nbinom(52.5, 13/17).ppf([.025, .975]) = 8, 26
    found = expected_count([4] * 13, ahead=4)
    assert (found.estimate, found.low, found.high, found.n) == (16, 8, 26, 52)
    none = expected_count([0] * 13, ahead=4)
    assert (none.estimate, none.low) == (0, 0) and none.high < 4
    assert expected_count([], ahead=4).estimate is None
    assert not expected_count([3, 4], ahead=1).is_known
    assert expected_count([3, 4, 2, 5], ahead=0).high == 0
    with pytest.raises(ValueError):
        expected_count([1], ahead=-1)


@given(st.lists(st.integers(0, 400), min_size=4, max_size=30), st.floats(0, 20))
def test_the_estimate_lies_inside(counts: list[int], ahead: float) -> None:
    found = expected_count(counts, ahead=ahead)
    assert found.low <= found.estimate + 1 and found.estimate <= found.high + 1
