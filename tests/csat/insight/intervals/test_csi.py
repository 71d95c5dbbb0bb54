"""The respondents' index against R and against the figures that are stored with answers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.intervals.csi import RespondentCsi, csi
from csat.insight.verdict import TooLittle
from csat.scores import scale
from tests.csat.insight import golden

NAN = float("nan")


def test_it_equals_rs_weighted_mean() -> None:
    known = golden.load("intervals_csi")
    answers = np.array(known["input"]["answers"], dtype=float)
    found = csi(answers=answers, scale=(1, 10), weights=known["input"]["weights"])
    assert found.points == pytest.approx(known["expected"]["points"], abs=1e-9)
    assert found.left_out == sum(point is None for point in found.points)


@given(st.lists(st.lists(st.none() | st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=8))
def test_it_equals_what_is_stored_with_an_answer(answers: list[list[int | None]]) -> None:
    """Stored indices are whole thousandths and give an attribute without a weight the mean of the others."""
    table = [[NAN if x is None else x for x in row] for row in answers]
    found = csi(answers=table, scale=(1, 5), weights=[3, 1, NAN])
    for i, row in enumerate(answers):
        given = [None if x is None else Fraction(25 * (x - 1)) for x in row]
        points = dict(zip("abc", given, strict=True))
        stored = scale.csi(points, {"a": 3, "b": 1})
        own = found.points[i] if isinstance(found, RespondentCsi) else None
        assert (own is None) == (stored is None)
        assert own is None or own == pytest.approx(stored / 1000, abs=0.0006)


def test_a_missing_answer_is_not_zero_and_a_scale_may_run_down() -> None:
    found = csi(answers=[[1, NAN, 2]], scale=(5, 1))
    assert found.points[0] == pytest.approx((100 + 75) / 2)


def test_half_of_the_weight_is_enough() -> None:
    found = csi(answers=[[5, NAN], [NAN, 5]], scale=(1, 5), weights=[1, 3])
    assert found.points == (None, 100.0) and (found.scored, found.left_out) == (1, 1)


def test_too_little_and_nonsense() -> None:
    assert isinstance(csi(answers=[[NAN, NAN]], scale=(1, 5)), TooLittle)
    assert isinstance(csi(answers=np.empty((0, 3)), scale=(1, 5)), TooLittle)
    with pytest.raises(ValueError, match="off the scale"):
        csi(answers=[[0]], scale=(1, 5))
    with pytest.raises(ValueError, match="not all 0"):
        csi(answers=[[2, 3]], scale=(1, 5), weights=[0, 0])
    with pytest.raises(ValueError, match="one an attribute"):
        csi(answers=[[2, 3]], scale=(1, 5), weights=[1])
