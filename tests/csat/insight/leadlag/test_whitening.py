"""Innovations of a pooled autoregression."""

import numpy as np
import pytest

from csat.insight.leadlag.whitening import whiten
from tests.csat.insight.golden import load


def test_one_series_as_statsmodels_has_it() -> None:
    golden = load("leadlag_panel_ar")
    found = whiten(series=golden["input"]["series"], max_order=4)
    expected = golden["expected"]
    assert found.order == expected["order"]
    assert (found.intercept, *found.coefficients) == pytest.approx(expected["parameters"], abs=1e-10)
    assert found.innovations[0, found.order :] == pytest.approx(np.array(expected["residuals"]), abs=1e-10)


def test_accounts_share_their_coefficients() -> None:
    random = np.random.default_rng(3)
    series = random.normal(size=(200, 60))
    for t in range(1, 60):
        series[:, t] += 0.7 * series[:, t - 1]
    found = whiten(series=series, has_intercept=False)
    assert found.coefficients[0] == pytest.approx(0.7, abs=0.04)
    assert np.nanstd(found.innovations) == pytest.approx(1, abs=0.02)


def test_a_gap_is_bridged_by_the_prediction() -> None:
    random = np.random.default_rng(4)
    series = random.normal(size=(50, 40))
    for t in range(2, 40):
        series[:, t] += 0.5 * series[:, t - 1] + 0.3 * series[:, t - 2]
    series[:, 20] = np.nan
    found = whiten(series=series, max_order=2, has_intercept=False)
    first, second = found.coefficients
    assert np.isnan(found.innovations[:, 20]).all()
    bridged = first * (first * series[:, 19] + second * series[:, 18]) + second * series[:, 19]
    assert found.innovations[:, 21] == pytest.approx(series[:, 21] - bridged)


@pytest.mark.parametrize("series", [np.full((3, 20), 5.0), np.full((3, 20), np.nan), np.zeros((1, 1))])
def test_nothing_to_learn_is_order_zero(series: np.ndarray) -> None:
    found = whiten(series=series)
    assert found.order == 0
    assert not np.any(np.abs(np.nan_to_num(found.innovations)) > 1e-12)


def test_shapes_and_infinities_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        whiten(series=[[1.0, np.inf]])
    with pytest.raises(ValueError, match="columns"):
        whiten(series=np.zeros((2, 2, 2)))
