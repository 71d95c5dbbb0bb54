"""What reviews of alarms do to the level, and when they are too few to do anything."""

from typing import Any

import pytest

from csat.insight.change.calibration import Calibration, LevelRate
from csat.insight.change.reviews import Recalibration, recalibrated
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load

GOLDEN = load("change_reviews")
CURVE = tuple(
    LevelRate(level, rate)
    for rate, level in ((0.005, 0.85), (0.01, 0.75), (0.02, 0.6), (0.05, 0.4), (0.1, 0.25), (0.2, 0.15))
)
CALIBRATION = Calibration(
    level=0.4,
    target=0.05,
    rate=0.05,
    rate_low=0.045,
    rate_high=0.055,
    alarms=500,
    histories=2000,
    account_years=10_000.0,
    patterns=250,
    curve=CURVE,
    detections=(),
    is_default=False,
    seed=1,
)


def reviewed(**given: Any) -> Recalibration:
    found = recalibrated(calibration=CALIBRATION, **given)
    assert isinstance(found, Recalibration)
    return found


@pytest.mark.parametrize("theirs", GOLDEN["expected"]["reviews"])
def test_posteriors_equal_r(theirs: dict[str, float]) -> None:
    found = reviewed(
        real=theirs["real"], not_real=theirs["not_real"], account_years=theirs["promised"] / CALIBRATION.rate
    )
    for name in ("precision", "precision_low", "precision_high", "ratio", "ratio_low", "ratio_high"):
        assert getattr(found, name) == pytest.approx(theirs[name], abs=1e-10), name


def test_as_many_false_alarms_as_promised_keep_the_level() -> None:
    found = reviewed(real=7, not_real=6, account_years=120)
    assert (found.verdict, found.level) == ("keep", 0.4)
    assert found.false_rate == pytest.approx(0.05)


def test_three_times_as_many_raise_it_along_the_curve() -> None:
    found = reviewed(real=4, not_real=25, account_years=120)
    assert found.verdict == "raise"
    assert found.ratio == pytest.approx(30 / 11)
    assert 0.6 < found.level < 0.75


def test_hardly_any_lower_it() -> None:
    found = reviewed(real=15, not_real=0, account_years=240)
    assert found.verdict == "lower"
    assert 0.15 <= found.level < 0.4


def test_level_stays_between_the_ends_of_the_curve() -> None:
    assert reviewed(real=0, not_real=900, account_years=120).level == 0.85


def test_unreviewed_alarms_count_like_the_others() -> None:
    half = reviewed(real=5, not_real=6, unreviewed=11, account_years=120)
    assert half.ratio == pytest.approx(11 / 8)


def test_few_reviews_change_nothing() -> None:
    few = recalibrated(calibration=CALIBRATION, real=2, not_real=7, account_years=100)
    assert isinstance(few, TooLittle)
    assert (few.missing[0].what, few.missing[0].have, few.missing[0].need) == ("reviews", 9, 10)


def test_silence_where_many_were_promised_is_told() -> None:
    assert reviewed(real=0, not_real=0, account_years=400).verdict == "lower"


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="counted"):
        reviewed(real=-1, not_real=20, account_years=10)
    with pytest.raises(ValueError, match="counted"):
        reviewed(real=1, not_real=20, account_years=0)
