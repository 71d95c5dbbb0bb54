"""Accounts pooled: against a sampler and lme4, and how often the intervals hold the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.pooling.account_means import Pooled, account_means
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden
from tests.studies import pooling as study


def pooled(groups: list[list[float]], **more: object) -> Pooled | TooLittle:
    return account_means(
        sums=[sum(g) for g in groups],
        counts=[len(g) for g in groups],
        squares=[sum(x * x for x in g) for g in groups],
        **more,
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


def test_it_equals_a_sampler_of_the_same_model() -> None:
    """60,000 rounds are exact to about .1 points here, where accounts differ by 7."""
    known = golden.load("pooling_accounts")
    found = account_means(**known["input"])
    for name in ("mean", "low", "high"):
        own = [e.estimate if name == "mean" else getattr(e, name) for e in found.estimates]
        expected = np.clip(known["expected"][name], 0, 100)
        assert own == pytest.approx(expected, abs=0.6 if name != "mean" else 0.2)
    expected = known["expected"]["segments"]
    assert [s.estimate.estimate for s in found.segments] == pytest.approx(expected["mean"], abs=0.2)
    assert found.spread == pytest.approx(known["expected"]["spread"], rel=0.03)


def test_with_many_answers_it_is_near_lme4() -> None:
    known = golden.load("pooling_lme4")
    found = account_means(**known["input"])
    assert [e.estimate for e in found.estimates] == pytest.approx(known["expected"]["mean"], abs=0.25)
    assert found.noise == pytest.approx(known["expected"]["noise"], rel=0.02)
    assert found.spread == pytest.approx(known["expected"]["spread"], rel=0.04)


def test_accounts_are_drawn_to_their_segment_and_a_segment_of_one_to_the_others() -> None:
    groups = [[60.0, 70.0, 65.0], [62.0, 68.0], [61.0, 70.0]] * 3 + [
        [90.0, 85.0],
        [92.0, 80.0],
        [88.0, 86.0],
    ] * 3
    found = pooled([*groups, [20.0]], segments=[1] * 9 + [2] * 9 + [3])
    low, high, alone = found.segments
    assert low.estimate.estimate < 70 < 80 < high.estimate.estimate
    assert (low.segment, low.accounts, alone.accounts) == (1, 9, 1)
    assert 20 < found.estimates[-1].estimate < 25 and alone.estimate.high - alone.estimate.low > 15


def test_one_segment_of_all_is_near_to_none() -> None:
    groups = [[60 + i, 70 + i, 80 - i] for i in range(12)]
    plain, one = pooled(groups), pooled(groups, segments=[7] * 12)
    for a, b in zip(plain.estimates, one.estimates, strict=True):
        assert a.estimate == pytest.approx(b.estimate, abs=0.2)


@given(
    st.lists(
        st.lists(st.integers(0, 4).map(lambda x: 25.0 * x), min_size=1, max_size=5), min_size=5, max_size=12
    )
)
@settings(max_examples=40, deadline=None)
def test_whatever_was_answered_ends_in_intervals_or_in_what_is_missing(groups: list[list[float]]) -> None:
    found = pooled(groups, segments=[i % 3 for i in range(len(groups))])
    if isinstance(found, Pooled):
        assert all(
            0 <= e.low <= e.estimate + 1e-9 and e.estimate - 1e-9 <= e.high <= 100 for e in found.estimates
        )


@pytest.mark.parametrize("respondents", [1, 3, 10])
def test_on_whole_numbers_they_hold_the_truth_and_beat_the_own_mean(respondents: int) -> None:
    """40 companies of 60 accounts: 2,400 intervals, limits .93 to .97 with three standard errors .013."""
    found = study.accounts(respondents=respondents, runs=40, seed=respondents)
    assert 0.93 - 0.013 < found.coverage < 0.97 + 0.013
    assert found.error < found.own_error


def test_few_answers_beyond_the_first_are_allowed_for() -> None:
    """10 accounts of 1 or 2 answers: with the noise taken as known 92 %. 2,500 intervals, 3 SE .013."""
    assert study.tiny_coverage(accounts=10, runs=250, seed=1) > 0.93
