"""Three ways to weigh the same answers: checked against R, honest where one client bears it all."""

import numpy as np
import pytest

from csat.insight.intervals.clustered_mean import clustered_mean
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.weightings import Weightings, weightings
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden


def found(**more: object) -> Weightings:
    result = weightings(**more)
    assert isinstance(result, Weightings)
    return result


def ends(interval: Interval) -> tuple[float | None, float | None, float | None]:
    return interval.estimate, interval.low, interval.high


def test_as_replicate_weights_of_r() -> None:
    told = golden.load("intervals_weightings")
    given = {name: np.array(column, dtype=float) for name, column in told["input"].items()}
    n = given["points"].size
    result = found(
        sums=given["points"],
        counts=np.ones(n),
        accounts=given["account"].astype(int),
        weights=[np.ones(n), given["by_role"], given["by_revenue"]],
    )
    for way, expected in zip(result.ways, told["expected"], strict=True):
        assert ends(way.mean) == pytest.approx(tuple(expected["mean"].values()), abs=1e-9)
        assert way.n_eff == pytest.approx(expected["n_eff"])
        if "difference" in expected:
            assert way.difference and ends(way.difference) == pytest.approx(
                tuple(expected["difference"].values()), abs=1e-9
            )


def test_cells_add_up_to_their_answers() -> None:
    rng = np.random.default_rng(3)
    points, accounts = rng.normal(60, 10, 40), np.repeat(np.arange(10), 4)
    single = found(sums=points, counts=np.ones(40), accounts=accounts, weights=[np.ones(40)])
    cells = found(
        sums=points.reshape(10, 4).sum(axis=1),
        counts=np.full(10, 4),
        accounts=np.arange(10),
        weights=[np.ones(10)],
    )
    assert ends(cells.ways[0].mean) == pytest.approx(ends(single.ways[0].mean))
    assert (cells.ways[0].n_eff, cells.ways[0].mean.n, cells.ways[0].accounts) == (40, 40, 10)
    linearised = clustered_mean(sums=points.reshape(10, 4).sum(axis=1), counts=np.full(10, 4))
    assert ends(cells.ways[0].mean) == pytest.approx(ends(linearised), abs=0.01)  # equal sizes: the same


def test_what_has_no_weight_counts_nowhere() -> None:
    cells = {"sums": [80, 60, 90, 10], "counts": [1, 1, 1, 1], "accounts": [1, 2, 3, 4]}
    result = found(**cells, weights=[[1, 1, 1, 1], [5, 5, np.nan, -3], [0, 0, 0, 0], [0, 0, 0, 7]])
    assert (result.ways[1].mean.estimate, result.ways[1].accounts, result.ways[1].mean.n) == (70, 2, 2)
    assert (result.ways[2].mean.estimate, result.ways[2].n_eff) == (None, 0)
    alone = result.ways[3]
    assert (alone.mean.estimate, alone.mean.low, alone.n_eff, alone.accounts) == (10, None, 1, 1)
    assert alone.difference and alone.difference.low is None


def test_a_plain_disagreement_is_told_and_one_account_tells_nothing() -> None:
    accounts = np.arange(40)
    small_happy = np.where(accounts % 2, 90.0, 40.0) + accounts % 3
    revenue = np.where(accounts % 2, 1.0, 20.0)
    result = found(sums=small_happy, counts=np.ones(40), accounts=accounts, weights=[np.ones(40), revenue])
    assert result.verdict == "disagree"
    even = found(
        sums=small_happy, counts=np.ones(40), accounts=accounts, weights=[np.ones(40), np.full(40, 3.0)]
    )
    assert even.verdict == "agree" and even.ways[1].difference == Interval(0.0, 0.0, 0.0, 40)
    assert found(sums=[1, 2], counts=[1, 1], accounts=[1, 2], weights=[[1, 1]]).verdict == "cannot_tell"
    assert isinstance(weightings(sums=[9], counts=[3], accounts=[1], weights=[[1]]), TooLittle)
    with pytest.raises(ValueError):
        weightings(sums=[9, 8], counts=[3], accounts=[1], weights=[[1]])


@pytest.mark.parametrize("skew", [1.0, 1.5])
def test_a_difference_that_is_not_there_is_seldom_claimed(skew: float) -> None:
    """400 worlds of 30 clients: at most 8 %, to which comes the binomial 99 % bound (11.7 % in all)."""
    rng = np.random.default_rng(5)
    claims = 0
    for _ in range(400):
        n = rng.integers(1, 6, 30)
        revenue, opinion = rng.lognormal(0, skew, 30), rng.normal(70, 10, 30)
        sums = n * opinion + rng.normal(0, 15, 30) * np.sqrt(n)
        result = found(sums=sums, counts=n, accounts=np.arange(30), weights=[np.ones(30), revenue / n])
        claims += result.verdict == "disagree"
    assert claims / 400 <= 0.117
