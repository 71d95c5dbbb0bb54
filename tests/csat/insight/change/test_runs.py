"""Run lengths against published tables, Markov chains and a plain simulation."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.change.runs import RunLengths, run_lengths
from tests.csat.insight.golden import load

GOLDEN = load("change_runs")["expected"]


def of(case: dict[str, Any], shifts: list[float]) -> RunLengths:
    tuning = {"reference": case["tuning"]} if case["chart"] == "cusum" else {"smoothing": case["tuning"]}
    return run_lengths(chart=case["chart"], limit=case["limit"], sides=case["sides"], shifts=shifts, **tuning)


@pytest.mark.parametrize("case", GOLDEN["published"], ids=lambda c: f"{c['chart']}-{c['limit']}")
def test_published_tables(case: dict[str, Any]) -> None:
    """Cusums are printed to three digits, Lucas and Saccucci's tables to three or one decimal."""
    found = of(case, case["shifts"])
    for run, printed in zip(found.shifted, case["mean"], strict=True):
        assert run.mean == pytest.approx(printed, rel=0.005, abs=0.055), run.shift


@pytest.mark.parametrize("case", GOLDEN["chains"], ids=lambda c: f"{c['chart']}-{c['limit']}-{c['shift']}")
def test_markov_chains(case: dict[str, Any]) -> None:
    run = of(case, [case["shift"]]).shifted[0]
    assert run.mean == pytest.approx(case["mean"], rel=1e-8)
    assert run.within == pytest.approx(case["within"], abs=1e-10)


def test_the_fallback_of_the_drop_rule_runs_80_waves() -> None:
    assert run_lengths(chart="cusum", limit=2.645).in_control == pytest.approx(80, abs=0.1)


def test_a_plain_simulation() -> None:
    rng = np.random.default_rng(1)
    total, until = np.zeros(20_000), np.zeros(20_000, int)
    for wave in range(1, 200):
        total = np.maximum(0, total + rng.normal(1.0, 1, total.size) - 0.5)
        until = np.where((until == 0) & (total > 3), wave, until)
    run = run_lengths(chart="cusum", limit=3.0, shifts=[1.0]).shifted[0]
    assert run.mean == pytest.approx(until.mean(), abs=4 * until.std() / np.sqrt(until.size))
    assert run.within is not None
    for waves, share in zip((1, 2, 4, 8), run.within, strict=True):
        assert share == pytest.approx((until <= waves).mean(), abs=0.015)


def test_without_a_shift_both_columns_agree() -> None:
    found = run_lengths(chart="ewma", limit=2.5, sides=2, shifts=[0.0])
    assert found.shifted[0].mean == found.in_control
    assert found.verdict == "computed"


def test_two_sided_cusum_tells_no_shares() -> None:
    assert run_lengths(chart="cusum", limit=4, sides=2).shifted[0].within is None


@settings(max_examples=25)
@given(st.sampled_from(["cusum", "ewma"]), st.floats(0.5, 6), st.floats(0.05, 1), st.sampled_from([1, 2]))
def test_larger_shifts_are_found_sooner(chart: str, limit: float, tuning: float, sides: int) -> None:
    found = run_lengths(
        chart=chart, limit=min(limit, 4), reference=tuning, smoothing=tuning, sides=sides, shifts=[0.5, 1, 3]
    )
    means = [found.in_control, *(run.mean for run in found.shifted)]
    assert means == sorted(means, reverse=True)
    assert means[-1] >= 1 - 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        {"chart": "shewhart"},
        {"limit": 0},
        {"sides": 3},
        {"smoothing": 0},
        {"reference": -1},
        {"shifts": [np.nan]},
    ],
)
def test_impossible_charts_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="chart"):
        run_lengths(**({"chart": "cusum", "limit": 4.0} | wrong))
