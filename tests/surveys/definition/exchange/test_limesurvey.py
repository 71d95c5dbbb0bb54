"""A LimeSurvey structure, of today's and of an older form, becomes a document; the rest is named."""

import pytest

from surveys.definition import document, proofs
from surveys.definition.exchange.imported import Fate
from tests.surveys.definition.exchange.files import imported, notes, pages, questions, types

SUPPLIER, OLDER = "supplier.lss", "service-version-3.lss"


def test_every_type_becomes_one_of_ours() -> None:
    assert types(imported(SUPPLIER)) == {
        "overall": "number",
        "why": "long_text",
        "region": "choice",
        "goods": "choices",
        "again": "yes_no",
        "site": "scale",
        "sides": "grid",
        "which": "text",
        "since": "date",
        "order": "ranking",
        "note": "statement",
        "photo": "file",
        "volumes_y1_x1": "number",
        "volumes_y1_x2": "number",
        "volumes_y2_x1": "number",
        "volumes_y2_x2": "number",
        "pair": "grid",
        "pair_2": "grid",
        "guess": "text",
        "channels": "choices",
    }


def test_settings_and_texts_come_along() -> None:
    found = imported(SUPPLIER)
    asked = questions(found)

    assert found.document["languages"] == ["en", "ru"]
    assert found.document["title"] == {"en": "Suppliers 2026", "ru": "Поставщики 2026"}
    assert (
        found.document["pages"][0]["intro"]["ru"]
        == "О наших поставках.\n\nДобро пожаловать!\n\nПрежде всего."
    )
    assert found.document["thanks"] == [{"text": {"en": "Thank you!", "ru": "Спасибо!"}}]
    assert "required" not in asked["overall"]
    assert (asked["overall"]["least"], asked["overall"]["most"], asked["overall"]["whole"]) == (0, 10, True)
    assert asked["overall"]["text"]["ru"] == "Насколько вы удовлетворены, от 0 до 10?"
    assert asked["overall"]["help"] == {"en": "A whole number.", "ru": "Целое число."}
    assert (asked["region"]["other"], asked["region"]["random"]) == (True, True)
    assert (asked["goods"]["least"], asked["goods"]["most"]) == (1, 2)
    assert (asked["photo"]["formats"], asked["photo"]["most_mb"]) == (["png", "jpg"], 10)
    assert [row["text"]["ru"] for row in asked["sides"]["rows"]] == ["Качеством", "Доставкой"]
    assert asked["volumes_y2_x1"]["text"]["en"] == "How many tons? Belts, 2025"


def test_rules_are_said_in_ours_and_pages_split_before_them() -> None:
    found = imported(SUPPLIER)
    rules = {key: question.get("show_if") for key, question in questions(found).items()}

    assert pages(found)[:4] == [["overall"], ["why", "region"], ["goods"], ["again", "site", "sides"]]
    assert rules["why"] == {"answer": "overall", "at_most": 6}
    assert rules["again"] == {  # its group's and its own
        "all": [{"answer": "overall", "at_least": 1}, {"answer": "goods", "includes": "sq001"}]
    }
    assert rules["which"]["all"][1:] == [
        {"any": [{"answer": "sides_sq002", "is": 1}, {"answer": "again", "is": "no"}]},
        {"answer": "goods", "includes": "sq001"},
    ]
    assert questions(found)["why"]["text"]["en"].startswith("You said [{answer:overall}].")


def test_the_report_names_all_that_was_left_out() -> None:
    assert notes(imported(SUPPLIER), Fate.LEFT_OUT) == {
        ("", "tables"),  # default values
        ("", "mails"),
        ("", "settings"),  # the date on which it ends
        ("overall", "settings"),
        ("goods", "part_rules"),
        ("photo", "formats"),
        ("twice", "type"),
        ("guess", "rule"),
        ("channels", "option_comments"),
    }


def test_the_report_names_all_that_was_changed() -> None:
    assert notes(imported(SUPPLIER), Fate.CHANGED) == {
        ("", "markup"),
        ("", "minutes"),
        ("", "no_measures"),
        ("Overall", "markup"),
        ("overall", "markup"),
        ("why", "page_split"),
        ("region", "soft"),
        ("again", "page_split"),
        ("site", "no_end_words"),
        ("sides", "columns_numbered"),
        ("which", "page_split"),
        ("since", "no_time_of_day"),
        ("note", "markup"),
        ("photo", "one_file"),
        ("volumes", "taken_apart"),
        ("pair", "two_grids"),
    }


def test_texts_in_the_rows_and_a_table_of_conditions_are_read_too() -> None:
    found = imported(OLDER)
    asked = questions(found)

    assert types(found) == {
        "solved": "choice",
        "names_sq001": "text",
        "names_sq002": "text",
        "marks": "grid",
        "story": "long_text",
    }
    assert [option["text"] for option in asked["solved"]["options"]] == [
        {"en": "Yes", "de": "Ja"},
        {"en": "No", "de": "Nein"},
    ]
    assert asked["story"]["show_if"] == {
        "any": [{"answer": "solved", "is": "a2"}, {"answer": "marks_sq001", "at_most": 4}]
    }
    assert found.document["anonymous"] == {}


@pytest.mark.parametrize("name", [SUPPLIER, OLDER])
def test_it_could_be_published(name: str) -> None:
    assert proofs.problems(document.parse(imported(name).document)) == []
