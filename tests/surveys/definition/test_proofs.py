"""What publishing proves; test_drawn.py compares its reach with trying everybody there could be."""

import copy
from datetime import date
from typing import Any

import pytest

from surveys.actions import library
from surveys.definition import document, proofs
from tests.surveys.definition.test_document import SMALL, changed


def paths(given_document: dict[str, Any]) -> dict[str, str]:
    return {each.path: each.what for each in proofs.problems(document.parse(given_document))}


@pytest.mark.parametrize("given_document", library.documents(), ids=lambda each: each["key"])
def test_the_library_may_be_published(given_document: dict[str, Any]) -> None:
    assert paths(given_document) == {}


def test_a_missing_translation_names_question_and_language() -> None:
    made = copy.deepcopy(SMALL) | {"languages": ["en", "ru"]}

    found = paths(made)

    assert found["pages[1].questions[0].text.ru"] == "question “b” has no text in “ru”"
    assert found["scales.ten.low.ru"] == "scale “ten” has no text in “ru”"
    assert "title.ru" in found


def test_facts_must_exist_and_may_be_unknown() -> None:
    assert paths(changed(text={"en": "Does [{manager}] answer?"})) == {}
    assert "breaks where {manager} is unknown" in str(paths(changed(text={"en": "Does {manager} answer?"})))
    assert "no fact" in str(paths(changed(text={"en": "Your {salary}?"})))


@pytest.mark.parametrize(
    ("rule", "is_reachable"),
    [
        ({"answer": "a", "at_most": 6}, True),
        ({"answer": "a", "at_most": 0}, False),
        ({"all": [{"answer": "a", "at_least": 7}, {"answer": "a", "at_most": 6}]}, False),
        ({"all": [{"answer": "a", "at_least": 7}, {"answer": "a", "at_most": 7}]}, True),
        (
            {"not": {"any": [{"answer": "a", "at_most": 3}, {"answer": "a", "at_least": 5}]}},
            True,
        ),  # only 4
        (
            {"not": {"any": [{"answer": "a", "at_most": 3}, {"answer": "a", "at_least": 4}]}},
            False,
        ),
        ({"answer": "a", "given": False}, False),  # a required question is always given on the next page
        ({"not": {"answer": "a", "given": True}}, False),
        ({"fact": "importance", "is": "known"}, True),
        ({"all": [{"fact": "importance", "is": "x"}, {"fact": "importance", "given": False}]}, False),
    ],
    ids=str,
)
def test_a_rule_that_nobody_can_meet_is_found(rule: dict[str, Any], is_reachable: bool) -> None:
    assert ("nobody can ever see" not in str(paths(changed(show_if=rule)))) == is_reachable


def test_the_first_page_shows_something_to_everybody() -> None:
    made = copy.deepcopy(SMALL)
    made["pages"][0]["questions"][0]["show_if"] = {"fact": "importance", "given": True}

    assert "may see nothing on the first page" in paths(made)["pages[0]"]


def problems(**question: Any) -> dict[str, str]:
    """What is refused of the small document with its second question changed, by JSON path."""
    return paths(changed(**question))


def said(words: str, **question: Any) -> bool:
    return words in " | ".join(problems(**question).values())


OPTIONS = [{"key": key, "text": {"en": key}} for key in ("x", "y", "z")]


@pytest.mark.parametrize(
    "limits",
    [
        {"type": "number", "least": 5, "most": 4},
        {"type": "number", "least": 1.2, "most": 1.8, "whole": True},
        {"type": "number", "least": 5, "most": 4, "cannot_judge": True},
        {"type": "choices", "options": OPTIONS, "least": 4},
        {"type": "choices", "options": OPTIONS, "most": 0},
        {"type": "choices", "options": OPTIONS, "least": 3, "most": 2},
        {"type": "text", "least": 301},
        {"type": "text", "least": 9, "most": 8},
        {"type": "date", "earliest": "2026-03-02", "latest": "2026-03-01"},
        {"type": "file", "formats": []},
    ],
    ids=str,
)
def test_a_question_that_nobody_can_answer_is_named(limits: dict[str, Any]) -> None:
    found = proofs.problems(document.parse(changed(**limits)))

    assert [problem.key for problem in found if "no answer fits question “b”" in problem.what] == ["b"]
    assert all(problem.mend for problem in found)


