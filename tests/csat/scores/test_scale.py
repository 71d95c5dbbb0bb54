"""What an answer is worth: formulas against hand-made numbers, and their limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.scores import scale
from surveys.actions import library
from surveys.definition import document

DOCUMENTS = {found["key"]: document.parse(found) for found in library.documents()}
T2 = DOCUMENTS["periodic-csi"]
ATTRIBUTES = ("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling")


def values(found: list[scale.Measured]) -> dict[str, int]:
    return {one.measure: one.value_milli for one in found}


def five_scale(points: str) -> Fraction:
    return (Fraction(points) - 1) * 100 / 4


def test_csi_equals_the_published_vector() -> None:
    """kspconsult.org: 4.2 x 0.4 + 3.8 x 0.3 + 3.5 x 0.3 = 3.87 of 5, as an index 71.75."""
    attributes = {"a": five_scale("4.2"), "b": five_scale("3.8"), "c": five_scale("3.5")}
    assert scale.csi(attributes, {"a": 0.4, "b": 0.3, "c": 0.3}) == 71_750


def test_ends_and_middle_of_every_scale() -> None:
    assert values(scale.measure(T2, {"overall": 1}, {})) == {"overall": 0, "csat": 0}
    assert values(scale.measure(T2, {"overall": 10}, {})) == {"overall": 100_000, "csat": 100_000}
    assert values(scale.measure(T2, {"overall": 7}, {})) == {"overall": 66_667, "csat": 0}
    assert values(scale.measure(T2, {"overall": 8}, {}))["csat"] == 100_000
    assert values(scale.measure(T2, {"trend": 3, "intention": 1}, {})) == {"trend": 50_000, "intention": 0}


@pytest.mark.parametrize(("given", "expected"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_nps_counts_detractors_passives_promoters(given: int, expected: int) -> None:
    assert values(scale.measure(DOCUMENTS["nps"], {"nps": given}, {})) == {"nps": expected * 1000}


def test_a_reversed_item_is_turned_here() -> None:
    found = scale.measure(DOCUMENTS["post-sale"], {"felt_pressed": 1}, {})
    assert found == [scale.Measured("pressure", 100_000, 1)]


def test_cannot_judge_is_no_zero() -> None:
    answers = dict.fromkeys(ATTRIBUTES, 10) | {"quality": "cannot_judge"}
    assert values(scale.measure(T2, answers, {}))["csi"] == 100_000
    assert "attribute:quality" not in values(scale.measure(T2, answers, {}))


def test_below_half_of_the_weight_there_is_no_index() -> None:
    three = dict.fromkeys(ATTRIBUTES[:3], 10)
    assert values(scale.measure(T2, three, {}))["csi"] == 100_000
    assert "csi" not in values(scale.measure(T2, dict.fromkeys(ATTRIBUTES[:2], 10), {}))
    heavy = dict.fromkeys(ATTRIBUTES, 1) | {"quality": 5}
    assert values(scale.measure(T2, {"quality": 10}, heavy))["csi"] == 100_000
    assert "csi" not in values(scale.measure(T2, three, heavy | {"quality": 0.5, "reply_speed": 9}))


def test_an_attribute_without_an_agreed_weight_weighs_as_the_mean() -> None:
    points = {"a": Fraction(100), "b": Fraction(0), "new": Fraction(50)}
    assert scale.csi(points, {"a": 3, "b": 1}) == 66_667  # (3 x 100 + 2 x 50) / 6


@given(
    st.dictionaries(st.sampled_from(ATTRIBUTES), st.integers(1, 10) | st.just("cannot_judge")),
    st.dictionaries(st.sampled_from(ATTRIBUTES), st.integers(1, 1000)),
    st.integers(1, 50),
)
def test_the_index_lies_between_its_parts_and_ignores_the_unit_of_weights(answers, weights, factor) -> None:
    found = values(scale.measure(T2, answers, weights))
    parts = [value for measure, value in found.items() if measure.startswith("attribute:")]
    if "csi" in found:
        assert min(parts) <= found["csi"] <= max(parts)
    scaled = {name: weight * factor for name, weight in weights.items()}
    assert values(scale.measure(T2, answers, scaled)) == found


@given(
    st.dictionaries(st.text(max_size=12), st.none() | st.booleans() | st.floats() | st.text() | st.integers())
)
def test_whatever_is_stored_measuring_does_not_break(answers) -> None:
    for questionnaire in DOCUMENTS.values():
        scale.measure(questionnaire, answers, {})
