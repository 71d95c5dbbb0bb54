"""Accounts x months made ready: what is common goes, what is new stays, accounts are exchanged fairly."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.panels.drift import Drift, drifts, passage
from csat.insight.panels.matching import match
from csat.insight.panels.news import news
from csat.insight.panels.opinion import opinion
from csat.insight.panels.ready import Ready, ready
from csat.insight.panels.regression import clustered_fit
from csat.insight.panels.shapes import shapes
from csat.insight.panels.within import within
from tests.csat.insight.golden import load


def numbers(values: list[list[float | None]]) -> np.ndarray:
    return np.array(values, dtype=float)


def test_residuals_of_gappy_panels_as_dummies_give_them() -> None:
    golden = load("leadlag_panel_within")
    found = within(series=numbers(golden["input"]["y"]))
    assert found == pytest.approx(numbers(golden["expected"]["residuals"]), abs=1e-10, nan_ok=True)


@given(st.integers(0, 10_000), st.floats(0, 0.7))
@settings(max_examples=40, deadline=None)
def test_residuals_have_nothing_in_common_left(seed: int, gone: float) -> None:
    random = np.random.default_rng(seed)
    series = random.normal(size=(9, 24)) * 100 + random.normal(size=(9, 1)) * np.arange(24)
    series[random.random(series.shape) < gone] = np.nan
    trend = np.arange(24.0)
    left = np.nan_to_num(within(series=series, basis=trend[:, None]))
    assert np.abs(left.sum(axis=0)).max() < 1e-8
    assert np.abs(left.sum(axis=1)).max() < 1e-8
    assert np.abs((left * trend).sum(axis=1)).max() < 1e-6


@pytest.mark.parametrize("name", ["plain", "trends"])
def test_clustered_errors_as_linearmodels_has_them(name: str) -> None:
    golden = load("leadlag_panel_regression")
    y, x, z = (numbers(golden["input"][key]) for key in "yxz")
    basis = np.arange(float(y.shape[1]))[:, None] if name == "trends" else None
    found, expected = clustered_fit(outcome=y, regressors=[x, z], basis=basis), golden["expected"][name]
    k = found.clusters
    assert found.coefficients == pytest.approx(np.array(expected["coefficients"]), abs=1e-10)
    # linearmodels leaves out the factor k / (k - 1).
    assert found.covariance * (k - 1) / k == pytest.approx(numbers(expected["covariance"]), rel=1e-9)


def test_clustered_errors_as_plm_has_them() -> None:
    golden = load("leadlag_panel_within")
    found = clustered_fit(outcome=numbers(golden["input"]["y"]), regressors=[numbers(golden["input"]["x"])])
    k = found.clusters
    assert found.coefficients[0] == pytest.approx(golden["expected"]["coefficient"], abs=1e-10)
    assert found.covariance[0, 0] * (k - 1) / k == pytest.approx(golden["expected"]["variance"], rel=1e-9)


def test_surprises_and_opinion_as_a_state_space_model_has_them() -> None:
    golden = load("leadlag_panel_filter")
    readings, pair = numbers([golden["input"]["readings"]]), golden["input"]
    drift = Drift(pair["persistence"], pair["reliability"], 1.0)
    run = passage(
        readings=readings, noise=np.ones(readings.shape), pairs=[(drift.persistence, drift.reliability)]
    )
    seen = np.isfinite(readings[0])
    expected = numbers([golden["expected"]["surprises"]])[0]
    assert run.surprises[0][seen] == pytest.approx(expected[seen], abs=1e-10)
    found = opinion(readings=readings, noise=np.ones(readings.shape), drift=drift)
    assert found[0] == pytest.approx(np.array(golden["expected"]["opinion"]), abs=1e-6)


def test_restricted_likelihood_as_nlme_has_it() -> None:
    golden = load("leadlag_panel_reml")
    readings = numbers(golden["input"]["y"])
    run = passage(readings=readings, noise=np.ones(readings.shape), pairs=golden["input"]["pairs"])
    expected = -2 * np.array(golden["expected"]["likelihoods"])
    assert run.deviances - run.deviances[0] == pytest.approx(expected - expected[0], abs=1e-8)


def test_drift_is_recovered_from_quarterly_readings() -> None:
    random = np.random.default_rng(1)
    course = random.normal(size=(400, 96))
    for t in range(1, 96):
        course[:, t] += 0.85 * course[:, t - 1]
    readings = course[:, 48:] * np.sqrt(1 - 0.85**2) * np.sqrt(0.65) + np.sqrt(0.35) * random.normal(
        size=(400, 48)
    )
    readings[(np.arange(48) - random.integers(0, 3, (400, 1))) % 3 != 0] = np.nan
    best = drifts(readings=readings, noise=np.ones(readings.shape))[0]
    assert (best.persistence, best.reliability) == (0.85, 0.65)


def test_answers_behind_a_reading_make_its_surprise_count() -> None:
    random = np.random.default_rng(2)
    readings, counts = random.normal(size=(30, 36)), np.ones((30, 36))
    counts[:, ::2] = 25
    for t in range(1, 36):
        readings[:, t] = 0.9 * readings[:, t - 1] + 0.4 * readings[:, t]
    noisy = readings + random.normal(size=readings.shape) * 2 / np.sqrt(counts)
    found = news(readings=noisy, counts=counts)
    spread = np.nanstd(found.surprises[:, ::2]), np.nanstd(found.surprises[:, 1::2])
    assert spread[0] == pytest.approx(spread[1], rel=0.25)


def test_moments_of_exchanges_are_those_of_all_of_them() -> None:
    random = np.random.default_rng(5)
    first, second = random.normal(size=(2, 5, 7))
    first[0, 3] = np.nan
    found = match(first=first, second=second, groups=np.zeros(5, dtype=int), reach=2, permutations=9, seed=1)
    s = np.nan_to_num(first)

    def sums(order: tuple[int, ...]) -> list[float]:
        moved = s[list(order)]
        return [
            sum(moved[i, t - k] * second[i, t] for i in range(5) for t in range(7) if 0 <= t - k < 7)
            for k in range(-2, 3)
        ]

    every = np.array([sums(order) for order in permutations(range(5))])
    assert found.observed == pytest.approx(np.array(sums((0, 1, 2, 3, 4))) - every.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(every.T, bias=True))
    assert all(np.isclose(every - every.mean(axis=0), row).all(axis=1).any() for row in found.exchanged)


def test_accounts_are_exchanged_within_their_segment() -> None:
    # One segment has its news in the first month, the other in the last: a mixture meets at a delay of 2.
    first = np.zeros((9, 3))
    first[:4, 0], first[4:, 2] = np.arange(4), np.arange(5)
    groups = np.array([0] * 4 + [1] * 5)
    found = match(first=first, second=first, groups=groups, reach=2, permutations=50, seed=1)
    assert np.abs(found.exchanged[:, [0, 1, 3, 4]]).max() < 1e-12
    assert found.exchanged[:, 2].std() > 1


def test_monthly_readings_without_noise_show_a_lead_at_its_delay_alone() -> None:
    plain = shapes(reach=3, persistence=0.6, echoes=(1.0, 0.0, 0.0), coefficients=(0.6,))
    assert plain == pytest.approx(np.eye(7), abs=1e-12)


def test_quarterly_readings_show_a_lead_earlier() -> None:
    found = shapes(reach=6, persistence=0.5, echoes=(1.0, 0.5, 0.25, 0, 0, 0), coefficients=(0.5,))
    assert found[6 + 4, 6 + 4 - np.arange(4)] == pytest.approx([1, 0.5, 0.25, 0])
    assert found[6 - 2, 6 - 2 - np.arange(4)] == pytest.approx([1, 0.5, 0.25, 0])


def test_small_segments_are_joined_and_credit_notes_are_missing() -> None:
    random = np.random.default_rng(6)
    score, money = random.normal(size=(2, 12, 30))
    money = np.exp(money)
    money[0, 3:6] = -5.0, 0.0, np.nan
    found = ready(satisfaction=score, revenue=money, segments=["a"] * 8 + ["b"] * 3 + ["c"])
    assert isinstance(found, Ready)
    assert np.isnan(found.log_revenue[0, 3:6]).all()
    assert [(found.groups == group).sum() for group in np.unique(found.groups)] == [4, 8]
