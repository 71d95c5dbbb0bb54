"""A foreign rule and ours decide alike; what ours cannot say is refused, never guessed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import conditions
from surveys.definition.exchange.logic import expressions, rules
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.exchange.logic.trees import NotExpressible

TARGETS = {
    "n": Target("n", "number"),
    "s": Target("s", "scale", is_whole=True),
    "c": Target("c", "choice", values={"1": "option_1", "2": "option_2", "red": "red", "other": "other"}),
    "m": Target("m", "choices", values={"a": "a", "b": "b"}),
    "m_a": Target("m", "choices", option="a"),
    "y": Target("y", "yes_no", values={"true": "yes", "false": "no", "Y": "yes"}),
    "t": Target("t", "text"),
}


def read(source: str) -> dict[str, Any]:
    return rules.condition(expressions.parse(source), TARGETS)


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("{s} >= 7", {"answer": "s", "at_least": 7}),
        ("{s} > 7", {"answer": "s", "at_least": 8}),
        ("7 < {s}", {"answer": "s", "at_least": 8}),
        ("{s} < 7.5", {"answer": "s", "at_most": 7}),
        ("{n} > 7", {"all": [{"answer": "n", "at_least": 7}, {"not": {"answer": "n", "is": 7}}]}),
        ("{c} = 'red'", {"answer": "c", "is": "red"}),
        ("{c} <> 2", {"not": {"answer": "c", "is": "option_2"}}),
        ("{c} anyof [1, 'red']", {"answer": "c", "one_of": ["option_1", "red"]}),
        ("{m} contains 'a'", {"answer": "m", "includes": "a"}),
        ("{m} notcontains 'a'", {"not": {"answer": "m", "includes": "a"}}),
        ("{m} allof ['a', 'b']", {"all": [{"answer": "m", "includes": key} for key in "ab"]}),
        ("{y} = true", {"answer": "y", "is": "yes"}),
        ("{y}", {"answer": "y", "is": "yes"}),
        ("!({y} = true)", {"not": {"answer": "y", "is": "yes"}}),
        ("{t} notempty", {"answer": "t", "given": True}),
        ("{n} empty", {"answer": "n", "given": False}),
        ("t == ''", {"answer": "t", "given": False}),
        ('m_a == "Y"', {"answer": "m", "includes": "a"}),
        ('m_a != "Y"', {"not": {"answer": "m", "includes": "a"}}),
        ("!is_empty(n)", {"not": {"answer": "n", "given": False}}),
        ("(s ge 3) && (s le 5) || y eq 'Y'", {
            "any": [
                {"all": [{"answer": "s", "at_least": 3}, {"answer": "s", "at_most": 5}]},
                {"answer": "y", "is": "yes"},
            ]
        }),
    ],
)  # fmt: skip
def test_what_can_be_said(source: str, condition: dict[str, Any]) -> None:
    assert read(source) == condition


@pytest.mark.parametrize(
    "source",
    [
        "{s} + 1 > 7",
        "count(m) > 1",
        "{s} > {n}",
        "{unknown} = 1",
        "{c} = 'green'",
        "{m} = ['a']",
        "{t} contains 'x'",
        "iif({s} > 1, 2, 3)",
        "{s} >",
        "((({s} = 1",
        "{s} = 1 {n} = 2",
        "'a'",
        "{s} = 'seven'",
        "{n} = 1e999",
        "{c} anyof []",
        "(" * 500 + "{s} = 1" + ")" * 500,
        "{s} = 1 or " * 1000 + "{s} = 1",
    ],
)
def test_what_cannot_be_said_is_refused(source: str) -> None:
    with pytest.raises(NotExpressible):
        read(source)


@given(st.text(alphabet="{}()[]'\"<>=!&| .,andornotscmy0123", max_size=60))
def test_any_text_is_a_rule_or_refused(source: str) -> None:
    try:
        found = read(source)
    except NotExpressible:
        return
    assert isinstance(conditions.is_shown(found, {"s": 5, "c": "red"}, {}), bool)


SIGNS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@given(
    st.lists(
        st.tuples(st.sampled_from(["s", "n"]), st.sampled_from(sorted(SIGNS)), st.integers(-2, 12)),
        min_size=1,
    ),
    st.sampled_from([" and ", " or "]),
    st.integers(1, 10),
    st.integers(-2, 12),
)
def test_comparisons_of_numbers_decide_as_they_would_there(
    parts: list[tuple[str, str, int]], joint: str, scale: int, number: int
) -> None:
    source = joint.join(f"{{{name}}} {sign} {wanted}" for name, sign, wanted in parts[:20])
    given_answers = {"s": scale, "n": number}
    outcomes = [SIGNS[sign](given_answers[name], wanted) for name, sign, wanted in parts[:20]]

    expected = all(outcomes) if joint == " and " else any(outcomes)
    assert conditions.is_shown(read(source), given_answers, {}) is expected
