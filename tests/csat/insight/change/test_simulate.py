"""Opinions behind answers: their spreads come back when the answers are measured."""

from dataclasses import replace

import numpy as np
import pytest

from csat.insight.change.components import Components, variance_components
from csat.insight.change.simulate import Scale, opinions, simulated_answers
from tests.studies.change import TRUE, pattern

TEN = Scale(1, 10, 1.0)


@pytest.mark.parametrize("mean", [5.5, 7.5, 9.0])
def test_answers_of_the_opinions_found_have_the_spreads_given(mean: float) -> None:
    measured = Components(mean=mean, account=0.8, person=0.8, residual=0.8, point=1.0, n=1000)
    behind = opinions(measured, TEN, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    waves, persons = pattern(3, renewed=0.2, rng=rng, waves=8)
    given = simulated_answers(
        waves=waves, persons=persons, components=behind, scale=TEN, histories=3000, rng=rng
    )
    accounts = np.repeat(np.arange(3000), waves.size)
    found = variance_components(
        accounts=accounts,
        persons=np.tile(persons, 3000) + accounts * 100,
        waves=np.tile(waves, 3000),
        points=given.T.ravel(),
        point=1.0,
    )
    assert isinstance(found, Components)
    assert found.mean == pytest.approx(mean, abs=0.06)
    for name in ("account", "person", "residual"):
        assert getattr(found, name) == pytest.approx(0.8, abs=0.04), name


def test_opinions_are_wider_than_answers_near_the_best_one() -> None:
    measured = replace(TRUE, mean=9.0, n=1000)
    behind = opinions(measured, TEN, np.random.default_rng(1))
    assert behind.account > 1.2
    assert behind.mean > 9.2


def test_defaults_and_what_was_not_measured_are_opinions_already() -> None:
    assert opinions(TRUE, TEN, np.random.default_rng(1)) is TRUE
    default = replace(TRUE, is_default=True, n=10)
    assert opinions(default, TEN, np.random.default_rng(1)) is default


def test_hopeless_means_end_somewhere() -> None:
    odd = Components(mean=10.0, account=0.25, person=0.0, residual=0.3, point=1.0, n=50)
    behind = opinions(odd, TEN, np.random.default_rng(1))
    assert np.isfinite([behind.mean, behind.account, behind.person, behind.residual]).all()


def test_gaps_let_a_level_wander_further() -> None:
    wandering = Components(mean=0, account=0, person=0, residual=1e-6, wander=1.0, point=1.0)
    given = simulated_answers(
        waves=np.array([0, 1, 26]),
        persons=np.zeros(3, int),
        components=wandering,
        scale=Scale(-1e9, 1e9, 0.0),
        histories=20_000,
        rng=np.random.default_rng(3),
    )
    assert np.diff(given, axis=0).std(axis=1) == pytest.approx([1.0, 5.0], rel=0.03)
