"""The set of plausible delays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.leadlag.lags import LagSet, lag_set


def test_a_clear_delay_is_one_month() -> None:
    assert lag_set(z=[0.1, 6.0, 0.4, -0.2]) == LagSet(best=2, low=2, high=2)


def test_weights_are_the_likelihood() -> None:
    # exp(z^2 / 2): 54.6, 90.0, 7.4 of 154: two months carry 94 %, so the third belongs in.
    z = [0.0, np.sqrt(8), np.sqrt(9), 2.0]
    assert lag_set(z=z, confidence=0.93) == LagSet(best=3, low=2, high=3)
    assert lag_set(z=z, confidence=0.95) == LagSet(best=3, low=2, high=4)


def test_the_other_sign_does_not_count() -> None:
    assert lag_set(z=[5.0, -5.2, 0.0]).best == 2
    assert lag_set(z=[5.0, -5.2, 0.0]).low == 2


def test_half_the_distance_of_surveys_on_either_side() -> None:
    assert lag_set(z=[9.0, 0, 0, 0], widened=2) == LagSet(best=1, low=1, high=3)


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=12), st.floats(0.5, 0.99))
def test_the_best_lies_in_its_set(z: list[float], confidence: float) -> None:
    found = lag_set(z=z, confidence=confidence)
    assert 1 <= found.low <= found.best <= found.high <= len(z)


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        lag_set(z=[1.0, np.nan])
