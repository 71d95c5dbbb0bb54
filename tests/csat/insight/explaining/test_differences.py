import numpy as np
import pytest

from csat.insight.explaining.differences import Differences, difference_in_differences
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import explaining as study

START = 12


def panel(
    seed: int, *, effect: float, accounts: int = 30, treated: int = 10
) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = 70 + rng.normal(0, 8, (accounts, 1)) + rng.normal(0, 3, 18) + rng.normal(0, 4, (accounts, 18))
    group = np.arange(accounts) < treated
    y[group, START:] += effect
    return y, group


def found(y: np.ndarray, group: np.ndarray, start: int = START) -> Differences:
    result = difference_in_differences(outcome=y, treated=group, start=start)
    assert isinstance(result, Differences)
    return result


@pytest.mark.parametrize("name", ["full", "gaps"])
def test_r_finds_the_same(name: str) -> None:
    file = golden.load(f"explaining_differences_{name}")
    given, wanted = file["input"], file["expected"]
    result = found(np.array(given["outcome"], dtype=float), np.array(given["treated"]), given["start"])
    for key, value in wanted["plain"].items():
        assert getattr(result.plain, key) == pytest.approx(value, abs=1e-9), key
    assert result.drift.estimate == pytest.approx(wanted["drift"], abs=1e-9)
    assert result.drift.p == pytest.approx(wanted["drift_p"], abs=1e-9)
    both = name == "full"
    assert result.pre_trend_p == pytest.approx(wanted["pre_trend_p" if both else "joint_p"], abs=1e-9)
    if both:
        assert result.plain.error == pytest.approx(wanted["welch"]["error"], abs=1e-9)
        assert result.adjusted.estimate == pytest.approx(wanted["adjusted"], abs=1e-6)


def test_linearmodels_finds_the_same() -> None:
    file = golden.load("explaining_differences_linearmodels")
    given = file["input"]
    result = found(np.array(given["outcome"], dtype=float), np.array(given["treated"]), given["start"])
    assert result.plain.estimate == pytest.approx(file["expected"]["estimate"], abs=1e-9)


@pytest.mark.parametrize(("effect", "verdict"), [(8, "better"), (-8, "worse"), (0, "no_evidence")])
def test_an_effect_is_told(effect: float, verdict: str) -> None:
    result = found(*panel(1, effect=effect))
    assert result.verdict == verdict
    assert result.plain.low < effect < result.plain.high
    assert (result.treated, result.untreated, result.months_before, result.months_after) == (10, 20, 12, 6)
    assert [(p.first, p.last, p.is_reference) for p in result.points] == [
        (-12, -10, False),
        (-9, -7, False),
        (-6, -4, False),
        (-3, -1, True),
        (0, 2, False),
        (3, 5, False),
    ]
    assert result.comparable_share > 0.7 and result.readings == 540


def test_what_moved_before_cannot_be_judged() -> None:
    y, group = panel(2, effect=0)
    y[group] += np.arange(18)
    result = found(y, group)
    assert result.verdict == "pre_trend" and result.drift.estimate == pytest.approx(1, abs=0.5)


def test_levels_and_months_that_all_share_do_not_matter() -> None:
    y, group = panel(3, effect=4)
    rng = np.random.default_rng(0)
    once, again = found(y, group), found(y + rng.normal(0, 50, (30, 1)) + rng.normal(0, 50, 18), group)
    assert again.plain.estimate == pytest.approx(once.plain.estimate)
    assert again.plain.p == pytest.approx(once.plain.p)
    assert again.pre_trend_p == pytest.approx(once.pre_trend_p)


def test_a_recovery_of_those_picked_for_being_low_is_not_a_success() -> None:
    rng = np.random.default_rng(5)
    y = 70 + rng.normal(0, 5, (300, 1)) + rng.normal(0, 10, (300, 12))
    y[:, 1:] = np.where(np.arange(1, 12) % 3 == 0, y[:, 1:], np.nan)
    group = np.argsort(np.argsort(np.nanmean(y[:, :6], axis=1))) < 80
    result = found(y, group, 6)
    assert result.plain.p < 0.001 and result.plain.estimate > 3
    assert result.verdict == "no_evidence" and result.is_regression


def test_accounts_without_both_sides_are_left_out() -> None:
    y, group = panel(6, effect=8)
    y[0, :START] = np.nan
    y[29, START:] = np.nan
    y[1] = np.nan
    result = found(y, group)
    assert (result.treated, result.untreated, result.verdict) == (8, 19, "better")


def test_quarterly_readings_are_enough() -> None:
    y, group = panel(7, effect=12)
    y[:, np.arange(18) % 3 > 0] = np.nan
    result = found(y, group)
    assert result.verdict == "better" and result.months_before == 4 and len(result.points) == 6


def test_too_little_says_what_is_missing() -> None:
    y, group = panel(8, effect=8, treated=4)
    result = difference_in_differences(outcome=y[:, 8:], treated=group, start=4)
    assert isinstance(result, TooLittle)
    assert {m.what: (m.have, m.need) for m in result.missing} == {"treated": (4, 5)}
    y, group = panel(8, effect=8)
    late = difference_in_differences(outcome=y, treated=group, start=18)
    assert {m.what for m in late.missing} == {"treated", "untreated", "months_before", "months_after"}
    early = difference_in_differences(outcome=y, treated=group, start=3)
    assert {m.what: (m.have, m.need) for m in early.missing} == {"months_before": (3, 6)}
    nobody = difference_in_differences(outcome=np.empty((0, 5)), treated=np.empty(0, dtype=bool), start=3)
    assert isinstance(nobody, TooLittle)


def test_a_constant_outcome_shows_nothing() -> None:
    result = found(np.full((20, 18), 70.0), np.arange(20) < 8)
    assert result.verdict == "no_evidence" and result.plain.estimate == pytest.approx(0, abs=1e-9)
    moved = np.full((20, 18), 70.0)
    moved[:8, START:] = 75.0
    assert found(moved, np.arange(20) < 8).verdict == "better"


def test_impossible_arguments_are_refused() -> None:
    y, group = panel(9, effect=0)
    for outcome, treated, start in ((y, group[:-1], 6), (y, group, 99), (y[0], group, 6), (y, group * 2, 6)):
        with pytest.raises(ValueError, match=r"accounts x months|reached or not"):
            difference_in_differences(outcome=outcome, treated=treated, start=start)
    with pytest.raises(ValueError, match="finite"):
        difference_in_differences(outcome=np.where(y > 75, np.inf, y), treated=group, start=6)


def test_actions_without_effect_are_seldom_praised() -> None:
    """60 actions each; shares of .025 and .05 have SE .02 and .028."""
    nothing = study.judged(study.ACTIONS["no effect, 5 of 40"], runs=60, seed=1)
    assert nothing.share("better") <= 0.025 + 3.5 * 0.02
    assert nothing.covered["plain"] >= 0.95 - 3.5 * 0.028
    low = study.judged(study.ACTIONS["effect 0, chosen low"], runs=60, seed=2)
    assert low.share("better") <= 0.025 + 3.5 * 0.02
