"""The adjusted Wald interval of the net promoter score, by hand and answer by answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.intervals.interval import NOTHING
from csat.insight.intervals.nps import nps
from tests.csat.insight import golden
from tests.studies import intervals as study


def test_three_promoters_say_almost_nothing() -> None:
    """Worked by hand: p = 3.75/6, q = 0.75/6, variance .75 - .5^2, 50 +- 1.96 x 100 sqrt(.5/6) = 113 wide."""
    found = nps(promoters=3, passives=0, detractors=0)
    assert found.estimate == 100 and found.high == 100
    assert found.low == pytest.approx(50 - 113.16 / 2, abs=0.01)


def test_nps_of_a_hundred() -> None:
    """By hand: n = 103, p = 50.75/103, q = 20.75/103, d = 30/103, variance p + q - d^2 = .60934."""
    found = nps(promoters=50, passives=30, detractors=20)
    assert found.estimate == 30
    assert (round(found.low, 2), round(found.high, 2)) == (14.05, 44.2)


def test_it_equals_the_answers_listed_one_by_one() -> None:
    known = golden.load("intervals_nps")
    for (up, middle, down), (low, high) in zip(
        known["input"]["counts"], known["expected"]["limits"], strict=True
    ):
        found = nps(promoters=up, passives=middle, detractors=down)
        assert (found.low, found.high) == pytest.approx((max(low, -100), min(high, 100)), abs=1e-9)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_nps_mirrors(up: int, middle: int, down: int) -> None:
    found = nps(promoters=up, passives=middle, detractors=down)
    mirrored = nps(promoters=down, passives=middle, detractors=up)
    if found.is_known:
        assert found.low == pytest.approx(-mirrored.high) and found.estimate == -mirrored.estimate


def test_nothing_and_nonsense() -> None:
    assert nps(promoters=0, passives=0, detractors=0) == NOTHING
    with pytest.raises(ValueError, match="negative"):
        nps(promoters=-1, passives=0, detractors=2)


def test_it_holds_the_truth_as_often_as_it_says() -> None:
    """4,000 samples of 10 and of 30 answers; two standard errors of a share of .95 are .007."""
    for n in (10, 30):
        assert study.nps_coverage(n=n, shares=(0.5, 0.3, 0.2), runs=4000, seed=1) > 0.95 - 0.014
