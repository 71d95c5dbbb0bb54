"""LMG against lm() over all orders, pingouin and the published figures of R's swiss data."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.drivers.johnson import johnson
from csat.insight.drivers.lmg import lmg
from tests.csat.insight import golden

# Groemping's relaimpo, calc.relimp(lm(Fertility ~ ., swiss), type = "lmg"), as its documentation prints it.
SWISS = [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592]


def correlations(p: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    found = np.corrcoef((rng.normal(size=(60, p + 1)) + rng.normal(size=(60, 1))).T)
    return found[:p, :p], found[:p, p]


def test_it_equals_all_orders_of_lm_and_the_published_figures() -> None:
    known = golden.load("drivers_swiss")
    given = {key: known["input"][key] for key in ("correlations", "with_outcome")}
    found = lmg(**given)
    assert found.parts == pytest.approx(known["expected"]["lmg"], abs=1e-12)
    assert found.parts == pytest.approx(SWISS, abs=2e-3)
    assert found.r2 == pytest.approx(known["expected"]["r2"], abs=1e-12)


def test_it_equals_pingouin() -> None:
    known = golden.load("drivers_pingouin")
    whole = np.corrcoef(np.column_stack([known["input"]["attributes"], known["input"]["overall"]]).T)
    found = lmg(correlations=whole[:-1, :-1], with_outcome=whole[:-1, -1])
    assert found.parts == pytest.approx(known["expected"]["lmg"], abs=1e-10)
    assert [100 * share for share in found.shares] == pytest.approx(known["expected"]["percent"], abs=1e-8)


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_it_is_the_mean_over_orders_and_adds_up(p: int, seed: int) -> None:
    inner, outer = correlations(p, seed)

    def r2(names: tuple[int, ...]) -> float:
        s = list(names)
        return float(outer[s] @ np.linalg.solve(inner[np.ix_(s, s)], outer[s])) if s else 0.0

    gains = np.zeros(p)
    orders = list(permutations(range(p)))
    for order in orders:
        for i, j in enumerate(order):
            gains[j] += r2(order[: i + 1]) - r2(order[:i])
    found = lmg(correlations=inner, with_outcome=outer)
    assert found.parts == pytest.approx(gains / len(orders), abs=1e-10)
    assert sum(found.shares) == pytest.approx(1) and found.r2 == pytest.approx(r2(tuple(range(p))))


def test_uncorrelated_attributes_carry_their_squared_correlation_by_either_method() -> None:
    for method in (lmg, johnson):
        found = method(correlations=np.eye(3), with_outcome=[0.5, 0.3, 0.0])
        assert found.parts == pytest.approx([0.25, 0.09, 0.0])


@pytest.mark.parametrize("method", [lmg, johnson])
def test_twins_share_alike_and_nothing_is_nothing(method) -> None:
    twins = method(correlations=[[1, 1], [1, 1]], with_outcome=[0.6, 0.6])
    assert twins.parts == pytest.approx([0.18, 0.18])
    none = method(correlations=np.eye(2), with_outcome=[0, 0])
    assert (none.verdict, none.shares, none.r2) == ("nothing_to_divide", (0.0, 0.0), 0.0)


@pytest.mark.parametrize("method", [lmg, johnson])
def test_what_cannot_be_correlations_is_refused(method) -> None:
    for inner, outer in (
        ([[1, 0.5]], [0.1, 0.2]),
        ([[1, 0.5], [0.4, 1]], [0.1, 0.2]),
        ([[1, 0.0], [0.0, 1]], [0.9, 0.9]),
        ([[1, float("nan")], [float("nan"), 1]], [0.1, 0.2]),
    ):
        with pytest.raises(ValueError, match=r"correlation|variables"):
            method(correlations=inner, with_outcome=outer)
    with pytest.raises(ValueError, match="at most 16"):
        lmg(correlations=np.eye(17), with_outcome=np.zeros(17))