@pytest.mark.parametrize(
    "limits",
    [
        {"type": "number", "least": 4, "most": 4},
        {"type": "number", "least": 1.2, "most": 1.8},
        {"type": "choices", "options": OPTIONS, "least": 4, "most": 4, "other": True},
        {"type": "text", "least": 300},
        {"type": "date", "earliest": "2026-03-01", "latest": "2026-03-01"},
        {"type": "date", "earliest": "today"},
        {"type": "date", "earliest": "today", "latest": "2036-03-01", "required": False},
        {"type": "file"},
    ],
    ids=str,
)
def test_narrow_limits_are_limits(limits: dict[str, Any]) -> None:
    assert problems(**limits) == {}


def test_a_day_that_will_pass_strands_those_who_come_later() -> None:
    limits = {"type": "date", "earliest": "today", "latest": "2036-03-01"}
    assert said("after 2036-03-01 no answer fits question “b”", **limits)
    early = document.parse(changed(type="date", earliest="2036-03-01", latest="today"))
    assert proofs.problems(early, today=date(2036, 3, 1)) == []
    assert "no answer fits" in proofs.problems(early, today=date(2036, 2, 29))[0].what


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"fact": "salary", "given": True}, "there is no fact “salary”"),
        ({"fact": "role", "is": "king"}, "fact “role” is never “king”"),
        ({"fact": "role", "at_least": 3}, "fact “role” cannot be compared by “at_least”"),
        ({"fact": "order_amount", "is": "much"}, "fact “order_amount” is never “much”"),
        ({"fact": "language", "is": "de"}, "fact “language” is never “de”"),
        ({"fact": "is_key", "is": "true"}, "fact “is_key” is never “true”"),
        ({"answer": "a", "is": "x"}, "question “a” is never “x”"),
        ({"answer": "a", "is": 11}, "question “a” is never “11”"),
        ({"answer": "a", "includes": "x"}, "question “a” cannot be compared by “includes”"),
    ],
    ids=str,
)
def test_a_rule_compares_what_there_is(rule: dict[str, Any], words: str) -> None:
    assert said(words, show_if={"any": [rule, {"answer": "a", "at_most": 5}]})


@pytest.mark.parametrize(
    "rule",
    [
        {"fact": "order_amount", "at_least": 10_000.5},
        {"fact": "segment", "one_of": ["large", "mid"]},
        {"fact": "language", "is": "en"},
        {"not": {"fact": "role", "is": "buyer"}},
        {
            "all": [
                {"fact": "order_amount", "at_least": 1},
                {"not": {"fact": "order_amount", "at_least": 1.5}},
            ]
        },
    ],
    ids=str,
)
def test_rules_on_facts_can_be_met(rule: dict[str, Any]) -> None:
    assert problems(show_if=rule) == {}


def test_the_first_page_may_be_shown_by_halves() -> None:
    """Each of its questions has a rule, and together they leave nobody out."""
    made = copy.deepcopy(SMALL)
    key, other = copy.deepcopy(made["pages"][0]["questions"] * 2)
    key["show_if"] = {"fact": "is_key", "is": "yes"}
    made["pages"][0]["questions"] = [key, other | {"key": "c", "show_if": {"not": key["show_if"]}}]
    assert paths(made) == {}
    made["pages"][0]["questions"][1]["show_if"] = {"fact": "is_key", "is": "no"}
    assert paths(made) == {"pages[0]": "somebody may see nothing on the first page"}


def test_somebody_who_is_asked_nothing_is_found() -> None:
    made = changed(show_if={"fact": "is_key", "is": "yes"})
    made["pages"][0]["questions"] = [{"key": "s", "type": "statement", "text": {"en": "Hello."}}]
    assert paths(made) == {"pages": "somebody may be asked nothing at all"}


