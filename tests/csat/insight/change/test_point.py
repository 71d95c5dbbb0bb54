"""One account's fall: against brute force, wave by wave, and at the edges."""

from dataclasses import asdict, replace
from json import dumps
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.change.components import Components
from csat.insight.change.model import Fall, layout, posterior
from csat.insight.change.point import Drop, drop_probability
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies.change import TRUE, answers, pattern, plain_loop, probabilities

GOLDEN = load("change_point")
CASES = list(zip(GOLDEN["input"], GOLDEN["expected"], strict=True))


def looked_at(**given_: Any) -> Drop:
    found = drop_probability(**({"components": TRUE} | given_))
    assert isinstance(found, Drop)
    return found


def of_case(case: dict[str, Any]) -> dict[str, Any]:
    rows = {name: case[name] for name in ("waves", "persons", "points", "settled")}
    return rows | {"components": Components(**case["components"])}


@pytest.mark.parametrize(("case", "theirs"), CASES, ids=[case["name"] for case, _ in CASES])
def test_closed_form_equals_numerical_integration(case: dict[str, Any], theirs: dict[str, Any]) -> None:
    ours = looked_at(**of_case(case))
    assert ours.since == theirs["since"]
    for name in ("probability", "size", "size_low", "size_high"):
        assert getattr(ours, name) == pytest.approx(theirs[name], abs=1e-8), name
    assert [[w.wave, w.probability] for w in ours.waves] == [
        [wave, pytest.approx(chance, abs=1e-10)] for wave, chance in theirs["by_wave"]
    ]
    assert sum(w.probability for w in ours.waves) == pytest.approx(ours.probability)


@pytest.mark.parametrize(("case", "theirs"), CASES, ids=[case["name"] for case, _ in CASES])
def test_likelihood_is_that_of_the_mixture(case: dict[str, Any], theirs: dict[str, Any]) -> None:
    rows = of_case(case)
    waves, persons, y = (np.asarray(rows[name]) for name in ("waves", "persons", "points"))
    known = layout(
        waves=waves, persons=persons, components=rows["components"], fall=Fall(), settled=rows["settled"]
    )
    found = posterior(known, (y - rows["components"].mean)[known.order, None]).log_likelihood[0]
    constant = -0.5 * y.size * np.log(2 * np.pi)
    assert found + constant == pytest.approx(theirs["log_likelihood"], abs=1e-8)


def test_all_waves_at_once_equal_each_wave_alone_and_the_plain_loop() -> None:
    one = pattern(2, renewed=0.4, rng=np.random.default_rng(1), waves=10)
    given_ = answers(one, 3, np.random.default_rng(2), fall=1.0)
    paths = probabilities([one], [given_], TRUE)
    assert np.allclose(paths, plain_loop(one, given_, TRUE), atol=1e-10)
    for wave in range(1, 10):
        rows = one[0] <= wave
        for history in range(3):
            alone = looked_at(waves=one[0][rows], persons=one[1][rows], points=given_[rows, history])
            assert alone.probability == pytest.approx(paths[wave, history], abs=1e-10)


def test_somebody_new_weighs_less_than_somebody_who_used_to_answer_higher() -> None:
    waves, points = [0, 0, 1, 1, 2, 2], [8, 9, 8, 9, 6, 6]
    same = looked_at(waves=waves, persons=[1, 2, 1, 2, 1, 2], points=points)
    other = looked_at(waves=waves, persons=[1, 2, 1, 2, 3, 4], points=points)
    assert same.probability > 3 * other.probability
    assert (same.same_people.change, same.same_people.people) == (-2.5, 2)
    assert (same.same_people.new, same.same_people.answered) == (0, 2)
    assert (other.same_people.change, other.same_people.new, other.same_people.answered) == (None, 2, 2)
    assert other.same_people.raw_change == -2.5


def test_words_of_the_page_can_be_filled() -> None:
    """Before: 1 and 2; since: 1 (lower) and two new people."""
    found = looked_at(
        waves=[0, 0, 1, 1, 2, 2, 3, 3, 3],
        persons=[1, 2, 1, 2, 1, 2, 1, 3, 4],
        points=[9, 8, 9, 8, 9, 8, 5, 4, 5],
    )
    assert found.since == 3
    assert (found.same_people.new, found.same_people.answered, found.same_people.people) == (2, 3, 1)
    assert found.same_people.change == -4.0
    assert found.size_low < found.size < found.size_high


