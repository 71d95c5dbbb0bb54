import numpy as np
import pytest

from csat.insight.leadlag.noise import NoiseParts, noise_parts
from csat.insight.leadlag.planting import planted_gain
from csat.insight.verdict import TooLittle


def panel(seed: int, *, gap: int = 1, accounts: int = 60, months: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """Opinion AR(.9) with monthly innovations of .5, read with noise of .6; log revenue AR(.5), noise .12."""
    rng = np.random.default_rng(seed)
    opinion, money = rng.normal(0, 0.5, (accounts, months + 60)), rng.normal(0, 0.12, (accounts, months + 60))
    for t in range(1, months + 60):
        opinion[:, t] += 0.9 * opinion[:, t - 1]
        money[:, t] += 0.5 * money[:, t - 1]
    score = 7 + opinion[:, 60:] + rng.normal(0, 0.6, (accounts, months))
    score[:, np.arange(months) % gap > 0] = np.nan
    market = rng.normal(0, 0.05, months)
    return score, np.exp(8 + money[:, 60:] + market + rng.normal(size=(accounts, 1)))


@pytest.mark.parametrize("gap", [1, 3])
def test_the_parts_come_back(gap: int) -> None:
    found = [noise_parts(satisfaction=s, revenue=y) for s, y in (panel(seed, gap=gap) for seed in range(5))]
    mean = {key: np.mean([getattr(one, key) for one in found]) for key in ("innovation_sd", "revenue_noise")}
    assert mean["innovation_sd"] == pytest.approx(0.5, rel=0.1)
    assert mean["revenue_noise"] == pytest.approx(0.12, rel=0.05)
    assert found[0].gap == gap and found[0].readings == 60 * 48 // gap
    # What the steady Kalman filter of the true model gives.
    assert np.mean([one.reliability for one in found]) == pytest.approx({1: 0.32, 3: 0.59}[gap], abs=0.06)


def test_units_go_into_the_innovation_only() -> None:
    s, y = panel(1)
    once, again = noise_parts(satisfaction=s, revenue=y), noise_parts(satisfaction=10 * s, revenue=1e3 * y)
    assert again.innovation_sd == pytest.approx(10 * once.innovation_sd)
    assert again.reliability == pytest.approx(once.reliability)
    assert again.revenue_noise == pytest.approx(once.revenue_noise)


def test_an_effect_that_lasts_is_seen_more_clearly_than_at_one_delay() -> None:
    """Opinion that is heard without noise and persists like revenue shows at one delay; noise spreads it."""
    one = planted_gain(months=36, gap=1, persistence=0.8, reliability=1.0, step=1.0, coefficients=(0.8,))
    spread = planted_gain(months=36, gap=1, persistence=0.9, reliability=0.75, step=0.32, coefficients=(0.5,))
    assert one == pytest.approx(1, abs=0.05) and 1.2 < spread < 2
    assert planted_gain(months=12, gap=1, persistence=0.8, reliability=1.0, step=1.0, coefficients=()) == 1


def test_too_little_and_nothing_at_all() -> None:
    s, y = panel(2, accounts=5)
    assert isinstance(noise_parts(satisfaction=s, revenue=y), TooLittle)
    s, y = panel(2)
    common = np.broadcast_to(s[0], s.shape)
    assert noise_parts(satisfaction=common, revenue=y).missing[0].what == "variation"
    assert isinstance(noise_parts(satisfaction=s, revenue=y), NoiseParts)
