"""Counts, shares, differences and quotes of themes; what a tenfold look does not invent."""

import json

import cattrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from csat.insight.comments.theme_scores import ThemeScore, ThemeScores, benjamini_hochberg, theme_scores
from csat.insight.intervals.proportion import proportion
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import comments as study

CLUSTERED, ADJUSTED = load("comments_clustered"), load("comments_benjamini_hochberg")


def one(has: list[bool], accounts: list[int], scores: list[float], **more: object) -> ThemeScore:
    found = theme_scores(
        keys=("t",), has_theme=np.array(has)[:, None], accounts=accounts, scores=scores, **more
    )
    assert isinstance(found, ThemeScores)
    return found.themes[0]


def test_the_difference_is_statsmodels() -> None:
    found, expected = one(**CLUSTERED["input"]), CLUSTERED["expected"]
    accounts, has = np.array(CLUSTERED["input"]["accounts"]), np.array(CLUSTERED["input"]["has"])
    freedom = min(np.unique(accounts[has]).size, np.unique(accounts[~has]).size) - 1
    assert found.difference.estimate == pytest.approx(expected["difference"], rel=1e-10)
    reach = found.difference.high - found.difference.estimate
    assert reach == pytest.approx(stdtrit(freedom, 0.975) * expected["error"], rel=1e-10)
    assert (found.comments, found.accounts) == (has.sum(), np.unique(accounts[has]).size)


@pytest.mark.parametrize("sample", ["paper", "mixed"])
def test_adjusted_p_values_are_rs(sample: str) -> None:
    expected = ADJUSTED["expected"][sample]
    assert benjamini_hochberg(ADJUSTED["input"][sample]) == pytest.approx(expected, abs=1e-14)
    assert benjamini_hochberg([]) == ()


def test_benjamini_and_hochberg_reject_four_of_their_fifteen() -> None:
    """Their section 3.2: at .05 the procedure rejects the four smallest."""
    assert sum(p <= 0.05 for p in benjamini_hochberg(ADJUSTED["input"]["paper"])) == 4


def test_shares_count_accounts_that_write_often_as_fewer() -> None:
    has = [True] * 20 + [False] * 60
    apart = one(has, list(range(80)), [np.nan] * 80)
    plain = proportion(successes=20, n=80)
    assert (apart.share.low, apart.share.high) == pytest.approx((plain.low, plain.high), abs=0.002)
    alike = one(has, [i // 10 for i in range(80)], [np.nan] * 80)
    assert alike.share.high - alike.share.low > 2 * (plain.high - plain.low)
    assert alike.verdict == "too_few" and alike.difference is None and alike.score_with is None


def test_a_theme_of_the_dissatisfied_is_lower() -> None:
    rng = np.random.default_rng(2)
    has = np.arange(120) % 3 == 0
    found = one(has, list(range(120)), 75 - 15 * has + rng.normal(0, 10, 120))
    assert found.verdict == "lower" and found.difference.high < 0 and found.p_adjusted == found.p
    assert one(~has, list(range(120)), 75 - 15 * has).verdict == "higher"


def test_few_accounts_give_counts_but_no_difference() -> None:
    has = [True] * 30 + [False] * 30
    accounts = [i % 4 for i in range(30)] + list(range(10, 40))
    found = one(has, accounts, [40.0] * 30 + [80.0] * 30)
    assert (found.verdict, found.p, found.accounts) == ("too_few", None, 4)
    assert (found.score_with, found.score_without) == (40, 80)


def test_quotes_are_low_middling_and_high_of_different_accounts() -> None:
    scores = [50.0, 10, 90, 30, 70, 95]
    accounts = [1, 2, 3, 4, 5, 3]
    assert one([True] * 6, accounts, scores).quotes == (1, 0, 5)
    assert one([True] * 6, accounts, scores, lengths=[50, 5, 50, 50, 50, 900]).quotes == (3, 0, 2)
    assert one([True, True, False, False, False, False], accounts, scores).quotes == (1, 0)
    assert one([False] * 6, accounts, scores).quotes == ()
    assert one([True] * 3, [1, 1, 1], [1.0, 2.0, 3.0]).quotes == (0, 1, 2)
    assert len(one([True] * 6, accounts, [np.nan] * 6).quotes) == 3


def test_too_little_and_nonsense() -> None:
    empty = theme_scores(keys=("a", "b"), has_theme=np.empty((0, 2)), accounts=[], scores=[])
    assert isinstance(empty, TooLittle) and empty.missing[0].what == "comments"
    with pytest.raises(ValueError, match="one row a comment"):
        theme_scores(keys=("a",), has_theme=[[True, False]], accounts=[1], scores=[1.0])
    with pytest.raises(ValueError, match="one row a comment"):
        theme_scores(keys=("a",), has_theme=[[True]], accounts=[1, 2], scores=[1.0])


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0, 1), st.integers(1, 12), st.booleans())
def test_results_are_plain_json(
    seed: int, comments: int, share: float, accounts: int, is_constant: bool
) -> None:
    rng = np.random.default_rng(seed)
    score = np.where(
        rng.random(comments) < 0.2, np.nan, 7.0 if is_constant else rng.integers(1, 11, comments)
    )
    found = theme_scores(
        keys=("a", "b"),
        has_theme=rng.random((comments, 2)) < share,
        accounts=rng.integers(0, accounts, comments),
        scores=score,
    )
    stored = json.loads(json.dumps(cattrs.unstructure(found), allow_nan=False))
    assert cattrs.structure(stored, ThemeScores) == found
    assert found.without_theme + max(t.comments for t in found.themes) <= comments


def test_ten_themes_without_effect_are_seldom_claimed() -> None:
    """150 worlds of alike answers within accounts; 5 % with 3 binomial SE (.053)."""
    assert study.null_claims(runs=150, seed=5) <= 0.05 + 0.053
