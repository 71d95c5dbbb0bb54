"""Intervals against published tables and formulas worked by hand; too little data says so."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import NOTHING, Interval
from csat.insight.intervals.nps import nps
from csat.insight.intervals.proportion import proportion

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


def test_a_design_effect_widens() -> None:
    plain, clustered = proportion(successes=15, n=148), proportion(successes=15, n=148, design_effect=2)
    assert clustered.low < plain.low and clustered.high > plain.high and clustered.n == plain.n


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


def test_clustered_mean_by_hand() -> None:
    """Accounts (80, 90), (60), (70, 70, 40): m = 410/6, residuals 33.33, -8.33, -25, k = 3, t(2) = 4.3027."""
    found = clustered_mean(sums=[170, 60, 180], counts=[2, 1, 3], bounds=(-1000, 1000))
    error = np.sqrt(3 / 2 * (33.3333**2 + 8.3333**2 + 25**2)) / 6
    assert found.estimate == pytest.approx(410 / 6)
    assert found.high - found.estimate == pytest.approx(4.30265 * error, rel=1e-4)
    assert found.n == 6


def test_one_answer_a_cluster_is_the_textbook_mean() -> None:
    """Student (1908), The probable error of a mean, additional hours of sleep: mean 1.58, t(9)."""
    hours = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    found = clustered_mean(sums=hours, counts=[1] * 10)
    assert found.estimate == pytest.approx(1.58)
    # R: t.test(with(sleep, extra[11:20] - extra[1:10])) gives 0.7001142 to 2.4598858.
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


def test_weighting_by_revenue() -> None:
    found = clustered_mean(sums=[80, 40], counts=[1, 1], weights=[3, 1])
    assert found.estimate == 70


@pytest.mark.parametrize(
    ("sums", "counts", "expected"),
    [
        ([], [], NOTHING),
        ([0, 0], [0, 0], NOTHING),
        ([150], [2], Interval(estimate=75, low=None, high=None, n=2)),
        ([150, 0], [2, 0], Interval(estimate=75, low=None, high=None, n=2)),
    ],
)
def test_too_little_is_said(sums: list, counts: list, expected: Interval) -> None:
    assert clustered_mean(sums=sums, counts=counts) == expected
    assert not expected.is_known


def test_nothing_and_nonsense() -> None:
    assert proportion(successes=0, n=0) == nps(promoters=0, passives=0, detractors=0) == NOTHING
    with pytest.raises(ValueError, match="between 0 and n"):
        proportion(successes=3, n=2)
    with pytest.raises(ValueError, match="same clusters"):
        clustered_mean(sums=[1, 2], counts=[1])
    with pytest.raises(ValueError, match="negative"):
        nps(promoters=-1, passives=0, detractors=2)


def test_overlap_is_assumed_where_one_cannot_tell() -> None:
    known, apart = Interval(70, 60, 80, 9), Interval(90, 85, 95, 9)
    assert not known.overlaps(apart) and known.overlaps(NOTHING) and known.overlaps(known)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 100)), min_size=2, max_size=30))
def test_the_interval_holds_its_estimate_and_stays_on_the_scale(accounts: list[tuple[int, int]]) -> None:
    counts = [n for n, _ in accounts]
    found = clustered_mean(sums=[n * mean for n, mean in accounts], counts=counts)
    assert 0 <= found.low <= found.estimate + 1e-9 and found.estimate - 1e-9 <= found.high <= 100


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_nps_mirrors(up: int, middle: int, down: int) -> None:
    found = nps(promoters=up, passives=middle, detractors=down)
    mirrored = nps(promoters=down, passives=middle, detractors=up)
    if found.is_known:
        assert found.low == pytest.approx(-mirrored.high) and found.estimate == -mirrored.estimate


def test_a_web_process_loads_no_scipy_stats() -> None:
    """scipy.stats takes seconds cold; special functions do not."""
    code = "import sys, csat.insight.intervals.clustered_mean; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
