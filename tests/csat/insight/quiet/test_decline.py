"""Scores that sink while revenue holds: slopes against statsmodels, revenue against R's survey."""

from dataclasses import asdict
from json import dumps
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from csat.insight.change.components import Components
from csat.insight.quiet.decline import Decline, silent_decline
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import quiet

GOLDEN = load("quiet_decline")
SCALE = quiet.SCALE
SINKING = {
    "waves": np.repeat(np.arange(6), 3),
    "persons": np.tile([1, 2, 3], 6),
    "points": np.repeat([9, 8.6, 8, 7.4, 7, 6.3], 3),
}
FLAT = np.full(24, 100.0) + np.tile([-2, 0, 2], 8)


def looked_at(**given_: Any) -> Decline:
    found = silent_decline(**({"components": SCALE} | SINKING | given_))
    assert isinstance(found, Decline)
    return found


@pytest.mark.parametrize(
    ("case", "theirs"), list(zip(GOLDEN["input"]["slopes"], GOLDEN["expected"]["slopes"], strict=True))
)
def test_slopes_equal_statsmodels(case: dict[str, Any], theirs: dict[str, float]) -> None:
    spreads = {name: case[name] for name in ("person", "residual", "wander")}
    rows = {name: case[name] for name in ("waves", "persons", "points")}
    found = looked_at(**rows, components=Components(mean=70.0, account=10.0, **spreads))
    assert found.slope == pytest.approx(theirs["slope"], rel=1e-9)
    assert found.slope_high - found.slope == pytest.approx(norm.ppf(0.975) * theirs["error"], rel=1e-9)
    assert found.probability == pytest.approx(norm.cdf(-theirs["slope"] / theirs["error"]), rel=1e-9)
    assert found.fall == pytest.approx(-6 * theirs["slope"])


@pytest.mark.parametrize(
    ("case", "theirs"), list(zip(GOLDEN["input"]["ratios"], GOLDEN["expected"]["ratios"], strict=True))
)
def test_revenue_equals_the_ratio_of_survey(case: dict[str, Any], theirs: dict[str, float]) -> None:
    year = looked_at(revenue=[*case["before"], *[1.0] * 6, *case["now"]]).revenue
    assert year is not None
    assert (year.change, year.low) == pytest.approx((theirs["change"], theirs["low"]), abs=1e-10)


def test_verdicts() -> None:
    assert looked_at(revenue=FLAT).verdict == "quiet_decline"
    shrinking = FLAT * np.where(np.arange(24) < 18, 1, 0.7)
    assert looked_at(revenue=shrinking).verdict == "decline_with_revenue"
    assert looked_at(revenue=FLAT, points=np.full(18, 8.0)).verdict == "no_sign"
    assert looked_at(revenue=FLAT, points=SINKING["points"][::-1]).verdict == "no_sign"


def test_a_clear_but_small_slope_is_no_decline() -> None:
    """0.1 a wave over five waves is half a step, however many people say so."""
    waves = np.repeat(np.arange(6), 60)
    found = looked_at(waves=waves, persons=np.tile(np.arange(60), 6), points=8 - 0.1 * waves)
    assert found.probability > 0.95
    assert found.fall == pytest.approx(0.5)
    assert found.verdict == "no_sign"


def test_only_the_last_waves_count() -> None:
    waves = np.arange(12)
    found = looked_at(waves=waves, persons=waves * 0, points=np.where(waves < 6, 10 - waves, 5))
    assert (found.first_wave, found.last_wave, found.waves, found.n) == (6, 11, 6, 6)
    assert found.slope == pytest.approx(0)


def test_other_people_are_not_a_slope() -> None:
    """The same fall, told by somebody new each wave, weighs less than told by the same three."""
    same = looked_at()
    other = looked_at(persons=np.arange(18))
    assert other.slope_high - other.slope_low > 1.2 * (same.slope_high - same.slope_low)


def test_a_wandering_account_has_a_wider_slope() -> None:
    wandering = Components(mean=7.5, account=1, person=1, residual=0.9, wander=0.3, point=1)
    assert looked_at(components=wandering).probability < looked_at().probability


@pytest.mark.parametrize(
    ("revenue", "what"),
    [
        (None, "months"),
        (np.ones(17), "months"),
        (np.where(np.arange(24) == 20, np.nan, 100.0), "months"),
        (np.where(np.arange(24) < 12, 0.0, 100.0), "revenue"),
        (np.where(np.arange(24) < 12, 100.0, -5.0), "revenue"),
    ],
)
def test_a_decline_with_revenue_unknown_says_what_is_missing(revenue: Any, what: str) -> None:
    found = looked_at(revenue=revenue)
    assert found.verdict == "decline_revenue_unknown"
    assert found.revenue is None
    assert found.missing[0].what == what


def test_too_few_waves() -> None:
    found = silent_decline(waves=[1, 2, 3], persons=[1, 1, 1], points=[9, 8, np.nan], components=SCALE)
    assert isinstance(found, TooLittle)
    assert (found.missing[0].have, found.missing[0].need) == (2, 4)


@pytest.mark.parametrize(
    "wrong", [{"window": 3}, {"persons": [1]}, {"revenue": np.full(24, np.inf)}, {"least_probability": 0}]
)
def test_impossible_input_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        looked_at(**wrong)


def test_false_declines_and_real_ones() -> None:
    """One look at 600 stable accounts: 5 % and three standard errors are 7.7 %."""
    stable = quiet.declines(respondents=3, runs=600)
    assert 1 - stable["no_sign"] < 0.077
    new = quiet.declines(respondents=3, renewed=0.5, runs=600)
    assert 1 - new["no_sign"] < 0.077
    sinking = quiet.declines(respondents=3, slope=0.4, runs=300)
    assert 1 - sinking.get("no_sign", 0) > 0.85
    assert quiet.slopes_hold_the_truth(runs=600) == pytest.approx(0.95, abs=0.027)


def test_falling_revenue_is_not_called_quiet() -> None:
    assert quiet.declines(respondents=5, slope=0.5, growth=-0.3, runs=200).get("quiet_decline", 0) < 0.02
    assert quiet.declines(respondents=5, slope=0.5, growth=0.05, runs=200)["quiet_decline"] > 0.8


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.floats(0, 100)), min_size=1, max_size=30),
    st.lists(st.one_of(st.floats(-1e9, 1e9), st.just(np.nan)), max_size=30),
)
def test_any_answers_and_revenue_end_in_a_verdict(
    rows: list[tuple[int, int, float]], revenue: list[float]
) -> None:
    columns = dict(zip(("waves", "persons", "points"), zip(*rows, strict=True), strict=True))
    found = silent_decline(**columns, components=SCALE, revenue=revenue)
    if isinstance(found, Decline):
        dumps(asdict(found), allow_nan=False)
