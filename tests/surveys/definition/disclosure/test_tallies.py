"""Sums of answers without names, question by question."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import document
from surveys.definition.disclosure.tallies import Answer, results
from surveys.definition.questionnaire import Questionnaire


def text(words: str) -> dict[str, str]:
    return {"en": words}


def questionnaire() -> Questionnaire:
    questions: list[dict[str, Any]] = [
        {"key": "mood", "type": "scale", "scale": "five", "text": text("Mood?"), "cannot_judge": True},
        {
            "key": "why",
            "type": "choices",
            "other": True,
            "required": False,
            "text": text("Why?"),
            "options": [{"key": "pay", "text": text("Pay")}, {"key": "work", "text": text("Work")}],
        },
        {"key": "words", "type": "long_text", "required": False, "text": text("Words?")},
    ]
    return document.parse(
        {
            "format": 1,
            "key": "mood",
            "kind": "internal",
            "name": text("Mood"),
            "title": text("Mood"),
            "minutes": 1,
            "languages": ["en"],
            "anonymous": {"group": "department"},
            "scales": {"five": {"from": 1, "to": 5, "low": text("bad"), "high": text("good")}},
            "pages": [{"key": "one", "questions": questions}],
        }
    )


def answers(group: str, n: int, **given_: Any) -> list[Answer]:
    return [Answer(group, {"mood": 1 + i % 5, **given_}) for i in range(n)]


def test_counts_and_means() -> None:
    told = results(questionnaire(), [*answers("Sales", 9), Answer("Sales", {"mood": "cannot_judge"})]).told[0]

    assert told.all is not None
    assert told.all.counts == {"1": 2, "2": 2, "3": 2, "4": 2, "5": 1}
    assert (told.all.n, told.all.cannot_judge, told.all.mean) == (10, 1, 25 / 9)


def test_other_words_are_counted_and_told() -> None:
    given_ = answers("", 5, why=["pay", {"other": "noise"}])

    told = results(questionnaire(), given_).told[1]

    assert told.all is not None
    assert told.all.counts == {"pay": 5, "work": 0, "other": 5}
    assert told.all.words == ("noise",) * 5


def test_under_five_nothing_is_told() -> None:
    found = results(questionnaire(), answers("Sales", 4, words="secret"))

    assert [told.all for told in found.told] == [None, None, None]
    assert (found.sizes, found.hidden_groups) == ({}, 1)


def test_texts_of_a_group_need_five_texts() -> None:
    """Seven people of a group, of whom three wrote: their words stand with all words only."""
    sales = [*answers("Sales", 4), *answers("Sales", 3, words="from sales")]
    others = answers("Plant", 6, words="from the plant")

    found = results(questionnaire(), [*sales, *others])

    assert set(found.sizes) == {"Sales", "Plant"}
    words = found.told[2]
    assert not words.groups  # the plant's words beside all words would leave those of sales
    assert words.all is not None and len(words.all.words) == 9


people = st.lists(
    st.tuples(
        st.sampled_from(["", "Sales", "Plant", "Office", "Lab"]),
        st.one_of(st.none(), st.integers(1, 5)),
        st.booleans(),
    ),
    max_size=60,
)


@given(people)
def test_subtracting_shown_groups_from_the_total_leaves_five_or_nobody(
    drawn: list[tuple[str, int | None, bool]],
) -> None:
    given_ = [
        Answer(group, ({} if mood is None else {"mood": mood}) | ({"words": "w"} if writes else {}))
        for group, mood, writes in drawn
    ]
    found = results(questionnaire(), given_)
    for told in found.told:
        shown_n = [tally.n for tally in told.groups.values()]
        assert all(n >= 5 for n in shown_n)
        if told.all is None:
            assert not shown_n
        else:
            assert told.all.n >= 5
            rest = told.all.n - sum(shown_n)
            assert not shown_n or rest == 0 or rest >= 5
    assert all(n >= 5 for n in found.sizes.values())
    rest = found.n - sum(found.sizes.values())
    assert not found.sizes or rest == 0 or rest >= 5
