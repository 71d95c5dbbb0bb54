"""The alarm level: against the long way round, its rate on fresh answers, and what it then finds."""

from dataclasses import asdict, replace
from json import dumps
from typing import Any

import numpy as np
import pytest

from csat.insight.change.calibration import Calibration, alarm_level
from csat.insight.change.components import Components
from csat.insight.change.expected import expected_alarms
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import change
from tests.studies.change import TARGET, TRUE, pattern

GOLDEN = load("change_alarm")
REVIEWS = load("change_reviews")


def calibrated(**given: Any) -> Calibration:
    rows: dict[str, Any] = {
        "patterns": [pattern(3, renewed=0.2, rng=np.random.default_rng(1))],
        "components": TRUE,
        "bounds": (1, 10),
        "histories": 1500,
        "seed": 1,
    }
    found = alarm_level(**(rows | given))
    assert isinstance(found, Calibration)
    return found


def test_level_equals_that_of_the_long_way_round() -> None:
    """Both are simulated; the golden level's error is known by bootstrap, ours is smaller."""
    given, theirs = GOLDEN["input"], GOLDEN["expected"]
    found = calibrated(
        patterns=given["patterns"], components=Components(**given["components"]), histories=9000
    )
    assert abs(found.level - theirs["level"]) < 3 * theirs["error"]
    assert found.target == given["rate"]


@pytest.mark.parametrize(("respondents", "renewed"), [(1, 0.0), (3, 0.0), (3, 1.0), (8, 0.5)])
def test_fresh_stable_accounts_alarm_at_the_rate_agreed(respondents: int, renewed: float) -> None:
    """About 750 and 900 alarms are counted to set the level and to judge it: four standard errors of the
    difference are 20 %."""
    found = change.detection(respondents, renewed=renewed, runs=3000, histories=3500)
    assert found.rate == pytest.approx(TARGET, rel=0.20)


def test_spreads_estimated_near_the_best_answer_keep_the_rate() -> None:
    """Cut answers hide spread that accounts in mid-scale show: taken as they are, 0.07 a year alarm."""
    found = [change.whole_chain(mean=9.0, seed=s, runs=2000, histories=3000).rate for s in (1, 2)]
    assert np.mean(found) == pytest.approx(TARGET, rel=0.25)


def test_falls_are_found_as_soon_as_the_design_asks() -> None:
    """The table of the method, 3 people a quarter, less three standard errors of 2,500 histories."""
    found = change.detection(3, runs=3000, histories=3500)
    for share, promised in zip(found.by_1, (0.24, 0.46, 0.76, 0.87), strict=True):
        assert share > promised - 0.03
    for share, promised in zip(found.by_2[:3], (0.71, 0.98, 1.00), strict=True):
        assert share > promised - 0.01


def test_a_model_that_knows_of_wandering_finds_falls_sooner_than_a_raised_level() -> None:
    found = change.wandering(3, 0.25, runs=2000, histories=3500, accounts=60)
    assert found["blind"].rate > 2 * TARGET
    assert found["knowing"].rate < 0.7 * found["blind"].rate
    assert found["knowing"].by_1[0] > 1.4 * found["raised"].by_1[0]


def test_detections_and_curve_are_of_the_same_world() -> None:
    found = calibrated(histories=4000)
    rates = {point.rate: point.level for point in found.curve}
    assert rates[0.05] == found.level
    levels = [point.level for point in found.curve]
    assert levels == sorted(levels, reverse=True)
    for fall in (1.0, 2.0):
        shares = [d.share for d in found.detections if d.fall == fall]
        assert shares == sorted(shares)
    by_2 = next(d.share for d in found.detections if (d.fall, d.waves) == (2.0, 2))
    assert by_2 > 0.85
    assert found.rate_low < found.rate < found.rate_high
    assert found.rate == pytest.approx(found.alarms / found.account_years)
    dumps(asdict(found), allow_nan=False)


@pytest.mark.parametrize("target", [0.02, 0.10])
def test_other_rates(target: float) -> None:
    found = calibrated(false_alarms_per_year=target, histories=3000)
    assert found.rate == pytest.approx(target, rel=0.3)


def test_the_scale_does_not_matter() -> None:
    of_ten = calibrated()
    stretched = replace(
        TRUE, mean=(7.5 - 1) * 100 / 9, account=100 / 9, person=100 / 9, residual=10.0, point=100 / 9
    )
    of_hundred = calibrated(components=stretched, bounds=(0, 100))
    assert of_hundred.level == pytest.approx(of_ten.level, abs=2e-6)
    assert of_hundred.alarms == of_ten.alarms


def test_months_instead_of_quarters() -> None:
    """The same looks spread over a third of the time need a level that alarms a third as often a look."""
    assert calibrated(waves_per_year=12).level > calibrated().level + 0.1


def test_same_seed_same_result_and_another_seed_another() -> None:
    assert calibrated(histories=300) == calibrated(histories=300)
    assert calibrated(histories=300, seed=2).level != calibrated(histories=300).level


def test_patterns_are_drawn_from_many_and_progress_is_told() -> None:
    rng = np.random.default_rng(4)
    patterns = [pattern(1, renewed=0.1, rng=rng, waves=5) for _ in range(30)] + [([1, 1], [1, 2])]
    told: list[float] = []
    found = calibrated(patterns=patterns, stable_accounts=20, histories=100, progress=told.append)
    assert (found.patterns, found.histories) == (20, 100)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_accounts_of_different_lengths() -> None:
    """Falls are judged only where enough waves follow: of 3 waves none has 4 after the middle."""
    patterns = [([0, 1, 2], [1, 1, 1]), (np.arange(24), np.ones(24, int))]
    found = calibrated(patterns=patterns, histories=400)
    counted = {d.waves: d.histories for d in found.detections if d.fall == 1.0}
    assert counted[8] <= 200 < counted[1] <= 400


def test_answers_that_are_means_are_not_rounded() -> None:
    assert calibrated(is_rounded=False).level != calibrated().level


def test_nobody_answered_twice() -> None:
    found = alarm_level(patterns=[([1, 1], [1, 2])], components=TRUE, seed=1)
    assert isinstance(found, TooLittle)
    assert found.missing[0].what == "accounts"
    assert isinstance(alarm_level(patterns=[], components=TRUE, seed=1), TooLittle)


@pytest.mark.parametrize(
    "wrong",
    [
        {"bounds": (10, 1)},
        {"waves_per_year": 0},
        {"false_alarms_per_year": 0.0},
        {"components": replace(TRUE, residual=0.0)},
        {"patterns": [([1, 2], [1])]},
        {"histories": 0},
    ],
)
def test_impossible_input_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        calibrated(**wrong)


@pytest.mark.parametrize("theirs", REVIEWS["expected"]["alarms"])
def test_alarms_to_expect_are_poisson(theirs: dict[str, float]) -> None:
    rate = REVIEWS["input"]["rate"]
    accounts = round(theirs["mean"] / rate)
    found = expected_alarms(accounts=accounts, calibration=replace(calibrated(histories=50), rate=rate))
    assert found.expected == pytest.approx(theirs["mean"])
    assert (found.low, found.high) == (theirs["low"], theirs["high"])


def test_alarms_of_no_accounts() -> None:
    assert expected_alarms(accounts=0, calibration=calibrated(histories=50)).high == 0
    with pytest.raises(ValueError, match="accounts"):
        expected_alarms(accounts=-1, calibration=calibrated(histories=50))
