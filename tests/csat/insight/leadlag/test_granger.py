import numpy as np
import pytest

from csat.insight.leadlag.granger import Granger, panel_granger
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden


def panel(seed: int, *, effect: float, accounts: int = 20, months: int = 30) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, e = rng.normal(size=(2, accounts, months))
    y = e.copy()
    for t in range(1, months):
        y[:, t] += 0.4 * y[:, t - 1] + effect * x[:, t - 1]
    return x, y


@pytest.mark.parametrize("name", ["grunfeld_1", "grunfeld_2", "unbalanced"])
def test_plm_finds_the_same(name: str) -> None:
    given = golden.load(f"leadlag_granger_{name}")
    arrays = {key: np.array(given["input"][key], dtype=float) for key in ("cause", "effect")}
    found, expected = panel_granger(**arrays, order=given["input"]["order"]), given["expected"]
    for key in ("wald_mean", "z_tilde", "p"):
        assert getattr(found, key) == pytest.approx(expected[key], abs=1e-10), key
    assert found.z_bar == (None if expected["z_bar"] is None else pytest.approx(expected["z_bar"], abs=1e-10))


def test_a_cause_foretells_and_an_effect_does_not() -> None:
    x, y = panel(1, effect=0.4)
    assert panel_granger(cause=x, effect=y).verdict == "foretells"
    assert panel_granger(cause=y, effect=x).verdict == "none_yet"


def test_unrelated_panels_are_seldom_said_to_foretell() -> None:
    """300 panels at 2.5 % (one side of 5 %); 3.5 SE are .032."""
    found = [panel_granger(cause=x, effect=y) for x, y in (panel(i, effect=0.0) for i in range(300))]
    assert np.mean([one.verdict == "foretells" for one in found]) <= 0.025 + 0.032


def test_a_common_shock_deceives_until_months_are_taken_out() -> None:
    rng = np.random.default_rng(3)
    shock = rng.normal(size=41)
    x = shock[1:] + rng.normal(size=(20, 40))
    y = shock[:-1] + rng.normal(size=(20, 40))
    assert panel_granger(cause=x, effect=y).verdict == "foretells"
    found = panel_granger(cause=x, effect=y, is_demeaned=True)
    assert found.verdict == "none_yet" and found.is_demeaned


def test_months_with_gaps_are_left_out_and_short_accounts_too() -> None:
    x, y = panel(4, effect=0.4)
    x[0, 10] = np.nan
    y[1, 8:] = np.nan
    y[2] = 5.0
    found = panel_granger(cause=x, effect=y)
    assert isinstance(found, Granger) and (found.accounts, found.left_out) == (18, 2)
    assert (found.months_least, found.months_most, found.z_bar) == (29, 30, None)


def test_too_short_is_said_to_be() -> None:
    x, y = panel(5, effect=0.4, months=8)
    found = panel_granger(cause=x, effect=y)
    assert isinstance(found, TooLittle)
    assert {one.what: (one.have, one.need) for one in found.missing} == {"accounts": (0, 2), "months": (8, 9)}
    x, y = panel(5, effect=0.4, months=9)
    assert isinstance(panel_granger(cause=x, effect=y), Granger)
    assert panel_granger(cause=np.ones((5, 30)), effect=np.ones((5, 30))).missing[0].what == "accounts"


def test_impossible_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="same accounts"):
        panel_granger(cause=np.ones((2, 20)), effect=np.ones((3, 20)))
    with pytest.raises(ValueError, match="accounts x months"):
        panel_granger(cause=np.ones(20), effect=np.ones(20))
    with pytest.raises(ValueError, match="finite"):
        panel_granger(cause=np.full((2, 20), np.inf), effect=np.ones((2, 20)))
    with pytest.raises(ValueError, match="order"):
        panel_granger(cause=np.ones((2, 20)), effect=np.ones((2, 20)), order=0)
