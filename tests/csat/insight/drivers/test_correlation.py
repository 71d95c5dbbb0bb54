"""Correlations within segments and with gaps, against R."""

import numpy as np
import pytest

from csat.insight.drivers.correlation import correlation
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden


def test_within_segments_it_equals_residuals_of_lm() -> None:
    known = golden.load("drivers_correlation")
    found = correlation(values=known["input"]["complete"], segments=known["input"]["segments"])
    assert found.verdict == "complete_cases" and found.n == 160
    assert np.allclose(found.matrix, known["expected"]["complete"], atol=1e-12)


def test_with_gaps_it_is_the_maximum_of_the_likelihood() -> None:
    known = golden.load("drivers_correlation")
    values = np.array(known["input"]["gaps"], dtype=float)
    found = correlation(values=values, segments=known["input"]["segments"])
    assert found.verdict == "em" and found.complete_share < 0.8
    assert np.allclose(found.matrix, known["expected"]["em"], atol=2e-5)


def test_few_gaps_leave_complete_rows() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(100, 3)) + rng.normal(size=(100, 1))
    values[:15, 0] = np.nan
    found = correlation(values=values)
    assert found.n == 85 and np.allclose(found.matrix, np.corrcoef(values[15:].T))


def test_what_never_varies_correlates_with_nothing() -> None:
    values = np.column_stack([np.arange(20.0), np.full(20, 7.0), np.arange(20.0) ** 2])
    found = correlation(values=values)
    assert found.matrix[0][1] == found.matrix[1][2] == 0 and found.matrix[1][1] == 1


def test_too_little_and_nonsense() -> None:
    assert isinstance(correlation(values=np.ones((5, 2))), TooLittle)
    assert isinstance(correlation(values=np.full((50, 2), np.nan)), TooLittle)
    assert isinstance(correlation(values=np.empty((0, 2))), TooLittle)
    with pytest.raises(ValueError, match="not infinite"):
        correlation(values=[[np.inf, 1.0]])
    with pytest.raises(ValueError, match="same rows"):
        correlation(values=np.ones((20, 2)), segments=[1])
