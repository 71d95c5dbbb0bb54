"""Who fell silent: against scipy, and who must not be flagged."""

from dataclasses import asdict
from json import dumps
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.quiet.silence import Silence, Silences, silence
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import quiet

GOLDEN = load("quiet_silence")


def looked_at(**given_: Any) -> Silences:
    found = silence(**given_)
    assert isinstance(found, Silences)
    return found


def row(found: Silences, index: int = 0) -> Silence:
    one = found.rows[index]
    assert isinstance(one, Silence)
    return one


def test_probabilities_and_prior_equal_scipy() -> None:
    found, theirs = looked_at(**GOLDEN["input"]), GOLDEN["expected"]
    assert (found.prior.a, found.prior.b) == pytest.approx((theirs["a"], theirs["b"]), rel=1e-10)
    assert not found.prior.is_default
    compared = 0
    for one, chance in zip(found.rows, theirs["probability"], strict=True):
        if isinstance(one, Silence):
            assert one.probability == pytest.approx(chance, abs=1e-12)
            compared += 1
    assert compared > 30


def test_who_always_answered_and_stopped_is_silent() -> None:
    found = looked_at(invited=[[3] * 8], answered=[[3, 3, 3, 3, 3, 3, 0, 0]])
    assert (found.verdict, found.silent, row(found).verdict) == ("silences", 1, "silent")
    assert (row(found).invited, row(found).answered) == (6, 0)
    assert (row(found).invited_before, row(found).answered_before) == (18, 18)
    assert found.prior.is_default


def test_who_seldom_or_never_answered_is_not() -> None:
    found = looked_at(invited=[[3] * 8, [3] * 8], answered=[[1, 0, 0, 0, 0, 0, 0, 0], [0] * 8])
    assert [row(found, i).verdict for i in (0, 1)] == ["answers", "never_answered"]
    assert found.verdict == "none"


def test_the_decision_maker_has_a_flag_of_their_own() -> None:
    found = looked_at(
        invited=[[4] * 10],
        answered=[[4] * 8 + [3, 3]],
        decision_invited=[[1] * 10],
        decision_answered=[[1] * 8 + [0, 0]],
    )
    assert row(found).verdict == "decision_maker_silent"
    assert row(found).probability > 0.01
    assert row(found).decision_probability == pytest.approx(1 * 2 / (10 * 11))


def test_decision_makers_who_were_not_asked_or_never_answered_have_no_figure() -> None:
    decided = {"decision_invited": [[0] * 6, [1] * 6], "decision_answered": [[0] * 6, [0] * 6]}
    found = looked_at(invited=[[4] * 6] * 2, answered=[[4] * 6] * 2, **decided)
    assert [row(found, i).decision_probability for i in (0, 1)] == [None, None]
    assert [row(found, i).verdict for i in (0, 1)] == ["answers", "answers"]


def test_rows_without_invitations_say_what_is_missing() -> None:
    found = looked_at(invited=[[3, 3, 0, 0], [0, 0, 3, 3]], answered=[[3, 3, 0, 0], [0, 0, 0, 0]])
    first, second = found.rows
    assert isinstance(first, TooLittle)
    assert isinstance(second, TooLittle)
    assert [first.missing[0].what, second.missing[0].what] == ["invitations", "invitations_before"]


def test_without_a_habit_there_is_too_little() -> None:
    assert isinstance(silence(invited=[[3, 3]], answered=[[0, 0]]), TooLittle)
    assert isinstance(silence(invited=np.zeros((0, 5)), answered=np.zeros((0, 5))), TooLittle)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answered": [[4, 3, 3]]},
        {"answered": [[-1, 3, 3]]},
        {"answered": [[1.5, 3, 3]]},
        {"answered": [[np.nan, 3, 3]]},
        {"answered": [[3, 3]]},
        {"level": 0},
        {"recent": 0},
        {"decision_invited": [[1, 1, 1]]},
        {"decision_invited": [[1, 1]], "decision_answered": [[1, 1]]},
    ],
)
def test_impossible_counts_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        silence(**({"invited": [[3, 3, 3]], "answered": [[3, 3, 3]]} | wrong))


def test_false_flags_stay_below_their_limits_and_real_silence_is_found() -> None:
    """4,000 accounts: three standard errors above 1 % are 1.5 %."""
    stable = quiet.silences(invited=5, before=6)
    assert stable.silent < 0.015
    assert stable.decider < 0.10
    assert quiet.silences(invited=5, before=6, falls_to=0.0).silent > 0.85
    assert quiet.silences(invited=3, before=8, falls_to=0.0, is_decider_only=True).decider > 0.4
    assert quiet.habitual_non_answerers() < 0.01


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=4, max_size=4), max_size=14)
)
def test_any_counts_give_a_probability(rows: list[list[tuple[int, int]]]) -> None:
    table = np.array(rows, dtype=int).reshape(len(rows), 4, 2)
    found = silence(invited=table.max(axis=2), answered=table.min(axis=2))
    if isinstance(found, Silences):
        dumps(asdict(found), allow_nan=False)
        assert all(0 <= one.probability <= 1 for one in found.rows if isinstance(one, Silence))
        assert found.prior.a > 0
        assert found.prior.b > 0
