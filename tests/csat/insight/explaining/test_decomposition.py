from dataclasses import replace

import numpy as np
import pytest

from csat.insight.explaining.answers import Answers
from csat.insight.explaining.decomposition import Decomposition, Part, decompose_change
from csat.insight.verdict import Missing, TooLittle
from tests.csat.insight import golden
from tests.studies import explaining as study

NAMES = ("quality", "price")


def period(
    points: np.ndarray, *, first: int = 0, weights: tuple[float, ...] = (1, 1), role: str = "user"
) -> Answers:
    """People first, first + 1, ... of accounts with four people each."""
    who = np.arange(first, first + len(points))
    return Answers(who, who // 4, [role] * len(who), points, np.array(weights, dtype=float))


def found(before: Answers, after: Answers) -> Decomposition:
    result = decompose_change(before=before, after=after, attributes=NAMES)
    assert isinstance(result, Decomposition)
    return result


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(1).normal(70, 10, (40, 2))


# Student's t table, 97.5 %, by degrees of freedom.
T_975 = {6: 2.446911851, 8: 2.306004135, 11: 2.200985160}
PARTS = ("answered", "shares", "newcomers", "leavers", "change", "weights", "same_people", "who_answered")


def parts_of(result: Decomposition) -> dict[str, Part]:
    """The parts by the names of the golden file."""
    parts = {name: getattr(result, name) for name in PARTS}
    parts |= {f"judged{j}": part for j, part in enumerate(result.attributes, 1)}
    return parts | {part.name: part for part in result.roles}


def errors_of(parts: dict[str, Part]) -> dict[str, float]:
    """Half of an interval over Student's t, by the number of accounts that carry the part."""
    carrying = {"change": 12, "weights": 12, "who_answered": 12, "newcomers": 7}
    return {
        name: (parts[name].high - parts[name].change) / T_975[carrying.get(name, 9) - 1] for name in PARTS
    }


def test_r_finds_the_same_parts_and_errors() -> None:
    file = golden.load("explaining_decomposition")
    before, after = (Answers(**file["input"][name]) for name in ("before", "after"))
    result = decompose_change(before=before, after=after, attributes=file["input"]["attributes"])
    assert isinstance(result, Decomposition)
    parts, wanted = parts_of(result), file["expected"]
    assert {name: part.change for name, part in parts.items()} == pytest.approx(wanted["estimate"], abs=1e-10)
    assert errors_of(parts) == pytest.approx({name: wanted["error"][name] for name in PARTS}, rel=4e-7)


def test_parts_add_up_to_the_change() -> None:
    """The study does it 10,000 times."""
    assert study.largest_gap(runs=1000) < 1e-9


def test_exchanging_the_periods_turns_the_signs() -> None:
    before, after, names = study.anything(np.random.default_rng(12))
    there = decompose_change(before=before, after=after, attributes=names)
    back = decompose_change(before=after, after=before, attributes=names)
    assert isinstance(there, Decomposition) and isinstance(back, Decomposition)
    for name in ("change", "same_people", "who_answered", "weights", "shares", "answered"):
        assert getattr(back, name).change == pytest.approx(-getattr(there, name).change, abs=1e-10)
    assert back.newcomers.change == pytest.approx(-there.leavers.change, abs=1e-10)


def test_the_same_answers_are_the_same(points: np.ndarray) -> None:
    result = found(period(points), period(points))
    assert result.verdict == "same" and result.change.change == 0
    assert not any(part.is_clear for part in (result.same_people, result.who_answered, result.weights))


def test_a_change_of_judgement_lies_in_its_attribute(points: np.ndarray) -> None:
    result = found(period(points), period(points - [8.0, 0.0]))
    assert result.verdict == "real_change" and result.change.change == pytest.approx(-4)
    assert [part.change for part in result.attributes] == pytest.approx([-4, 0])
    assert [part.is_clear for part in result.attributes] == [True, False]
    assert (result.people_both, result.accounts, result.accounts_both) == (40, 10, 10)


def test_a_change_of_who_answered_is_not_a_change_of_judgement(points: np.ndarray) -> None:
    others = np.vstack([points, points[:20] - 30])
    before, after = period(points), period(others)
    roles = np.where(np.arange(60) < 40, "user", "buyer")
    result = found(before, replace(after, roles=roles))
    assert result.verdict == "who_answered" and result.same_people.change == pytest.approx(0)
    assert result.newcomers.change == pytest.approx(result.change.change) and result.change.change < -5
    buyer, user = result.roles
    assert (buyer.name, user.name) == ("buyer", "user")
    assert buyer.change == pytest.approx(result.newcomers.change) and user.change == 0


def test_people_who_left_explain_a_rise(points: np.ndarray) -> None:
    spread = points - np.where(np.arange(40) % 4 == 0, 30.0, 0.0)[:, None]
    stay = np.arange(40) % 4 > 0
    whole = period(spread)
    after = Answers(np.arange(40)[stay], np.arange(40)[stay] // 4, ["user"] * 30, spread[stay], [1.0, 1.0])
    result = found(whole, after)
    assert result.verdict == "who_answered" and result.leavers.change > 5
    assert result.newcomers.change == 0 and result.newcomers.low is None


def test_new_weights_are_told_from_new_judgement() -> None:
    points = np.random.default_rng(3).normal((80, 50), 5, (40, 2))
    result = found(period(points), period(points, weights=(1, 3)))
    assert result.verdict == "weights" and result.weights.change == pytest.approx(-7.5, abs=1)
    assert result.same_people.change == pytest.approx(0) == result.who_answered.change


def test_unanswered_attributes_are_who_answered_and_not_judgement() -> None:
    points = np.random.default_rng(4).normal((80, 50), 5, (40, 2))
    later = points.copy()
    later[::2, 1] = np.nan
    result = found(period(points), period(later))
    assert result.verdict == "who_answered" and result.answered.change == pytest.approx(7.5, abs=1)
    assert result.same_people.change == pytest.approx(0)


def test_below_half_of_the_weight_an_answer_does_not_count(points: np.ndarray) -> None:
    later = points.copy()
    later[:8, 1] = np.nan
    result = found(period(points, weights=(1, 3)), period(later, weights=(1, 3)))
    assert (result.people_before, result.people_after, result.people_both) == (40, 32, 32)


def test_too_few_heard_twice_is_said_to_be_too_little(points: np.ndarray) -> None:
    few = decompose_change(before=period(points), after=period(points, first=31), attributes=NAMES)
    assert few == TooLittle((Missing("people", 9, 10), Missing("accounts", 3, 5)))
    none = decompose_change(before=period(points), after=period(points[:0]), attributes=NAMES)
    assert none == TooLittle((Missing("people", 0, 10), Missing("accounts", 0, 5)))


def test_arrays_must_fit(points: np.ndarray) -> None:
    whole = period(points)
    broken = (
        replace(whole, persons=whole.persons[:-1], accounts=whole.accounts[:-1]),
        replace(whole, weights=np.array([1.0, -1.0])),
        replace(whole, weights=np.zeros(2)),
        replace(whole, masses=np.full(40, np.inf)),
        replace(whole, points=np.full((40, 2), np.inf)),
    )
    for one in broken:
        with pytest.raises(ValueError, match=r"every row|finite"):
            decompose_change(before=whole, after=one, attributes=NAMES)


def test_verdicts_are_right_in_simulated_surveys() -> None:
    """150 surveys each; a share of .05 has SE .018."""
    nothing = study.explained(study.SURVEYS["nothing"], runs=150, seed=1)
    assert nothing.share("real_change", "mixed") <= 0.05 + 4 * 0.018
    assert nothing.share("same") >= 0.85 and nothing.covered["same people"] >= 0.95 - 4 * 0.018
    others = study.explained(study.SURVEYS["other people answered"], runs=150, seed=2)
    assert others.share("who_answered") >= 0.7 and others.share("real_change", "mixed") <= 0.12
    weights = study.explained(study.SURVEYS["other weights"], runs=100, seed=3)
    assert weights.share("weights") >= 0.8
