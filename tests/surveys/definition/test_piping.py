"""Facts in texts."""

from typing import Any

import pytest

from surveys.definition import document, piping
from tests.surveys.definition.test_document import SMALL

ASKED: dict[str, Any] = {
    "choice": {
        "options": [
            {"key": "a", "text": {"en": "Apples", "ru": "Яблоки"}},
            {"key": "b", "text": {"en": "B", "ru": "Б"}},
        ],
        "other": True,
    },
    "number": {"cannot_judge": True},
    "text": {},
}
KNOWN = {"manager": "Pavel", "order": "SO-1"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("No facts [at all]", "No facts [at all]"),
        ("Order {order}", "Order SO-1"),
        ("Your manager[ ({manager})] helps", "Your manager (Pavel) helps"),
        ("Your order[ {order}][ of {order_on}] came", "Your order SO-1 came"),
        ("Dear {nobody}!", "Dear !"),
        ("[both {order} and {goods}]", ""),
    ],
)
def test_unknown_facts_vanish_with_their_brackets(text: str, filled: str) -> None:
    assert piping.fill(text, KNOWN) == filled


def test_a_fact_is_never_piped_itself() -> None:
    assert piping.fill("{manager}", {"manager": "{order} [x]", "order": "SO-1"}) == "{order} [x]"


def test_facts_outside_brackets_are_found() -> None:
    assert piping.unsecured("{supplier}: your manager[ ({manager})]") == {"supplier"}


def test_earlier_answers_are_said_in_the_language_of_the_page() -> None:
    questions = [{"key": kind, "type": kind, "text": {"en": "?"}, **more} for kind, more in ASKED.items()]
    many = {"key": "many", "type": "choices", "text": {"en": "?"}, **ASKED["choice"]}
    scale = {"key": "scale", "type": "scale", "scale": "ten", "text": {"en": "?"}}
    page = {"key": "p", "questions": [*questions, many, scale]}
    questionnaire = document.parse(SMALL | {"pages": [page]})
    given = {
        "choice": "a",
        "number": 2.5,
        "text": "{manager} [x]",
        "many": ["b", {"other": "Pears"}],
        "scale": 7,
    }

    said = piping.spoken_answers(questionnaire, given, "ru")

    assert said == {
        "answer:choice": "Яблоки",
        "answer:number": "2.5",
        "answer:text": "{manager} [x]",
        "answer:many": "Б, Pears",
        "answer:scale": "7",
    }
    assert piping.fill("You chose[ {answer:choice}][ and {answer:none}].", said) == "You chose Яблоки."
    assert piping.fill("[{answer:text}]", said | KNOWN) == "{manager} [x]"


def test_what_says_nothing_is_not_repeated() -> None:
    asked = {"key": "n", "type": "number", "cannot_judge": True, "text": {"en": "?"}}
    questionnaire = document.parse(SMALL | {"pages": [{"key": "p", "questions": [asked]}]})

    assert piping.spoken_answers(questionnaire, {"n": "cannot_judge"}, "en") == {}
    assert piping.spoken_answers(questionnaire, {}, "en") == {}
    assert piping.spoken_answers(questionnaire, {"n": 0}, "en") == {"answer:n": "0"}
