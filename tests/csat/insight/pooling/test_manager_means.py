"""Managers: against a sampler, what is adjusted for, who is ranked."""

import numpy as np
import pytest

from csat.insight.pooling.manager_means import ManagerMeans, manager_means
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import pooling as study


def company(effects: list[float], *, accounts: int = 8, answers: int = 4, noise: float = 6.0) -> dict:
    """Managers with that effect on all their answers; the accounts are alike but for noise."""
    rng = np.random.default_rng(3)
    managers = np.repeat(np.arange(len(effects)), accounts)
    groups = [70 + effects[m] + rng.normal(0, noise, answers) for m in managers]
    return {
        "sums": [g.sum() for g in groups],
        "counts": [answers] * len(groups),
        "squares": [(g**2).sum() for g in groups],
        "managers": managers,
    }


def test_it_equals_a_sampler_of_the_same_model() -> None:
    known = golden.load("pooling_managers")
    found, expected = manager_means(**known["input"], seed=1), known["expected"]
    assert [m.effect.estimate for m in found.managers] == pytest.approx(expected["effect"]["mean"], abs=0.25)
    assert [m.effect.low for m in found.managers] == pytest.approx(expected["effect"]["low"], abs=0.8)
    assert [m.effect.high for m in found.managers] == pytest.approx(expected["effect"]["high"], abs=0.8)
    assert [m.estimate.estimate for m in found.managers] == pytest.approx(
        expected["estimate"]["mean"], abs=0.25
    )
    assert [m.estimate.low for m in found.managers] == pytest.approx(expected["estimate"]["low"], abs=0.8)
    assert found.company == pytest.approx(expected["company"], abs=0.25)
    ranked = [m for m in found.managers if m.place]
    assert len(ranked) == 6
    assert [m.top for m in ranked] == pytest.approx(expected["top"], abs=0.03)
    assert [m.bottom for m in ranked] == pytest.approx(expected["bottom"], abs=0.03)


def test_it_is_near_lme4() -> None:
    """lme4 takes one value for each spread, this sums over them, so it draws a little less or more."""
    known = golden.load("pooling_managers")
    found = manager_means(**known["input"])
    effects = np.array([m.effect.estimate for m in found.managers])
    assert np.corrcoef(effects, known["expected"]["lme4"])[0, 1] > 0.99


def test_clear_differences_are_told_and_none_are_not() -> None:
    apart, alike = manager_means(**company([12, 0, 0, 0, 0, -12])), manager_means(**company([0] * 6))
    assert apart.verdict == "told_apart" and alike.verdict == "not_told_apart"
    assert apart.managers[0].place == 1 and apart.managers[0].top > 0.95 < apart.managers[5].bottom
    assert max(m.top for m in alike.managers) < 0.8


def test_who_has_the_difficult_segment_is_not_blamed_for_it() -> None:
    """Manager 0 has mostly accounts of a segment in which all managers score 20 points less."""
    rng = np.random.default_rng(5)
    managers = np.repeat(np.arange(5), 10)
    segments = np.where(managers == 0, np.arange(50) % 10 < 8, np.arange(50) % 10 < 2).astype(int)
    groups = [75 - 20 * s + rng.normal(0, 5, 4) for s in segments]
    given = {"sums": [g.sum() for g in groups], "counts": [4] * 50, "squares": [(g**2).sum() for g in groups]}
    raw = manager_means(**given, managers=managers)
    fair = manager_means(**given, managers=managers, segments=segments)
    assert raw.managers[0].effect.high < 0
    assert fair.managers[0].effect.low < 0 < fair.managers[0].effect.high


def test_nobody_is_ranked_below_five_accounts_or_fifteen_respondents() -> None:
    few_accounts = manager_means(**company([3, 0, 0, 0, -3], accounts=4, answers=6))
    assert few_accounts.verdict == "not_ranked" and all(m.place is None for m in few_accounts.managers)
    few_people = manager_means(**company([3, 0, 0, 0, -3], accounts=7, answers=2))
    assert few_people.ranked == 0
    three = manager_means(**company([3, 0, -3]))
    assert isinstance(three, ManagerMeans) and three.verdict == "not_ranked" and three.managers[0].top is None


def test_the_same_seed_gives_the_same_chances() -> None:
    given = company([4, 2, 0, -2, -4])
    assert manager_means(**given, seed=4) == manager_means(**given, seed=4)
    assert manager_means(**given, seed=4) != manager_means(**given, seed=5)


def test_too_little_and_nonsense() -> None:
    alone = manager_means(**company([0.0]))
    assert isinstance(alone, TooLittle) and alone.missing[0].what == "managers"
    given = company([0.0, 1.0])
    with pytest.raises(ValueError, match="same accounts"):
        manager_means(**{**given, "managers": [1]})
    with pytest.raises(ValueError, match="finite"):
        manager_means(**{**given, "sums": [float("nan")] * 16})


def test_intervals_and_chances_are_as_good_as_they_say() -> None:
    """60 companies of 5 to 16 managers, some 600 intervals: three standard errors of .95 are .027."""
    found = study.managers(runs=60, seed=2)
    assert found.coverage > 0.95 - 0.035
    assert found.mean_top == pytest.approx(found.share_top, abs=0.1)
