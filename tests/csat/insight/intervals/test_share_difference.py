"""Newcombe's interval of a difference against his table and statsmodels."""

import pytest

from csat.insight.intervals.interval import NOTHING
from csat.insight.intervals.share_difference import share_difference
from tests.csat.insight import golden

# Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison
# of eleven methods. Statistics in Medicine 17, 873-890, table II, method 10 (hybrid score).
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("x", "n", "y", "m", "low", "high"), NEWCOMBE)
def test_it_equals_newcombes_table(x: int, n: int, y: int, m: int, low: float, high: float) -> None:
    found = share_difference(successes=(x, y), n=(n, m))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_it_equals_statsmodels() -> None:
    known = golden.load("intervals_shares")
    for (x, n, y, m), limits in zip(known["input"]["pairs"], known["expected"]["pairs"], strict=True):
        found = share_difference(successes=(x, y), n=(n, m))
        assert (found.low, found.high) == pytest.approx(limits, abs=1e-10)


def test_clustered_answers_widen_it_and_no_answers_say_nothing() -> None:
    plain = share_difference(successes=(56, 48), n=(70, 80))
    clustered = share_difference(successes=(56, 48), n=(70, 80), design_effects=(2, 2))
    assert clustered.low < plain.low and clustered.high > plain.high and plain.n == 150
    assert share_difference(successes=(0, 3), n=(0, 5)) == NOTHING
    with pytest.raises(ValueError, match="between 0 and n"):
        share_difference(successes=(6, 3), n=(5, 5))
