"""The share of the satisfied with its design effect, against survey and in simulated companies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.intervals.top_box import TopBox, top_box
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import intervals as study


def test_it_equals_survey() -> None:
    known = golden.load("intervals_top_box")
    account = np.array(known["input"]["account"]) - 1
    satisfied = np.bincount(account, weights=known["input"]["top"])
    found = top_box(successes=satisfied, counts=np.bincount(account))
    expected = known["expected"]
    assert found.design_effect == pytest.approx(expected["design_effect"], abs=1e-9)
    assert (found.share.estimate, found.share.low, found.share.high) == pytest.approx(
        (expected["share"], expected["low"], expected["high"]), abs=1e-9
    )


def test_where_all_are_satisfied_an_accounts_answers_count_as_one() -> None:
    found = top_box(successes=[4, 4, 4, 4, 4], counts=[4, 4, 4, 4, 4])
    assert found.n_eff == pytest.approx(5) and found.share.estimate == 1 and found.share.low < 0.6


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=20))
def test_the_interval_holds_the_share(accounts: list[tuple[int, int]]) -> None:
    found = top_box(successes=[x for x, _ in accounts], counts=[x + y for x, y in accounts])
    if isinstance(found, TopBox):
        assert 0 <= found.share.low <= found.share.estimate + 1e-12
        assert found.share.estimate - 1e-12 <= found.share.high <= 1 and found.design_effect >= 1


def test_too_little_and_nonsense() -> None:
    few = top_box(successes=[1, 0], counts=[2, 0])
    assert isinstance(few, TooLittle) and [m.what for m in few.missing] == ["answers", "accounts"]
    with pytest.raises(ValueError, match="successes"):
        top_box(successes=[3], counts=[2])


@pytest.mark.parametrize("accounts", [8, 40])
def test_it_holds_the_truth_as_often_as_it_says(accounts: int) -> None:
    """1,500 companies; three standard errors of a share of .95 are .017."""
    assert study.top_box_coverage(accounts=accounts, share=0.75, likeness=0.25, runs=1500, seed=4) > 0.93
