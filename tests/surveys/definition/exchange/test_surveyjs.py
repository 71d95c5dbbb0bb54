"""A SurveyJS survey becomes a document that asks the same; what could not come along is named."""

import json
from typing import Any

import pytest

from surveys.definition import answers, document, proofs
from surveys.definition.exchange import reading
from surveys.definition.exchange.imported import Fate, Imported
from tests.surveys.definition.exchange.files import imported, notes, pages, questions, types

SUPPLIER = "supplier.surveyjs.json"


def survey(*elements: dict[str, Any], **more: Any) -> Imported:
    return reading.read(json.dumps({"elements": elements, "title": "T"} | more).encode())


def test_every_type_becomes_one_of_ours() -> None:
    assert types(imported(SUPPLIER)) == {
        "recommend": "scale",
        "why_low": "long_text",
        "stars": "choice",
        "welcome": "statement",
        "region": "choice",
        "years": "choice",
        "products": "choices",
        "again": "yes_no",
        "sides": "grid",
        "contact": "statement",
        "staff": "number",
        "since": "date",
        "mail": "text",
        "bad_delivery": "text",
        "sum": "text",
        "priorities": "ranking",
        "photo": "file",
        "look": "choice",
    }


def test_settings_of_questions_come_along() -> None:
    found = questions(imported(SUPPLIER))

    assert "required" not in found["recommend"]
    assert found["why_low"]["required"] is False
    assert found["why_low"]["most"] == 600
    assert (found["region"]["other"], found["region"]["random"]) == (True, True)
    assert (found["products"]["least"], found["products"]["most"]) == (1, 2)
    assert found["products"]["options"][-1] == {
        "key": "none",
        "text": {"en": "Nothing", "ru": "Ничего"},
        "stays": True,
    }
    assert (found["staff"]["least"], found["staff"]["most"], found["staff"]["whole"]) == (1, 5000, True)
    assert found["since"]["latest"] == "2026-12-31"
    assert (found["photo"]["formats"], found["photo"]["most_mb"]) == (["jpg"], 5)
    assert [row["key"] for row in found["sides"]["rows"]] == ["sides_quality", "sides_delivery"]


def test_scales_are_made_of_ratings_and_matrices() -> None:
    found = imported(SUPPLIER)
    scales = found.document["scales"]

    assert scales[questions(found)["recommend"]["scale"]] == {
        "from": 0,
        "to": 10,
        "low": {"en": "never", "ru": "никогда"},
        "high": {"en": "at once", "ru": "сразу"},
    }
    labels = scales[questions(found)["sides"]["scale"]]["labels"]
    assert [label["ru"] for label in labels] == [
        "Совсем нет",
        "Не очень",
        "Средне",
        "В основном",
        "Полностью",
    ]


def test_texts_come_in_every_language_and_without_markup() -> None:
    found = imported(SUPPLIER)

    assert found.document["languages"] == ["en", "ru"]
    assert found.document["title"] == {"en": "How do we do?", "ru": "Как мы работаем?"}
    assert questions(found)["welcome"]["text"] == {"en": "Now the details.", "ru": "Теперь подробнее."}
    assert found.document["thanks"] == [
        {
            "show_if": {"answer": "recommend", "at_most": 6},
            "text": {"en": "We are sorry.", "ru": "Нам жаль."},
        },
        {"text": {"en": "Thank you!", "ru": "Спасибо!"}},
    ]


def test_rules_are_said_in_ours_and_pages_split_before_them() -> None:
    found = imported(SUPPLIER)
    rules = {key: question.get("show_if") for key, question in questions(found).items()}

    assert pages(found)[:2] == [["recommend"], ["why_low", "stars"]]
    assert rules["why_low"] == {"answer": "recommend", "at_most": 6}
    assert rules["region"] == {"answer": "recommend", "given": True}  # its page's
    assert rules["staff"] == {  # its page's, its panel's
        "all": [
            {"answer": "recommend", "given": True},
            {"answer": "again", "is": "yes"},
            {"answer": "products", "includes": "bearings"},
        ]
    }
    assert rules["bad_delivery"]["all"][1] == {
        "any": [{"answer": "sides_delivery", "one_of": [1, 2]}, {"answer": "region", "is": "other"}]
    }
    assert questions(found)["why_low"]["text"]["en"] == "You gave [{answer:recommend}]. Why?"