def test_thanks_are_proved_as_well() -> None:
    low, high = {"answer": "a", "at_most": 5}, {"answer": "a", "at_least": 4}
    thanks = [
        {"show_if": low, "text": {"en": "L"}},
        {"show_if": high, "text": {"en": "H"}},
        {"text": {"en": "!"}},
    ]
    found = paths(SMALL | {"thanks": thanks, "languages": ["en", "ru"]})
    assert found["thanks[2]"] == "nobody can ever see these thanks"
    assert found["thanks[0].text.ru"] == "the thanks has no text in “ru”"
    assert not {"thanks[0]", "thanks[1]"} & set(found)


def test_earlier_answers_may_be_repeated_in_brackets() -> None:
    assert problems(text={"en": "You gave[ {answer:a}]: why?"}) == {}
    assert said("breaks where {answer:a} is unknown", text={"en": "You gave {answer:a}"})
    assert said("no question of an earlier page", text={"en": "[{answer:b}]"})
    assert said("no question of an earlier page", text={"en": "[{answer:zzz}]"})
    made = changed(type="choice", options=[{"key": "x", "text": {"en": "[{answer:a}] again"}}, OPTIONS[1]])
    assert paths(made) == {}
    made["thanks"] = [{"text": {"en": "Thanks for[ {answer:b}]."}}]
    made["mail"] = {"lead": {"en": "About[ {answer:a}] and[ {order}]"}}
    assert list(paths(made)) == ["mail.lead.en"]


def test_a_grid_is_named_once_by_its_own_key() -> None:
    row = {"key": "price", "text": {"en": "Price"}}
    grid = {"type": "grid", "scale": "ten", "importance": "ten", "rows": [row]}
    made = changed(**grid, show_if={"answer": "a", "at_most": 0}) | {"languages": ["en", "ru"]}
    found = proofs.problems(document.parse(made))
    unseen = [problem for problem in found if "can ever see" in problem.what]
    assert [(problem.path, problem.key) for problem in unseen] == [("pages[1].questions[0].show_if", "b")]
    untranslated = [problem.path for problem in found if problem.path.endswith(".ru") and problem.key == "b"]
    assert untranslated == ["pages[1].questions[0].text.ru", "pages[1].questions[0].rows[0].text.ru"]


def test_a_survey_without_names_asks_for_none() -> None:
    made = changed(type="contact_wish") | {"anonymous": {"group": "mood"}}
    told = " | ".join(paths(made).values())
    assert "would tell who answered" in told and "no fact “mood”" in told


def test_an_option_does_not_take_the_place_of_other() -> None:
    options = [{"key": "other", "text": {"en": "Else"}}, OPTIONS[0]]
    assert said("stands for an answer of its own", type="choice", options=options, other=True)
    assert problems(type="choice", options=options) == {}


def test_many_options_in_a_rule_are_no_trouble_and_endless_rules_are_named() -> None:
    """Sixty ticks tell 2^60 people apart; one who sees the question is found at once."""
    options = [{"key": f"o{n}", "text": {"en": "o"}} for n in range(60)]
    any_tick = {"any": [{"answer": "many", "includes": option["key"]} for option in options]}
    made = changed(show_if=any_tick)
    made["pages"][0]["questions"].append(
        {"key": "many", "type": "choices", "options": options, "text": {"en": "?"}}
    )
    assert paths(made) == {}
    pairs = zip(options[:30], options[30:], strict=True)
    never = [{"not": {"any": [any_tick, {"answer": "many", "includes": a["key"]}]}} for a, _ in pairs]
    made["pages"][1]["questions"][0]["show_if"] = {
        "all": [{"any": [never[0], {"answer": "many", "given": False}]}, {"answer": "many", "given": True}]
    }
    found = proofs.problems(document.parse(made))
    assert [problem.key for problem in found] == ["b"] and "too many cases" in found[0].what


def test_an_anonymous_survey_s_rules_go_by_no_fact_but_its_group() -> None:
    [internal] = [each for each in library.documents() if each["key"] == "internal"]
    made = copy.deepcopy(internal)
    questions = [question for page in made["pages"] for question in page["questions"]]
    questions[1]["show_if"] = {"fact": "segment", "is": "large"}
    questions[2]["show_if"] = {"fact": "department", "is": "Lab"}

    found = list(paths(made).values())

    assert sum("would tell the “segment”" in each for each in found) == 1
    assert not any("would tell the department" in each for each in found)
