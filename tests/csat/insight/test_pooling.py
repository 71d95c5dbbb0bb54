import numpy as np
import pytest

from csat.insight.pooling.account_means import Pooled, account_means
from csat.insight.verdict import TooLittle


def pooled(groups: list[list[float]]) -> Pooled | TooLittle:
    return account_means(
        sums=[sum(g) for g in groups],
        counts=[len(g) for g in groups],
        squares=[sum(x * x for x in g) for g in groups],
    )


def test_few_answers_are_pulled_to_the_others_and_many_are_not() -> None:
    others = [[60 + i, 70 + i, 80 + i] for i in range(20)]
    found = pooled([[20.0], [20.0, 19.0, 21.0] * 20, *others])
    one, many = found.estimates[:2]
    assert 20 < one.estimate < 75 and one.high - one.low > many.high - many.low
    assert many.estimate == pytest.approx(20, abs=2)
    assert (one.n, many.n) == (1, 60)


def test_alike_accounts_are_said_to_be_alike_without_collapsing() -> None:
    found = pooled([[50.0, 70.0, 60.0] for _ in range(12)])
    assert found.spread < found.noise / 2
    assert all(e.estimate == pytest.approx(60) and 1 < e.high - e.low < 30 for e in found.estimates)


def test_too_little_to_tell_says_what_is_missing() -> None:
    assert [m.what for m in pooled([[50.0, 60.0]] * 4).missing] == ["accounts", "repeated_answers"]
    assert [m.what for m in pooled([[50.0]] * 30).missing] == ["repeated_answers"]
    assert [m.have for m in pooled([]).missing] == [0, 0]


def test_estimates_stay_on_the_scale() -> None:
    found = pooled([[100.0, 100.0], [0.0, 0.0], [100.0, 99.0], [1.0, 0.0], [100.0, 100.0], [0.0, 1.0]])
    assert all(0 <= e.low <= e.estimate <= e.high <= 100 for e in found.estimates)


def test_arrays_must_agree() -> None:
    with pytest.raises(ValueError, match="same accounts"):
        account_means(sums=[1.0], counts=[1, 2], squares=[1.0])


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """60 simulated years of 80 accounts with 1 to 6 answers: 4,800 intervals, 4 SE are 0.0135."""
    rng = np.random.default_rng(20261118)
    hits, total, plain, shrunk = 0, 0, 0.0, 0.0
    for _ in range(60):
        truth = rng.normal(70, 8, 80)
        sizes = rng.integers(1, 7, 80)
        groups = [list(rng.normal(t, 14, n)) for t, n in zip(truth, sizes, strict=True)]
        found = account_means(
            sums=[sum(g) for g in groups],
            counts=sizes,
            squares=[sum(x * x for x in g) for g in groups],
            bounds=(-1000, 1000),
        )
        hits += sum(e.low <= t <= e.high for e, t in zip(found.estimates, truth, strict=True))
        total += 80
        plain += sum((np.mean(g) - t) ** 2 for g, t in zip(groups, truth, strict=True))
        shrunk += sum((e.estimate - t) ** 2 for e, t in zip(found.estimates, truth, strict=True))
    assert hits / total == pytest.approx(0.942, abs=0.0135)
    assert shrunk < 0.7 * plain