def test_the_report_names_all_that_was_left_out() -> None:
    found = imported(SUPPLIER)

    assert notes(found, Fate.LEFT_OUT) == {
        ("", "settings"),  # logo, progress bar, triggers
        ("stars", "settings"),
        ("region", "settings"),
        ("years", "settings"),
        ("products", "settings"),
        ("mail", "validator"),
        ("sum", "rule"),
        ("photo", "formats"),
        ("total", "type"),
        ("signature", "type"),
    }
    named = {note.where: note.detail for note in found.report if note.code == "settings"}
    assert named[""]["names"] == "logo, showProgressBar, triggers"
    assert named["years"]["names"] == "defaultValue"


def test_the_report_names_all_that_was_changed() -> None:
    assert notes(imported(SUPPLIER), Fate.CHANGED) == {
        ("", "markup"),
        ("", "minutes"),
        ("", "no_measures"),
        ("why-low", "page_split"),
        ("stars", "no_such_scale"),
        ("welcome", "markup"),
        ("products", "none_option"),
        ("sides", "columns_numbered"),
        ("contact", "panel"),
        ("contact", "page_split"),
        ("mail", "input_type"),
        ("look", "pictures"),
    }


def test_what_is_missing_before_publishing_is_a_translation() -> None:
    problems = proofs.problems(document.parse(imported(SUPPLIER).document))

    assert [problem.path for problem in problems] == ["pages[4].questions[1].text.ru"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [({"recommend": 3}, True), ({"recommend": 6}, True), ({"recommend": 7}, False), ({}, False)],
)
def test_an_imported_rule_decides_as_the_survey_did(given: dict[str, Any], shown: bool) -> None:
    questionnaire = document.parse(imported(SUPPLIER).document)

    assert ("why_low" in {question.key for question in answers.shown(questionnaire, given, {})}) is shown


@pytest.mark.parametrize(
    ("element", "kind", "code"),
    [
        ({"type": "tagbox", "name": "a", "choices": ["x", "y"]}, "choices", None),
        ({"type": "checkbox", "name": "a", "choices": ["I agree"]}, "yes_no", "single_option"),
        ({"type": "dropdown", "name": "a", "choicesMin": 1, "choicesMax": 5}, "choice", None),
        ({"type": "dropdown", "name": "a", "choicesMin": 1, "choicesMax": 90}, "text", "too_many_options"),
        ({"type": "dropdown", "name": "a", "choicesByUrl": {"url": "x"}}, "text", "no_options"),
        ({"type": "boolean", "name": "a", "labelTrue": "Sure", "labelFalse": "Never"}, "choice", None),
        ({"type": "slider", "name": "a", "min": 0, "max": 50}, "number", "slider"),
        ({"type": "rating", "name": "a", "rateValues": [1, 2, 3, 4, 5]}, "scale", None),
        ({"type": "rating", "name": "a", "rateMin": 1, "rateMax": 7}, "scale", "no_end_words"),
        ({"type": "text", "name": "a", "inputType": "color"}, "text", "input_type"),
        ({"type": "text", "name": "a", "inputType": "date", "maxValueExpression": "today()"}, "date", None),
    ],
)
def test_less_common_elements(element: dict[str, Any], kind: str, code: str | None) -> None:
    found = survey(element)

    assert types(found) == {"a": kind}
    assert code is None or ("a", code) in notes(found, Fate.CHANGED)


def test_what_stands_in_several_fields_becomes_several_questions() -> None:
    found = survey(
        {
            "type": "multipletext",
            "name": "who",
            "title": "Who?",
            "items": [{"name": "first"}, {"name": "last"}],
        },
        {
            "type": "matrixdropdown",
            "name": "cells",
            "rows": ["r1", "r2"],
            "columns": [{"name": "c1", "choices": [1, 2]}, {"name": "c2", "cellType": "comment"}],
        },
    )

    assert types(found) == {
        "who_first": "text",
        "who_last": "text",
        "cells_r1_c1": "choice",
        "cells_r1_c2": "long_text",
        "cells_r2_c1": "choice",
        "cells_r2_c2": "long_text",
    }
    assert questions(found)["who_first"]["text"] == {"en": "Who? first"}


def test_a_question_that_nothing_like_can_be_asked_is_not_dropped_silently() -> None:
    found = survey(
        {"type": "paneldynamic", "name": "people"},
        {"type": "text", "name": "hidden", "visible": False},
        {"type": "text", "name": "a"},
    )

    assert types(found) == {"a": "text"}
    assert notes(found, Fate.LEFT_OUT) == {("people", "type"), ("hidden", "hidden")}
