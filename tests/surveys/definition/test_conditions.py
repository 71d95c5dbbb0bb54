"""Rules, comparison by comparison, at their edges."""

from typing import Any

import pytest

from surveys.definition import conditions

SIX = {"answer": "a", "at_most": 6}


@pytest.mark.parametrize(
    ("rule", "answer", "is_shown"),
    [
        (SIX, 5, True),
        (SIX, 6, True),
        (SIX, 7, False),
        (SIX, None, False),
        (SIX, "cannot_judge", False),
        ({"not": SIX}, None, True),
        ({"answer": "a", "at_least": 7}, 6, False),
        ({"answer": "a", "at_least": 7}, 7, True),
        ({"answer": "a", "is": 7}, 7, True),
        ({"answer": "a", "is": "cannot_judge"}, "cannot_judge", True),
        ({"answer": "a", "is": "yes"}, {"choice": "yes", "phone": "1"}, True),
        ({"answer": "a", "one_of": ["x", 2]}, 2, True),
        ({"answer": "a", "one_of": ["x", 2]}, 3, False),
        ({"answer": "a", "includes": "x"}, ["y", "x"], True),
        ({"answer": "a", "includes": "x"}, ["y"], False),
        ({"answer": "a", "includes": "x"}, "x", False),
        ({"answer": "a", "is": "other"}, {"other": "mine"}, True),
        ({"answer": "a", "one_of": ["x", "other"]}, {"other": "mine"}, True),
        ({"answer": "a", "is": "x"}, {"other": "x"}, False),
        ({"answer": "a", "includes": "other"}, ["x", {"other": "mine"}], True),
        ({"answer": "a", "includes": "other"}, ["x"], False),
        ({"answer": "a", "given": True}, 0, True),
        ({"answer": "a", "given": True}, "", False),
        ({"answer": "a", "given": False}, [], True),
        ({"all": [SIX, {"answer": "a", "at_least": 6}]}, 6, True),
        ({"all": [SIX, {"answer": "a", "at_least": 7}]}, 6, False),
        ({"any": [SIX, {"answer": "a", "is": 9}]}, 9, True),
        ({"fact": "a", "given": True}, 7, False),
        (None, None, True),
    ],
    ids=str,
)
def test_rules(rule: Any, answer: Any, is_shown: bool) -> None:
    answers = {} if answer is None else {"a": answer}

    assert conditions.is_shown(rule, answers, {}) == is_shown


def test_facts_are_compared_like_answers() -> None:
    assert conditions.is_shown({"fact": "segment", "one_of": ["key"]}, {"segment": "x"}, {"segment": "key"})
