"""What a document must be: every problem is named with its place."""

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from surveys.actions import library
from surveys.definition import document
from surveys.definition.document import shape
from surveys.definition.problems import DocumentError
from surveys.definition.questionnaire import MeasureKind, QuestionType

SMALL: dict[str, Any] = {
    "format": 1,
    "key": "small",
    "kind": "periodic",
    "name": {"en": "Small"},
    "title": {"en": "Small"},
    "minutes": 1,
    "languages": ["en"],
    "scales": {"ten": {"from": 1, "to": 10, "low": {"en": "bad"}, "high": {"en": "good"}}},
    "pages": [
        {"key": "one", "questions": [{"key": "a", "type": "scale", "scale": "ten", "text": {"en": "A?"}}]},
        {"key": "two", "questions": [{"key": "b", "type": "text", "text": {"en": "B?"}}]},
    ],
}


def changed(**question: Any) -> dict[str, Any]:
    """The small document with its second question changed."""
    made = copy.deepcopy(SMALL)
    made["pages"][1]["questions"][0] |= question
    return made


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(shape.SCHEMA_FILE.read_text()))


@pytest.mark.parametrize("given", library.documents(), ids=lambda given: given["key"])
def test_the_library_can_be_read(given: dict[str, Any]) -> None:
    questionnaire = document.parse(given)

    assert questionnaire.key == given["key"]
    assert set(questionnaire.languages) == {"en", "ru"}
    asks_clients = given["key"] not in ("forecast", "internal")
    assert (questionnaire.questions[-1].type == QuestionType.CONTACT_WISH) == asks_clients


def test_the_periodic_survey_measures_what_scores_need() -> None:
    given = next(given for given in library.documents() if given["key"] == "periodic-csi")
    questionnaire = document.parse(given)

    attributes = [q.measure.attribute for q in questionnaire.measured(MeasureKind.ATTRIBUTE) if q.measure]
    assert attributes == [
        "quality",
        "delivery_dates",
        "completeness",
        "competence",
        "reply_speed",
        "problem_handling",
    ]
    (importance,) = questionnaire.measured(MeasureKind.IMPORTANCE)
    assert set(importance.option_keys) == set(attributes)
    assert (importance.least, importance.most) == (3, 3)
    assert questionnaire.first_scale is not None
    assert questionnaire.first_scale.key == "overall"


