"""How much revenue goes with a point of satisfaction."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from csat.insight.leadlag.strength import Strength, strength
from csat.insight.verdict import TooLittle
from tests.studies.panel import MONTHLY, POINT, QUARTERLY, World, least, outcome, panel

LARGE = replace(MONTHLY, accounts=400, missing=0.0)


def strength_of(world: World, **more: object) -> Strength:
    heard, money = panel(world, 1)
    given = {"lag_low": 4, "lag_high": 4, "point": POINT} | more
    found = strength(satisfaction=heard, revenue=money, **given)  # type: ignore[arg-type]
    assert isinstance(found, Strength)
    return found


def test_a_large_panel_gives_the_effect_despite_noisy_readings() -> None:
    found = strength_of(LARGE)
    assert found.verdict == "positive"
    assert found.corrected.percent == pytest.approx(5.1, abs=1.2)
    assert found.corrected.low < 5.1 < found.corrected.high
    assert found.observed.percent == pytest.approx(found.reliability * found.corrected.percent, rel=0.05)
    assert found.reliability == pytest.approx(0.5, abs=0.1)
    total = found.opinion_variance + found.noise_variance
    assert found.opinion_variance / total == pytest.approx(found.reliability)
    assert (found.freedom, found.accounts, found.lag_low, found.lag_high) == (399, 400, 3, 5)
    json.dumps(asdict(found), allow_nan=False)


def test_the_point_is_a_matter_of_scale() -> None:
    tenth = strength_of(LARGE, point=POINT / 10)
    assert np.log1p(tenth.corrected.percent / 100) * 10 == pytest.approx(
        np.log1p(strength_of(LARGE).corrected.percent / 100)
    )


def test_less_revenue_is_negative_and_nothing_is_unclear() -> None:
    assert strength_of(replace(LARGE, effect=-0.05)).verdict == "negative"
    assert strength_of(replace(LARGE, relation="none", accounts=40)).verdict == "unclear"


@pytest.mark.parametrize(("world", "runs"), [(MONTHLY, 40), (QUARTERLY, 20)])
def test_the_interval_holds_the_effect_although_the_lead_was_searched_for(world: World, runs: int) -> None:
    covered = outcome(world, runs=runs, seed=1500, permutations=99, has_strength=True).is_covered
    assert np.mean(covered) >= least(len(covered), 0.95)


def test_too_little_and_nonsense() -> None:
    heard, money = panel(World(accounts=5), 1)
    assert isinstance(strength(satisfaction=heard, revenue=money, lag_low=1, lag_high=2), TooLittle)
    with pytest.raises(ValueError, match="lags"):
        strength(satisfaction=heard, revenue=money, lag_low=4, lag_high=2)
    with pytest.raises(ValueError, match="positive"):
        strength(satisfaction=heard, revenue=money, lag_low=1, lag_high=2, point=0)
