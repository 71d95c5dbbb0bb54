"""Wilson's interval against Newcombe's table and statsmodels."""

import pytest

from csat.insight.intervals.interval import NOTHING
from csat.insight.intervals.proportion import proportion
from tests.csat.insight import golden

# Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison of seven
# methods. Statistics in Medicine 17, 857-872, table I, method 3 (score method, no continuity correction).
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "n", "low", "high"), NEWCOMBE)
def test_wilson_equals_newcombes_table(successes: int, n: int, low: float, high: float) -> None:
    found = proportion(successes=successes, n=n)
    assert (round(found.low, 4), round(found.high, 4), found.n) == (low, high, n)


def test_it_equals_statsmodels() -> None:
    known = golden.load("intervals_shares")
    for (successes, n), limits in zip(known["input"]["singles"], known["expected"]["singles"], strict=True):
        found = proportion(successes=successes, n=n)
        assert (found.low, found.high) == pytest.approx(limits, abs=1e-12)


def test_a_design_effect_widens() -> None:
    plain, clustered = proportion(successes=15, n=148), proportion(successes=15, n=148, design_effect=2)
    assert clustered.low < plain.low and clustered.high > plain.high and clustered.n == plain.n


def test_nothing_and_nonsense() -> None:
    assert proportion(successes=0, n=0) == NOTHING
    with pytest.raises(ValueError, match="between 0 and n"):
        proportion(successes=3, n=2)
