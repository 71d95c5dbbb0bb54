"""What publishing proves; the reach of rules is compared with trying every answer there is."""

import copy
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.actions import library
from surveys.definition import answers, document, proofs
from tests.surveys.definition.test_document import SMALL, changed


def paths(given_document: dict[str, Any]) -> dict[str, str]:
    return {each.path: each.what for each in proofs.problems(document.parse(given_document))}


@pytest.mark.parametrize("given_document", library.documents(), ids=lambda each: each["key"])
def test_the_library_may_be_published(given_document: dict[str, Any]) -> None:
    assert paths(given_document) == {}


def test_a_missing_translation_names_question_and_language() -> None:
    made = copy.deepcopy(SMALL) | {"languages": ["en", "ru"]}

    found = paths(made)

    assert found["pages[1].questions[0].text.ru"] == "question 'b' has no text in 'ru'"
    assert found["scales.ten.low.ru"] == "scale 'ten' has no text in 'ru'"
    assert "title.ru" in found


def test_facts_must_exist_and_may_be_unknown() -> None:
    assert paths(changed(text={"en": "Does [{manager}] answer?"})) == {}
    assert "breaks where {manager} is unknown" in str(paths(changed(text={"en": "Does {manager} answer?"})))
    assert "no fact" in str(paths(changed(text={"en": "Your {salary}?"})))


@pytest.mark.parametrize(
    ("rule", "is_reachable"),
    [
        ({"answer": "a", "at_most": 6}, True),
        ({"answer": "a", "at_most": 0}, False),
        ({"all": [{"answer": "a", "at_least": 7}, {"answer": "a", "at_most": 6}]}, False),
        ({"all": [{"answer": "a", "at_least": 7}, {"answer": "a", "at_most": 7}]}, True),
        (
            {"not": {"any": [{"answer": "a", "at_most": 3}, {"answer": "a", "at_least": 5}]}},
            True,
        ),  # only 4
        (
            {"not": {"any": [{"answer": "a", "at_most": 3}, {"answer": "a", "at_least": 4}]}},
            False,
        ),
        ({"answer": "a", "given": False}, False),  # a required question is always given on the next page
        ({"not": {"answer": "a", "given": True}}, False),
        ({"fact": "importance", "is": "known"}, True),
        ({"all": [{"fact": "importance", "is": "x"}, {"fact": "importance", "given": False}]}, False),
    ],
    ids=str,
)
def test_a_rule_that_nobody_can_meet_is_found(rule: dict[str, Any], is_reachable: bool) -> None:
    assert ("nobody can ever see" not in str(paths(changed(show_if=rule)))) == is_reachable


def test_the_first_page_shows_something_to_everybody() -> None:
    made = copy.deepcopy(SMALL)
    made["pages"][0]["questions"][0]["show_if"] = {"fact": "importance", "given": True}

    assert "may see nothing on the first page" in paths(made)["pages[0]"]


leaf = st.one_of(
    st.fixed_dictionaries({"answer": st.just("a"), "at_most": st.integers(0, 11)}),
    st.fixed_dictionaries({"answer": st.just("a"), "at_least": st.integers(0, 11)}),
    st.fixed_dictionaries({"answer": st.just("c"), "is": st.sampled_from(["yes", "no", "perhaps"])}),
    st.fixed_dictionaries({"answer": st.sampled_from("ac"), "given": st.booleans()}),
)
rules = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)


@settings(max_examples=400)
@given(
    rule=rules,
    c_rule=st.none() | leaf.filter(lambda each: each["answer"] == "a"),
    is_c_required=st.booleans(),
)
def test_reach_equals_trying_every_answer(
    rule: dict[str, Any], c_rule: dict[str, Any] | None, is_c_required: bool
) -> None:
    """The oracle tries all ten numbers and all choices, where the proof tries one of each kind."""
    made = changed(show_if=rule)
    c_question = {"key": "c", "type": "yes_no", "text": {"en": "C?"}, "required": is_c_required}
    if c_rule:
        c_question["show_if"] = c_rule
    made["pages"].insert(1, {"key": "middle", "questions": [c_question]})
    questionnaire = document.parse(made)

    def is_seen(a: int, c: str | None) -> bool:
        answered = {"a": a} | ({"c": c} if c else {})
        visible = [q.key for q in answers.shown(questionnaire, answered, {})]
        may_go_on = "c" not in visible or c is not None or not is_c_required
        return "b" in visible and may_go_on

    tried = any(is_seen(a, c) for a, c in product(range(1, 11), (None, "yes", "no")))
    proved = not any("ever see question 'b'" in each.what for each in proofs.problems(questionnaire))
    assert proved == tried
