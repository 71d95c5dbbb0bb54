"""Conditions on whom a rule wants to hear: checked by place, decided as written, said in words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.programs import audience
from csat.programs.audience import COMPARISONS, FACTS, BadCondition

TEXTS, NUMBERS = ("DE", "AT", "buyer"), (0, 5, 1000)
VALUES = {"text": st.sampled_from(TEXTS), "number": st.sampled_from(NUMBERS), "flag": st.booleans()}


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    fact = FACTS[draw(st.sampled_from(sorted(FACTS)))]
    comparison = draw(st.sampled_from(fact.comparisons))
    value = VALUES[fact.type]
    wanted = draw(st.lists(value, min_size=1, max_size=3) if comparison == "in" else value)
    return {"fact": fact.key, comparison: wanted}


TREES = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries({}, optional={key: VALUES[fact.type] for key, fact in FACTS.items()})


def oracle(condition: dict[str, Any], facts: dict[str, Any]) -> bool:
    """The same by writing each comparison out as Python says it."""
    if "all" in condition:
        return not [part for part in condition["all"] if not oracle(part, facts)]
    if "any" in condition:
        return bool([part for part in condition["any"] if oracle(part, facts)])
    if "not" in condition:
        return not oracle(condition["not"], facts)
    if condition["fact"] not in facts:
        return False
    value = facts[condition["fact"]]
    low = value.lower() if isinstance(value, str) else value
    lowered = [w.lower() if isinstance(w, str) else w for w in condition.get("in", ())]
    plain = {k: w.lower() if isinstance(w, str) else w for k, w in condition.items() if k != "in"}
    return {
        "is": lambda: low == plain["is"],
        "is_not": lambda: low != plain["is_not"],
        "in": lambda: low in lowered,
        "at_least": lambda: low >= plain["at_least"],
        "at_most": lambda: low <= plain["at_most"],
        "contains": lambda: plain["contains"] in low,
    }[next(name for name in COMPARISONS if name in condition)]()


@settings(deadline=None, max_examples=300)
@given(TREES, KNOWN)
def test_a_condition_holds_exactly_when_it_says_so(condition, facts) -> None:
    try:
        parsed = audience.parse(condition)
    except BadCondition as refused:
        assert "too long" in refused.what
        return
    assert audience.holds(parsed, facts) is oracle(condition, facts)
    assert audience.facts_in(parsed) <= set(FACTS)
    for language in ("en", "ru"):
        said = audience.in_words(parsed, language)
        assert said and "{" not in said and "account." not in said


def test_nothing_set_asks_everybody() -> None:
    assert audience.parse({}) == {} and audience.parse(None) == {}
    assert audience.holds({}, {}) and audience.in_words({}, "en") == ""


def test_what_is_not_known_is_never_a_match() -> None:
    for condition in ({"fact": "account.country", "is_not": "DE"}, {"fact": "deal.amount", "at_least": 0}):
        assert not audience.holds(audience.parse(condition), {"account.country": "", "deal.amount": None})


def test_an_event_s_own_facts_can_be_asked_for() -> None:
    condition = audience.parse({"fact": "event.priority", "in": ["high", 1]})
    assert audience.holds(condition, {"event.priority": "High"})
    assert audience.holds(condition, {"event.priority": 1}) and not audience.holds(condition, {})


def test_in_words() -> None:
    condition = audience.parse(
        {
            "all": [
                {"fact": "account.country", "in": ["DE", "AT"]},
                {"any": [{"fact": "account.is_key", "is": True}, {"fact": "deal.amount", "at_least": 5000}]},
            ]
        }
    )
    assert audience.in_words(condition, "en") == (
        "the client's country is DE or AT and (key client: yes or the order's amount is at least 5000)"
    )
    assert audience.in_words(condition, "ru") == (
        "страна клиента: DE или AT и (ключевой клиент: да или сумма заказа: не меньше 5000)"
    )


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ([], "conditions"),
        ({"fact": "account.size", "is": 1}, "conditions"),
        ({"fact": "account.country", "at_least": 3}, "conditions"),
        ({"fact": "account.country"}, "conditions"),
        ({"fact": "account.country", "is": "DE", "is_not": "AT"}, "conditions"),
        ({"fact": "account.is_key", "is": "yes"}, "conditions"),
        ({"fact": "deal.amount", "at_least": True}, "conditions"),
        ({"fact": "deal.amount", "at_least": float("nan")}, "conditions"),
        ({"fact": "contact.role", "in": []}, "conditions"),
        ({"all": []}, "conditions.all"),
        ({"all": [{"fact": "account.country", "is": "DE"}], "any": []}, "conditions"),
        ({"any": [{"not": {"fact": "x", "is": 1}}]}, "conditions.any[0].not"),
        ({"fact": 7, "is": 1}, "conditions"),
    ],
)
def test_what_nobody_could_decide_is_refused_by_its_place(document, where) -> None:
    with pytest.raises(BadCondition) as refused:
        audience.parse(document)
    assert refused.value.where == where and refused.value.what


def test_a_tree_too_deep_or_too_wide_is_refused() -> None:
    deep: dict[str, Any] = {"fact": "account.country", "is": "DE"}
    for _ in range(10):
        deep = {"not": deep}
    wide = {"any": [{"fact": "account.country", "is": "DE"}] * 60}
    for document in (deep, wide):
        with pytest.raises(BadCondition, match="too long"):
            audience.parse(document)
