"""The clustered mean by hand, against survey::svymean, and in simulated companies."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from csat.insight.intervals.clustered_mean import clustered_mean, effective_number
from csat.insight.intervals.interval import NOTHING, Interval
from tests.csat.insight import golden
from tests.studies import intervals as study


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


def test_it_equals_survey() -> None:
    known = golden.load("intervals_clustered")
    account = np.array(known["input"]["account"]) - 1
    sums, counts = np.bincount(account, weights=known["input"]["points"]), np.bincount(account)
    expected = known["expected"]
    found = clustered_mean(sums=sums, counts=counts)
    assert (found.estimate, found.low, found.high) == pytest.approx(
        (expected["mean"], expected["low"], expected["high"]), abs=1e-10
    )


def test_with_weights_the_error_is_surveys_and_the_freedom_that_of_the_accounts_that_carry_it() -> None:
    known = golden.load("intervals_clustered")
    account = np.array(known["input"]["account"]) - 1
    sums, counts = np.bincount(account, weights=known["input"]["points"]), np.bincount(account)
    revenue = np.bincount(account, weights=known["input"]["revenue"]) / counts
    found = clustered_mean(sums=sums, counts=counts, weights=revenue / counts, bounds=(-999, 999))
    reach = stdtrit(effective_number(revenue) - 1, 0.975) * known["expected"]["revenue_error"]
    assert found.estimate == pytest.approx(known["expected"]["revenue_mean"], abs=1e-10)
    assert found.high - found.estimate == pytest.approx(reach, abs=1e-9)


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


def test_arrays_must_agree() -> None:
    with pytest.raises(ValueError, match="same clusters"):
        clustered_mean(sums=[1, 2], counts=[1])


def test_overlap_is_assumed_where_one_cannot_tell() -> None:
    known, apart = Interval(70, 60, 80, 9), Interval(90, 85, 95, 9)
    assert not known.overlaps(apart) and known.overlaps(NOTHING) and known.overlaps(known)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 100)), min_size=2, max_size=30))
def test_the_interval_holds_its_estimate_and_stays_on_the_scale(accounts: list[tuple[int, int]]) -> None:
    counts = [n for n, _ in accounts]
    found = clustered_mean(sums=[n * mean for n, mean in accounts], counts=counts)
    assert 0 <= found.low <= found.estimate + 1e-9 and found.estimate - 1e-9 <= found.high <= 100


def test_a_web_process_loads_no_scipy_stats() -> None:
    """scipy.stats takes seconds cold; special functions do not."""
    code = "import sys, csat.insight.intervals.clustered_mean; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("accounts", [5, 20])
def test_it_holds_the_truth_as_often_as_it_says(accounts: int) -> None:
    """2,000 companies; three standard errors of a share of .95 are .015, and 5 accounts may lose .01 more."""
    assert study.clustered_coverage(accounts=accounts, skew=0.0, runs=2000, seed=2) > 0.95 - 0.025


def test_key_accounts_that_carry_the_weight_are_allowed_for() -> None:
    """With k - 1 degrees of freedom this is .79 to .84; 2,000 companies, three standard errors are .015."""
    assert study.clustered_coverage(accounts=20, skew=1.5, runs=2000, seed=3) > 0.93 - 0.025
