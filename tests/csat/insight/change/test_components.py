"""Spreads of answers against lme4, their defaults, and what they make of hopeless data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.change.components import POINT, Components, variance_components
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies.change import company

GOLDEN = load("change_components")


def estimated(**rows: object) -> Components:
    found = variance_components(**rows)  # type: ignore[arg-type]
    assert isinstance(found, Components)
    return found


def test_moments_agree_with_restricted_maximum_likelihood() -> None:
    rows, theirs = GOLDEN["input"], GOLDEN["expected"]
    ours = estimated(
        accounts=rows["account"], persons=rows["person"], waves=rows["wave"], points=rows["points"]
    )
    assert ours.verdict == "estimated"
    assert not ours.is_default
    assert (ours.accounts, ours.repeat_accounts, ours.n) == (150, 150, len(rows["points"]))
    for name, tolerance in (("mean", 0.002), ("account", 0.02), ("person", 0.025), ("residual", 0.005)):
        assert getattr(ours, name) == pytest.approx(theirs[name], rel=tolerance), name


def test_falls_and_rounding_hardly_touch_the_spreads() -> None:
    """2 % of waves start a fall that stays: truth 1.0 and 0.9; rounding adds 1/12 to the noise's variance."""
    found = [estimated(**company(80, 12, np.random.default_rng(s)), point=1.0) for s in range(5)]
    assert np.mean([one.person for one in found]) == pytest.approx(1.0, abs=0.1)
    assert np.mean([one.residual for one in found]) == pytest.approx(np.sqrt(0.81 + 1 / 12), abs=0.05)


def test_people_who_never_answer_together_are_told_apart_over_time() -> None:
    rng = np.random.default_rng(2)
    accounts = np.repeat(np.arange(200), 8)
    waves = np.tile(np.arange(8), 200)
    persons = accounts * 2 + waves // 2 % 2
    points = rng.normal(0, 1.0, 200)[accounts] + rng.normal(0, 1.5, 400)[persons] + rng.normal(0, 0.5, 1600)
    found = estimated(accounts=accounts, persons=persons, waves=waves, points=points, point=1.0)
    assert found.person == pytest.approx(1.5, rel=0.1)
    assert found.residual == pytest.approx(0.5, rel=0.05)


def test_too_few_accounts_take_the_defaults_and_say_so() -> None:
    rows = company(29, 8, np.random.default_rng(1))
    found = estimated(**rows)
    assert (found.verdict, found.is_default) == ("default", True)
    assert (found.account, found.person, found.residual) == (POINT, POINT, 0.9 * POINT)
    assert found.mean == pytest.approx(
        np.mean([rows["points"][rows["accounts"] == a].mean() for a in range(29)])
    )
    assert not estimated(**company(30, 8, np.random.default_rng(1))).is_default


def test_one_answer_a_person_cannot_tell_noise() -> None:
    n = np.arange(100)
    found = estimated(accounts=n // 2, persons=n, waves=n * 0, points=n % 7)
    assert found.is_default
    assert found.repeat_accounts == 0


def test_without_answers_there_is_too_little() -> None:
    nothing = variance_components(accounts=[], persons=[], waves=[], points=[])
    assert isinstance(nothing, TooLittle)
    only_nan = variance_components(accounts=[1], persons=[1], waves=[1], points=[np.nan])
    assert isinstance(only_nan, TooLittle)


def test_equal_answers_keep_the_noise_of_rounding() -> None:
    rows = company(40, 6, np.random.default_rng(3))
    found = estimated(**(rows | {"points": rows["points"] * 0 + 8}), point=1.0)
    assert found.residual == pytest.approx(1 / np.sqrt(12))
    assert found.person == 0
    assert found.account == 0.25


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="same answers"):
        variance_components(accounts=[1, 2], persons=[1], waves=[1, 2], points=[1.0, 2.0])
    with pytest.raises(ValueError, match="step"):
        variance_components(accounts=[1], persons=[1], waves=[1], points=[1.0], point=0)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.integers(0, 3),
            st.integers(0, 4),
            st.one_of(st.floats(0, 100), st.just(np.nan)),
        ),
        max_size=40,
    ),
    st.integers(1, 5),
)
def test_any_rows_end_in_finite_spreads_or_too_little(
    rows: list[tuple[int, int, int, float]], copies: int
) -> None:
    rows = [(a + 6 * c, p + 4 * (a + 6 * c), w, y) for c in range(copies * 2) for a, p, w, y in rows]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    found = variance_components(**dict(zip(("accounts", "persons", "waves", "points"), columns, strict=True)))
    if isinstance(found, Components):
        assert np.isfinite([found.mean, found.account, found.person, found.residual]).all()
        assert found.residual > 0
