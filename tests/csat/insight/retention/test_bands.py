"""Retention by band: Jeffreys intervals, bands that the data can carry, no immortal time."""

import json

import cattrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.retention.bands import Band, Bands, retention_by_band
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import retention as study

GOLDEN = load("retention_bands")


def bands_of(*groups: tuple[float, int, int], per_row: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Account-periods (satisfaction, losses, n), ten periods a row."""
    score = np.concatenate([np.full(n, float(s)) for s, _, n in groups]).reshape(-1, per_row)
    lost = np.concatenate([np.arange(n) < x for _, x, n in groups]).astype(float).reshape(-1, per_row)
    return score, lost


def lower_band(losses: int, n: int) -> Band:
    """The lower of two bands, with so many losses in n account-periods."""
    rows = 10 if n == 30 else 103
    lost = (np.arange(n) < losses).astype(float).reshape(rows, -1)
    filler = np.full((rows, 60), 0.0)
    found = retention_by_band(
        satisfaction=np.hstack([np.full_like(lost, 50.0), filler + 90]),
        is_lost=np.hstack([lost, filler]),
        edges=(70,),
    )
    assert isinstance(found, Bands)
    return found.bands[0]


@pytest.mark.parametrize(
    ("counts", "interval"), list(zip(GOLDEN["input"]["counts"], GOLDEN["expected"]["intervals"], strict=True))
)
def test_intervals_are_quantiles_of_r(counts: list[int], interval: list[float]) -> None:
    losses, n = counts
    band = lower_band(losses, n)
    low, high = band.loss.low, band.loss.high
    assert low == (0 if losses == 0 else pytest.approx(interval[0], abs=1e-10))
    assert high == (1 if losses == n else pytest.approx(interval[1], abs=1e-10))
    assert band.kept_year.low == pytest.approx((1 - high) ** 4)


def test_the_chance_that_the_lower_band_leaves_more_is_rs() -> None:
    score, lost = bands_of((50, 9, 60), (90, 3, 70))
    found = retention_by_band(satisfaction=score, is_lost=lost, edges=(70,))
    assert found.chance == pytest.approx(GOLDEN["expected"]["chance"], abs=1e-6)
    assert found.verdict == "lower_leave_more"
    turned = retention_by_band(satisfaction=140 - score, is_lost=lost, edges=(70,))
    assert turned.verdict == "higher_leave_more"


def test_as_many_bands_as_losses_can_carry() -> None:
    rng = np.random.default_rng(1)
    score = rng.normal(70, 10, (60, 8))
    for losses, count in ((0, 1), (11, 1), (12, 2), (17, 2), (18, 3), (60, 3)):
        lost = np.zeros((60, 8))
        lost[:losses, 7] = 1
        found = retention_by_band(satisfaction=score, is_lost=lost)
        assert len(found.bands) == count
        assert sum(b.losses for b in found.bands) == losses == found.overall.losses
        assert (found.verdict == "one_band") == (count == 1)


def test_small_bands_are_joined_and_the_unheard_stand_apart() -> None:
    score, lost = bands_of((30, 5, 40), (60, 5, 200), (90, 8, 200))
    found = retention_by_band(satisfaction=score, is_lost=lost, edges=(40, 80))
    assert [(b.low, b.high, b.accounts) for b in found.bands] == [(None, 80, 24), (80, None, 20)]
    score[:6] = np.nan
    unheard = retention_by_band(satisfaction=score, is_lost=lost).unheard
    assert (unheard.accounts, unheard.periods, unheard.low) == (6, 60, None)


def test_account_periods_not_under_watch_count_for_nothing() -> None:
    score, lost = bands_of((50, 9, 60), (90, 3, 70))
    wide = [np.hstack([a, np.full_like(a, fill)]) for a, fill in ((score, 10.0), (lost, np.nan))]
    assert retention_by_band(satisfaction=score, is_lost=lost, edges=(70,)) == retention_by_band(
        satisfaction=wide[0], is_lost=wide[1], edges=(70,)
    )


def test_too_little_and_nonsense() -> None:
    found = retention_by_band(satisfaction=np.full((4, 3), 70.0), is_lost=np.zeros((4, 3)))
    assert isinstance(found, TooLittle)
    assert [(m.what, m.have, m.need) for m in found.missing] == [
        ("accounts", 4, 10),
        ("account_periods", 12, 40),
    ]
    ten = np.zeros((10, 10))
    for bad in ({"is_lost": ten[:5]}, {"is_lost": ten + 3}, {"edges": (80, 40)}, {"edges": (1, 2, 3)}):
        with pytest.raises(ValueError, match=r"is_lost|edges"):
            retention_by_band(**{"satisfaction": ten, "is_lost": ten, **bad})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1), st.integers(1, 60))
def test_results_are_plain_json_and_add_up(seed: int, loss: float, unheard: float, accounts: int) -> None:
    rng = np.random.default_rng(seed)
    score = np.where(rng.random((accounts, 6)) < unheard, np.nan, rng.integers(0, 11, (accounts, 6)) * 10.0)
    lost = (rng.random((accounts, 6)) < loss).astype(float)
    found = retention_by_band(satisfaction=score, is_lost=lost)
    stored = json.loads(json.dumps(cattrs.unstructure(found), allow_nan=False))
    assert cattrs.structure(stored, type(found)) == found
    if isinstance(found, Bands):
        parts = [*found.bands, *([found.unheard] if found.unheard else [])]
        assert sum(b.periods for b in parts) == found.overall.periods == accounts * 6


def test_no_immortal_time() -> None:
    """Satisfaction without effect: bands at the start say so, averages over life invent one."""
    found = study.immortal_time(runs=25, seed=3)
    assert found.at_start == pytest.approx(1, abs=0.2) and found.over_life > 1.5
    assert found.claimed <= 0.1 + 3 * np.sqrt(0.1 * 0.9 / 25)
