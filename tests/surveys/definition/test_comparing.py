"""What changed between two versions of a questionnaire."""

import copy
from typing import Any

import pytest

from surveys.actions import library
from surveys.definition import comparing, document
from surveys.definition.comparing.changes import Change, ChangeKind
from tests.surveys.definition.test_document import SMALL, changed

OPTIONS = [{"key": key, "text": {"en": key.upper()}} for key in ("x", "y", "z")]
PAGES: Any = SMALL["pages"]


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(str(one.kind), one.key, one.what) for one in changes(old, new)]


def changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    return comparing.compare(document.parse(old), document.parse(new))


@pytest.mark.parametrize("given", library.documents(), ids=lambda given: given["key"])
def test_nothing_changed_is_nothing_told(given: dict[str, Any]) -> None:
    assert told(given, copy.deepcopy(given)) == []


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ({}, {"text": {"en": "B, please?"}}, [("reworded", "b", "text")]),
        ({}, {"help": {"en": "Short"}}, [("reworded", "b", "help")]),
        ({}, {"type": "long_text"}, [("retyped", "b", "")]),
        ({}, {"required": False, "most": 9}, [("limits", "b", "required"), ("limits", "b", "most")]),
        ({}, {"show_if": {"answer": "a", "at_most": 6}}, [("rule", "b", "show_if")]),
        (
            {"type": "choice", "options": OPTIONS},
            {"type": "choice", "options": [OPTIONS[1], OPTIONS[0]]},
            [("options", "b", "options.z"), ("options", "b", "options")],
        ),
        (
            {"type": "choice", "options": OPTIONS},
            {"type": "choice", "options": [*OPTIONS[:2], {"key": "z", "text": {"en": "Zed"}, "stays": True}]},
            [("options", "b", "options.z"), ("options", "b", "options.z.stays")],
        ),
    ],
    ids=str,
)
def test_a_question_s_changes_are_named_by_part(
    old: dict[str, Any], new: dict[str, Any], wanted: list[tuple[str, str, str]]
) -> None:
    assert told(changed(**old), changed(**new)) == wanted


def test_words_are_told_by_language_before_and_after() -> None:
    (one,) = changes(changed(text={"en": "Old", "ru": "Было"}), changed(text={"en": "Old", "ru": "Стало"}))
    assert (one.language, one.before, one.after, one.breaks_trend) == ("ru", "Было", "Стало", False)


def test_a_question_added_before_others_moves_none_of_them() -> None:
    new = copy.deepcopy(SMALL)
    new["pages"][0]["questions"].insert(0, {"key": "c", "type": "yes_no", "text": {"en": "C?"}})
    assert told(SMALL, new) == [("added", "c", "")]
    assert told(new, SMALL) == [("removed", "c", "")]


def test_the_fewest_questions_moved() -> None:
    asked = [{"key": key, "type": "yes_no", "text": {"en": "?"}} for key in "abcde"]
    old = SMALL | {"pages": [{"key": "p", "questions": asked}]}
    new = SMALL | {"pages": [{"key": "p", "questions": [asked[n] for n in (1, 2, 3, 0, 4)]}]}
    (one,) = changes(old, new)
    assert (one.kind, one.key) == (ChangeKind.MOVED, "a")
    assert (one.before, one.after) == (
        {"page": "p", "number": 1, "place": 1},
        {"page": "p", "number": 1, "place": 4},
    )


def test_a_question_on_another_page_moved_though_the_order_is_the_same() -> None:
    b, c = ({"key": key, "type": "yes_no", "text": {"en": "?"}} for key in "bc")
    one, two = PAGES[0], {"key": "two", "questions": [b, c]}
    moved = [{**one, "questions": [*one["questions"], b]}, {**two, "questions": [c]}]
    assert told(SMALL | {"pages": [one, two]}, SMALL | {"pages": moved}) == [("moved", "b", "")]


def test_what_breaks_a_trend_is_marked() -> None:
    measured = {"type": "scale", "scale": "ten", "measures": {"kind": "overall"}}
    without = SMALL | {"pages": PAGES[:1]}
    rule = {"show_if": {"answer": "a", "at_most": 6}}

    def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[bool]:
        return [one.breaks_trend for one in changes(old, new)]

    assert breaks(changed(**measured), without) == [True]
    assert breaks(changed(), without) == [False]
    assert breaks(changed(**measured), changed(**measured, **rule)) == [True]
    assert breaks(changed(), changed(**rule)) == [False]
    assert breaks(changed(**measured), changed()) == [True]
    assert breaks(changed(type="choice", options=OPTIONS), changed(type="choice", options=OPTIONS[:2])) == [
        True
    ]


def test_scales_thanks_mail_and_the_survey_itself() -> None:
    new: dict[str, Any] = copy.deepcopy(SMALL) | {
        "minutes": 2,
        "title": {"en": "Smaller"},
        "thanks": [{"text": {"en": "Thanks."}}],
        "mail": {"subject": {"en": "A word?"}},
        "anonymous": {},
    }
    new["scales"]["ten"]["low"] = {"en": "worst"}
    new["pages"][1]["intro"] = {"en": "Now"}
    assert told(SMALL, new) == [
        ("survey", "", "title"),
        ("survey", "", "minutes"),
        ("survey", "", "anonymous"),
        ("mail", "", "subject"),
        ("page", "two", "intro"),
        ("scale", "ten", "low"),
        ("thanks", "1", "text"),
    ]


def test_a_grid_s_words_are_told_once() -> None:
    rows = [{"key": "price", "text": {"en": "Price"}}]
    grid = {"type": "grid", "scale": "ten", "importance": "ten", "rows": rows}
    other = grid | {"rows": [{"key": "price", "text": {"en": "Prices"}}], "text": {"en": "How?"}}
    assert told(changed(**grid), changed(**other)) == [
        ("reworded", "b", "text"),
        ("reworded", "price", "text"),
    ]
