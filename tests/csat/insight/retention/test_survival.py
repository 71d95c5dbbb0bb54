"""Kaplan-Meier and log-rank against R; what is shown, and what is too little to show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.retention.kaplan_meier import Survival, kaplan_meier
from csat.insight.retention.log_rank import LogRank, log_rank
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load

CURVES, TESTS, LIFELINES = (load(f"retention_{n}") for n in ("kaplan_meier", "log_rank", "lifelines"))


@pytest.mark.parametrize("sample", CURVES["input"])
def test_curves_equal_r(sample: str) -> None:
    found, expected = kaplan_meier(**CURVES["input"][sample], min_at_risk=1), CURVES["expected"][sample]
    for column in ("time", "at_risk", "events", "survival", "low", "high"):
        values = [
            (getattr(step, column), theirs)
            for step, theirs in zip(found.steps, expected[column], strict=True)
            if theirs is not None
        ]
        assert np.allclose(*np.array(values, dtype=float).T, rtol=0, atol=1e-12), column
    medians = (found.median, found.median_low, found.median_high)
    assert medians == (expected["median"], expected["median_low"], expected["median_high"])


def test_curves_equal_lifelines() -> None:
    found = kaplan_meier(**LIFELINES["input"], min_at_risk=1)
    at = [found.steps[[s.time for s in found.steps].index(t)] for t in LIFELINES["expected"]["time"]]
    for column in ("survival", "low", "high"):
        assert [getattr(s, column) for s in at] == pytest.approx(LIFELINES["expected"][column], abs=1e-10)


@pytest.mark.parametrize("sample", TESTS["input"])
def test_log_rank_equals_r(sample: str) -> None:
    found, expected = log_rank(**TESTS["input"][sample]), TESTS["expected"][sample]
    assert (found.chi_square, found.p) == pytest.approx((expected["chi_square"], expected["p"]), rel=1e-10)
    if "observed" in expected:
        assert [g.events for g in found.groups] == expected["observed"]
        assert [g.expected for g in found.groups] == pytest.approx(expected["expected"], rel=1e-10)
    assert found.verdict == "differ"


def test_the_curve_ends_when_fewer_than_five_are_watched() -> None:
    found = kaplan_meier(ends=range(1, 11), is_event=[1] * 10)
    assert (found.since, found.until, found.steps[-1].time) == (0, 6, 6)
    assert found.steps[-1].at_risk == 5 and found.median == 5.5


def test_late_entries_delay_the_start_of_the_curve() -> None:
    """Two watched from birth die young; they must not pull down a curve that is about ten others."""
    starts, ends = [0, 0] + [10] * 10, [3, 4, *range(21, 31)]
    found = kaplan_meier(starts=starts, ends=ends, is_event=[1] * 12)
    assert found.since == 10 and found.steps[0].survival == pytest.approx(0.9) and found.n == 12


def test_nobody_lost_is_a_curve_without_steps() -> None:
    found = kaplan_meier(ends=[10.0] * 8, is_event=[0] * 8)
    assert found == Survival("no_losses", (), 8, 0, 0.0, 10.0, None, None, None)


def test_all_lost_at_once() -> None:
    step = kaplan_meier(ends=[2.0] * 6, is_event=[1] * 6).steps[0]
    assert (step.survival, step.low, step.high) == (0, 0, 1)


def test_too_little_is_said() -> None:
    few = kaplan_meier(ends=[1.0, 2.0], is_event=[1, 0])
    assert isinstance(few, TooLittle) and (few.missing[0].have, few.missing[0].need) == (2, 5)
    assert isinstance(kaplan_meier(ends=[], is_event=[]), TooLittle)
    missing = log_rank(ends=[1.0, 2, 3], is_event=[1, 1, 0], groups=[1, 1, 1]).missing
    assert [m.what for m in missing] == ["groups", "events", "accounts"]
    assert isinstance(log_rank(ends=[], is_event=[], groups=[]), TooLittle)


def test_nonsense_is_refused() -> None:
    for bad in (
        {"ends": [1.0, np.nan], "is_event": [1, 0]},
        {"ends": [1.0], "is_event": [2]},
        {"ends": [1.0], "is_event": [1], "starts": [1.0]},
        {"ends": [1.0, 2.0], "is_event": [1]},
    ):
        with pytest.raises(ValueError, match="account"):
            kaplan_meier(**bad)
    with pytest.raises(ValueError, match="groups"):
        log_rank(ends=[1.0], is_event=[1], groups=[1, 2])


LIVES = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20), st.booleans()), min_size=5, max_size=60)


@given(LIVES)
def test_curves_fall_within_their_intervals(lives: list[tuple[int, int, bool]]) -> None:
    starts, spans, events = zip(*lives, strict=True)
    ends = [a + b for a, b in zip(starts, spans, strict=True)]
    found = kaplan_meier(starts=starts, ends=ends, is_event=events)
    if isinstance(found, Survival):
        values = [step.survival for step in found.steps]
        assert values == sorted(values, reverse=True) and found.since < found.until
        assert all(0 <= s.low <= s.survival <= s.high <= 1 and s.at_risk >= 5 for s in found.steps)


@given(LIVES, st.integers(2, 4))
def test_groups_add_up_and_alike_groups_do_not_differ(
    lives: list[tuple[int, int, bool]], groups: int
) -> None:
    starts, spans, events = zip(*(life for life in lives for _ in range(groups)), strict=True)
    ends = [a + b for a, b in zip(starts, spans, strict=True)]
    label = [i % groups for i in range(len(ends))]
    found = log_rank(starts=starts, ends=ends, is_event=events, groups=label)
    if isinstance(found, LogRank):
        assert found.chi_square == pytest.approx(0, abs=1e-9) and found.p == pytest.approx(1, abs=1e-6)
        assert sum(g.expected for g in found.groups) == pytest.approx(sum(events))
