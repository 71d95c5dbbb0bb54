"""What is wrong with a questionnaire can be told in any language: its words remember their message."""

import ast
import copy
import pickle
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from config import catalogue
from surveys.definition import document, proofs
from surveys.definition.editing import drafts, fields, options, pages, questions, rules, texts
from surveys.definition.editing.places import EditError
from surveys.definition.problems import DocumentError, Problem, Said, say
from tests import house
from tests.surveys.definition.test_document import GRID, SMALL, changed

CHOICE = {"type": "choice", "options": [{"key": "x", "text": {"en": "X"}}] * 2}
BROKEN: list[Any] = [
    {},
    [],
    SMALL | {"languages": [], "pages": [], "extra": 1, "minutes": 90, "format": 2, "kind": "?"},
    SMALL | {"languages": ["en", "en"], "minutes": 0, "key": "No Key", "title": {"en": " "}},
    changed(type="scale", scale="five", cannot_judge=5),
    changed(type="scale", scale="ten", show_if={"all": [{"answer": "a", "is": 1, "at_least": 2}]}),
    changed(type="number", least=5, most=4, cannot_judge=True, measures={"kind": "overall"}),
    changed(type="date", earliest="2026-02-30", latest="someday"),
    changed(type="date", earliest="today", latest="2036-03-01"),
    changed(**CHOICE),
    changed(type="text", show_if={"any": [{"fact": "mood", "is": "x"}, {"answer": "a", "is": 11}]}),
    changed(type="text", show_if={"all": [{"answer": "a", "at_most": 2}, {"answer": "a", "at_least": 3}]}),
    changed(text={"en": "{nothing} {answer:b} {order_on}"}, help={"de": "?"}),
    SMALL | {"languages": ["en", "de"], "thanks": [{"text": {"en": "A"}}, {"text": {"en": "B"}}]},
    SMALL | {"anonymous": {"group": "mood"}, "name": {"en": "{company}"}},
    changed(**GRID | {"scale": "two"}),
]
EDITS = [
    lambda made: questions.add_question(made, "riddle", page="one"),
    lambda made: questions.move_question(made, "gone", page="one", index=0),
    lambda made: questions.rename_question(made, "a", "b"),
    lambda made: questions.rename_question(made, "a", "No Key"),
    lambda made: questions.change_type(made, "a", "text", used_keys=["a"]),
    lambda made: rules.set_rule(made, "a", {"answer": "b", "is": "x"}),
    lambda made: rules.set_rule(made, "a", {"all": []}),
    lambda made: pages.remove_page(pages.remove_page(made, "one"), "two"),
    lambda made: pages.remove_thanks(made, 3),
    lambda made: options.add_option(made, "b"),
    lambda made: fields.set_field(made, "questions.b.scale", "ten"),
    lambda made: texts.set_text(made, "title", language="de", text="Titel"),
    lambda made: texts.set_text(made, "title", language="en", text="x" * 2001),
    lambda made: texts.add_language(made, "??"),
]


@cache
def known() -> set[Any]:
    """Every message that the catalogue of surveys extracts."""
    return {text for text, _context, _place in catalogue.texts("surveys")}


def messages(said: Said) -> Iterator[str]:
    """The messages that words are made of."""
    if said.message:
        yield said.message
    for value in said.values.values():
        for each in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(each, Said):
                yield from messages(each)


def backwards(message: str) -> str:
    """A language in which placeholders stay."""
    return f"«{message}»"


def found(given: Any) -> list[Problem]:
    try:
        return proofs.problems(document.parse(given))
    except DocumentError as error:
        return [*error.problems, *drafts.refusals(given)]


@pytest.mark.parametrize("given", BROKEN, ids=range(len(BROKEN)))
def test_every_problem_of_a_document_is_in_the_catalogue(given: Any) -> None:
    problems = found(given)

    assert problems
    for problem in problems:
        assert problem.what and {*messages(problem.what), *messages(problem.mend)} <= known()


@pytest.mark.parametrize("edit", EDITS, ids=range(len(EDITS)))
def test_every_mistake_of_an_edit_is_in_the_catalogue(edit: Any) -> None:
    with pytest.raises(EditError) as refused:
        edit(copy.deepcopy(SMALL))

    assert {*messages(refused.value.what), *messages(refused.value.mend)} <= known()


def test_the_catalogue_sees_every_message() -> None:
    """It reads the source, so a message is written out where `say` is called, not put together."""
    for name, path in house.modules().items():
        if not name.startswith("surveys."):
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say":
                message = call.args[0]
                assert isinstance(message, ast.Constant), f"{path}:{call.lineno}"
                assert message.value in known(), f"{path}:{call.lineno}"


def test_words_within_words_are_told_too() -> None:
    owner = say("question “%(key)s”", key="b")
    said = say("the rules of %(names)s ask for it", names=["a", owner])

    assert said == "the rules of a, question “b” ask for it"
    assert said.told(backwards) == "«the rules of a, «question “b”» ask for it»"
    assert say("100% sure").told(backwards) == "«100% sure»"
    assert Problem("pages[0]", owner).told(backwards) == "pages[0]: «question “b”»."


@pytest.mark.parametrize("again", [copy.deepcopy, lambda said: pickle.loads(pickle.dumps(said))])
def test_a_copy_is_told_as_well(again: Any) -> None:
    said = again(say("%(count)s labels", count="5%"))

    assert said == "5% labels" and said.told(backwards) == "«5% labels»"