@pytest.mark.parametrize(
    ("broken", "path", "words"),
    [
        ({**SMALL, "format": 2}, "format", "is not 1"),
        ({**SMALL, "minutes": "3"}, "minutes", "wrong type"),
        ({**SMALL, "pages": []}, "pages", "there is no page"),
        ({k: v for k, v in SMALL.items() if k != "title"}, "document", "title is missing"),
        (changed(type="scal"), "pages[1].questions[0].type", "not known"),
        (changed(text={"en": "  "}), "pages[1].questions[0].text.en", "empty"),
        (changed(colour="red"), "pages[1].questions[0]", "unknown: colour"),
        (changed(key="Not a key"), "pages[1].questions[0].key", "not a valid key"),
        (changed(type="choice"), "pages[1].questions[0]", "options is missing"),
        (changed(key="a"), "pages[1].questions[0].key", "used at pages[0].questions[0]"),
        (changed(type="scale", scale="five"), "pages[1].questions[0].scale", "no scale “five”"),
        (
            changed(show_if={"answer": "b", "is": "x"}),
            "pages[1].questions[0].show_if",
            "no question “b” on an earlier",
        ),
        (
            changed(show_if={"any": [{"answer": "zzz", "given": True}]}),
            "pages[1].questions[0].show_if.any[0]",
            "no question “zzz”",
        ),
        (
            changed(show_if={"answer": "a", "at_least": 1, "at_most": 3}),
            "pages[1].questions[0].show_if",
            "not one comparison",
        ),
        (changed(show_if={"answer": "a"}), "pages[1].questions[0].show_if", "not one comparison"),
        (changed(cannot_judge=True), "pages[1].questions[0].cannot_judge", "does not fit"),
        (
            changed(measures={"kind": "attribute"}),
            "pages[1].questions[0].measures",
            "attribute is missing",
        ),
        (
            {**SMALL, "scales": {"ten": {"from": 0, "to": 5, "low": {"en": "a"}, "high": {"en": "b"}}}},
            "scales.ten",
            "a scale from 0 to 5",
        ),
        (
            {**SMALL, "scales": {"ten": {"from": 1, "to": 5, "labels": [{"en": "a"}]}}},
            "scales.ten.labels",
            "1 labels",
        ),
    ],
    ids=str,
)
def test_a_broken_document_says_where_and_what(broken: Any, path: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document.parse(broken)

    assert [(problem.path or "document") for problem in caught.value.problems] == [path]
    assert words in caught.value.problems[0].what


def test_all_problems_are_named_at_once() -> None:
    broken = changed(type="nonsense")
    broken["minutes"] = 0

    with pytest.raises(DocumentError) as caught:
        document.parse(broken)

    assert {problem.path for problem in caught.value.problems} == {"minutes", "pages[1].questions[0].type"}


@pytest.mark.parametrize("nonsense", [None, [], "text", 7, {}])
def test_nonsense_is_refused_without_a_crash(nonsense: Any) -> None:
    with pytest.raises(DocumentError):
        document.parse(nonsense)


def test_rules_without_end_are_refused_without_a_crash() -> None:
    rule: dict[str, Any] = {"answer": "a", "given": True}
    for _ in range(2_000):
        rule = {"not": rule}
    with pytest.raises(DocumentError, match="rules within rules"):
        document.parse(changed(show_if=rule))


ROWS = [
    {"key": "price", "text": {"en": "Price"}, "measures": {"kind": "attribute", "attribute": "price"}},
    {"key": "speed", "text": {"en": "Speed"}},
]
GRID = {"type": "grid", "scale": "ten", "importance": "ten", "rows": ROWS, "cannot_judge": True}


def test_a_grid_is_a_question_for_each_of_its_cells() -> None:
    questionnaire = document.parse(
        changed(**GRID, required=False, random=True, show_if={"answer": "a", "is": 3})
    )
    cells = questionnaire.pages[1].questions
    assert [cell.key for cell in cells] == ["price", "price_importance", "speed", "speed_importance"]
    assert {cell.type for cell in cells} == {QuestionType.SCALE}
    assert all(cell.cannot_judge and not cell.is_required and cell.show_if for cell in cells)
    assert [str(cell.aspect) for cell in cells[:2]] == ["satisfaction", "importance"]
    assert cells[0].grid == cells[3].grid and cells[0].grid is not None
    assert (cells[0].grid.key, cells[0].grid.is_random, cells[0].item_key) == ("b", True, "b")
    measures = [(cell.measure.kind, cell.measure.attribute) if cell.measure else None for cell in cells]
    assert measures == [("attribute", "price"), ("importance", "price"), None, None]


def test_rules_name_a_grid_s_rows_and_not_the_grid() -> None:
    made = changed(**GRID)
    asked = {
        "key": "why",
        "type": "text",
        "text": {"en": "Why?"},
        "show_if": {"answer": "price", "at_most": 3},
    }
    made["pages"].append({"key": "three", "questions": [asked]})
    assert document.parse(made).questions[-1].key == "why"
    asked["show_if"] = {"answer": "b", "at_most": 3}
    with pytest.raises(DocumentError, match="no question “b” on an earlier page"):
        document.parse(made)


@pytest.mark.parametrize(
    ("broken", "path", "words"),
    [
        (GRID | {"scale": "two"}, "pages[1].questions[0].scale", "no scale “two”"),
        (GRID | {"importance": "two"}, "pages[1].questions[0].importance", "no scale “two”"),
        (GRID | {"rows": [ROWS[0], ROWS[0]]}, "pages[1].questions[0].rows[1].key", "used at"),
        (GRID | {"rows": [ROWS[1] | {"key": "a"}]}, "pages[1].questions[0].rows[0].key", "used at pages[0]"),
        (GRID | {"rows": [ROWS[1] | {"key": "b"}]}, "pages[1].questions[0].rows[0].key", "used at"),
        (GRID | {"rows": [ROWS[1] | {"key": "x" * 30}]}, "pages[1].questions[0].rows[0].key", "too long"),
        ({"type": "file", "formats": ["exe"]}, "pages[1].questions[0].formats[0]", "not known"),
        ({"type": "file", "most_mb": 26}, "pages[1].questions[0].most_mb", "more than 25"),
        ({"type": "date", "earliest": "tomorrow"}, "pages[1].questions[0].earliest", "is no day"),
        ({"type": "date", "latest": "2026-02-30"}, "pages[1].questions[0].latest", "there is no 2026-02-30"),
    ],
    ids=str,
)
def test_wrong_grids_files_and_days_are_named(broken: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document.parse(changed(**broken))

    assert path in [problem.path for problem in caught.value.problems]
    assert words in str(caught.value)


def test_thanks_may_name_every_question_and_no_other() -> None:
    thanks = {"show_if": {"answer": "b", "given": True}, "text": {"en": "Thanks."}}
    assert document.parse(SMALL | {"thanks": [thanks]}).thanks[0].path == "thanks[0]"
    with pytest.raises(DocumentError, match=r"thanks\[0\].show_if: no question “c”"):
        document.parse(SMALL | {"thanks": [thanks | {"show_if": {"answer": "c", "given": True}}]})