@pytest.mark.parametrize(
    ("level", "points", "word"),
    [(0.5, [9, 9, 9, 5, 5], "drop"), (0.9999, [9, 9, 9, 5, 5], "watch"), (0.5, [9, 8, 9, 9, 8], "no_sign")],
)
def test_verdicts(level: float, points: list[int], word: str) -> None:
    found = looked_at(waves=range(5), persons=[1] * 5, points=points, alarm_level=level)
    assert found.verdict == word
    assert found.is_likely == (found.probability >= 0.8)
    assert found.alarm_level == level


def test_a_settled_fall_is_not_found_again_but_the_next_one_is() -> None:
    waves, persons = np.arange(12), np.ones(12, int)
    points = np.array([9, 9, 9, 9, 6, 6, 6, 6, 6, 3, 3, 3])
    again = looked_at(waves=waves[:9], persons=persons[:9], points=points[:9])
    assert again.probability > 0.95
    assert again.since == 4
    settled = looked_at(waves=waves[:9], persons=persons[:9], points=points[:9], settled=4)
    assert settled.probability < 0.1
    assert [w.wave for w in settled.waves] == [5, 6, 7, 8]
    following = looked_at(waves=waves, persons=persons, points=points, settled=4)
    assert following.verdict == "drop"
    assert following.since == 9


def test_a_rise_is_no_fall_and_an_unusual_mean_can_be_given() -> None:
    rise = looked_at(waves=range(6), persons=[1] * 6, points=[5, 5, 5, 8, 8, 8])
    assert rise.probability < 0.05
    low = looked_at(waves=range(3), persons=[1] * 3, points=[5, 4, 5], mean=4.5)
    assert low.probability < looked_at(waves=range(3), persons=[1] * 3, points=[5, 4, 5]).probability


def test_too_few_waves() -> None:
    one = drop_probability(waves=[3, 3], persons=[1, 2], points=[2, 3], components=TRUE)
    assert isinstance(one, TooLittle)
    assert (one.missing[0].what, one.missing[0].have, one.missing[0].need) == ("waves", 1, 2)
    nan = drop_probability(waves=[3, 4], persons=[1, 2], points=[2, np.nan], components=TRUE)
    assert isinstance(nan, TooLittle)
    after = drop_probability(waves=[3, 4], persons=[1, 1], points=[8, 3], components=TRUE, settled=4)
    assert isinstance(after, TooLittle)


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": [1]},
        {"alarm_level": 0.0},
        {"alarm_level": 1.5},
        {"components": replace(TRUE, residual=0.0)},
        {"components": replace(TRUE, person=-1.0)},
        {"components": replace(TRUE, mean=np.nan)},
    ],
)
def test_impossible_input_is_refused(wrong: dict[str, Any]) -> None:
    rows: dict[str, Any] = {"waves": [0, 1], "persons": [1, 1], "points": [8, 8], "components": TRUE}
    with pytest.raises(ValueError, match=r"\w"):
        drop_probability(**(rows | wrong))


def test_a_fall_has_a_size_and_a_chance() -> None:
    with pytest.raises(ValueError, match="fall"):
        Fall(hazard=0.0)
    with pytest.raises(ValueError, match="fall"):
        Fall(spread=0.0)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(-3, 30), st.integers(0, 4), st.floats(-1e4, 1e4)), min_size=1, max_size=25
    ),
    st.randoms(use_true_random=False),
)
def test_any_answers_give_a_probability_whatever_their_order(
    rows: list[tuple[int, int, float]], random: Any
) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)
    found, again = (
        drop_probability(
            **dict(zip(("waves", "persons", "points"), zip(*r, strict=True), strict=True)), components=TRUE
        )
        for r in (rows, shuffled)
    )
    if isinstance(found, TooLittle):
        return
    assert isinstance(again, Drop)
    dumps(asdict(found), allow_nan=False)
    assert 0 <= found.probability <= 1
    assert 0 <= found.size_low <= found.size_high
    assert again.probability == pytest.approx(found.probability, abs=1e-6)
