"""Accounts' shares of satisfied answers: against plain sums in R, and how often they hold the truth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.pooling.shares import PooledShares, account_shares
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import pooling as study


def test_it_equals_sums_over_a_finer_grid() -> None:
    known = golden.load("pooling_shares")
    found, expected = account_shares(**known["input"]), known["expected"]
    assert [e.estimate for e in found.estimates] == pytest.approx(expected["mean"], abs=0.004)
    assert [e.low for e in found.estimates] == pytest.approx(expected["low"], abs=0.012)
    assert [e.high for e in found.estimates] == pytest.approx(expected["high"], abs=0.004)
    assert (found.a, found.b) == pytest.approx((expected["a"], expected["b"]), rel=1e-4)


def test_few_answers_are_pulled_to_the_others_and_many_are_not() -> None:
    found = account_shares(successes=[0, 0, 0, *[3, 4, 4, 2, 3] * 4], counts=[0, 1, 60, *[4] * 20])
    nobody, one, many = found.estimates[:3]
    assert many.estimate < 0.1 < 0.3 < one.estimate < nobody.estimate < 0.85
    assert (nobody.n, one.n) == (0, 1)


def test_accounts_that_differ_no_more_than_chance_are_alike() -> None:
    found = account_shares(successes=[3] * 12, counts=[4] * 12)
    assert found.verdict == "alike" and found.a is None
    assert all(e.low < 0.75 < e.high for e in found.estimates)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=5, max_size=15))
@settings(max_examples=40, deadline=None)
def test_the_interval_holds_the_estimate(accounts: list[tuple[int, int]]) -> None:
    found = account_shares(successes=[x for x, _ in accounts], counts=[x + y for x, y in accounts])
    if isinstance(found, PooledShares):
        assert all(0 <= e.low <= e.estimate <= e.high <= 1 for e in found.estimates)


def test_too_little_and_nonsense() -> None:
    few = account_shares(successes=[1, 0, 1], counts=[1, 1, 1])
    assert isinstance(few, TooLittle) and [m.what for m in few.missing] == ["accounts", "repeated_answers"]
    with pytest.raises(ValueError, match="account by account"):
        account_shares(successes=[2], counts=[1])


@pytest.mark.parametrize("accounts", [15, 60])
def test_they_hold_the_truth_as_often_as_they_say(accounts: int) -> None:
    """4,800 intervals of 80 and 320 companies, three standard errors .015; with a and b fixed 77 % of 15."""
    found = study.shares_coverage(accounts=accounts, share=0.75, likeness=0.2, runs=4800 // accounts, seed=6)
    assert found > 0.93 - 0.015
