"""Rules as sentences: whatever a document holds comes back with the same meaning."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import conditions
from surveys.editor.editing.logic import sentences
from surveys.editor.editing.logic.sentences import ALL, ANY, Group, Sentence

NAMES = ("a", "b")
NUMBERS = st.integers(0, 4)
WORDS = st.sampled_from(["x", "y", "cannot_judge"])
LEAVES = st.one_of(
    st.builds(lambda n, v: {"answer": n, "at_most": v}, st.sampled_from(NAMES), NUMBERS),
    st.builds(lambda n, v: {"answer": n, "at_least": v}, st.sampled_from(NAMES), NUMBERS),
    st.builds(lambda n, v: {"fact": n, "is": v}, st.sampled_from(NAMES), st.one_of(NUMBERS, WORDS)),
    st.builds(lambda n, v: {"answer": n, "one_of": v}, st.sampled_from(NAMES), st.lists(WORDS, min_size=1)),
    st.builds(lambda n, v: {"answer": n, "includes": v}, st.sampled_from(NAMES), st.sampled_from(["x", "y"])),
    st.builds(lambda n, v: {"fact": n, "given": v}, st.sampled_from(NAMES), st.booleans()),
)
RULES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)
ANSWERS = st.dictionaries(
    st.sampled_from(NAMES), st.one_of(NUMBERS, WORDS, st.lists(st.sampled_from(["x", "y"]), unique=True))
)


@given(RULES, ANSWERS, ANSWERS)
def test_a_rule_keeps_its_meaning(rule: Any, answers: dict[str, Any], facts: dict[str, Any]) -> None:
    written = sentences.write(sentences.read(rule))
    assert conditions.is_shown(written, answers, facts) is conditions.is_shown(rule, answers, facts)


@given(RULES)
def test_what_was_written_once_is_written_alike_again(rule: Any) -> None:
    """Opening and saving a question changes nothing: no edit appears in its history."""
    written = sentences.write(sentences.read(rule))
    assert sentences.write(sentences.read(written)) == written


def test_no_rule_is_always() -> None:
    assert sentences.read(None) == Group(sentences.ALWAYS)
    assert sentences.write(Group(sentences.ALWAYS)) is None


def test_sentences_are_added_and_removed_at_their_place() -> None:
    one, two, three = (Sentence("answer", name, "at_most", 3) for name in "abc")
    rule = sentences.added(sentences.read(None), (), one)
    rule = sentences.added(rule, (), Group(ANY, (two, three)))
    assert rule == Group(ALL, (one, Group(ANY, (two, three))))
    rule = sentences.added(rule, (1,), one)
    assert sentences.at(rule, (1, 2)) == one
    for _ in range(3):
        rule = sentences.removed(rule, (1, 0))
    assert rule == Group(ALL, (one,))
    assert sentences.removed(rule, (0,)) == Group(sentences.ALWAYS)
