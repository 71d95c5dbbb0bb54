"""How far levels wander: against a Kalman filter, and with falls that must not be taken for it."""

from dataclasses import replace

import numpy as np
import pytest

from csat.insight.change.components import Components
from csat.insight.change.model import Fall, layout, posterior
from csat.insight.change.wander import with_wander
from tests.csat.insight.golden import load
from tests.studies.change import TRUE, company

GOLDEN = load("change_wander")
ANSWERS = np.array(GOLDEN["input"]["answers"])
COMPONENTS = Components(**GOLDEN["input"]["components"])
HARDLY_EVER = Fall(hazard=1e-12)


@pytest.mark.parametrize(("wander", "total", "first"), GOLDEN["expected"]["log_likelihood"])
def test_likelihood_equals_that_of_a_kalman_filter(wander: float, total: float, first: float) -> None:
    waves = np.arange(ANSWERS.shape[1])
    known = layout(
        waves=waves, persons=waves * 0, components=replace(COMPONENTS, wander=wander), fall=HARDLY_EVER
    )
    found = posterior(known, ANSWERS.T - COMPONENTS.mean).log_likelihood - waves.size / 2 * np.log(2 * np.pi)
    assert found[0] == pytest.approx(first, abs=1e-6)
    assert found.sum() == pytest.approx(total, abs=1e-5)


def test_estimate_equals_that_of_a_kalman_filter() -> None:
    """The parabola through three points of the grid is near the peak, not on it."""
    accounts, waves = (index.ravel() for index in np.indices(ANSWERS.shape))
    found = with_wander(
        accounts=accounts,
        persons=accounts,
        waves=waves,
        points=ANSWERS.ravel(),
        components=COMPONENTS,
        fall=HARDLY_EVER,
    )
    assert found.wander == pytest.approx(GOLDEN["expected"]["wander"], abs=0.005)


def test_falls_are_not_taken_for_wandering() -> None:
    for seed in range(3):
        rows = company(80, 16, np.random.default_rng(seed))
        assert with_wander(**rows, components=TRUE).wander < 0.06


def test_wandering_is_found_among_falls() -> None:
    found = with_wander(**company(80, 16, np.random.default_rng(1), wander=0.25), components=TRUE)
    assert 0.15 < found.wander < 0.35


def test_defaults_and_no_answers_come_back_as_they_were() -> None:
    default = replace(TRUE, is_default=True)
    assert with_wander(**company(3, 4, np.random.default_rng(1)), components=default) is default
    assert with_wander(accounts=[], persons=[], waves=[], points=[], components=TRUE) is TRUE


def test_the_scale_does_not_matter_and_progress_is_told() -> None:
    rows = company(40, 12, np.random.default_rng(5), wander=0.3)
    told: list[float] = []
    of_ten = with_wander(**rows, components=TRUE, progress=told.append)
    stretched = Components(mean=75, account=10, person=10, residual=9, point=10)
    of_hundred = with_wander(**(rows | {"points": rows["points"] * 10}), components=stretched)
    assert of_hundred.wander == pytest.approx(10 * of_ten.wander, rel=1e-6)
    assert told[-1] == 1.0
