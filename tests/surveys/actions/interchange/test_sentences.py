"""Every note that a reader can make, and every refusal, has its sentence; none has a sentence too many."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from surveys.actions.interchange import sentences
from surveys.definition import exchange
from surveys.definition.exchange.imported import Fate, Note

FOLDER = Path(exchange.__file__).parent


def calls(name: str) -> Iterator[tuple[ast.Call, Path]]:
    """Every call of a method or class of this name in the readers."""
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == name
            ):
                yield node, path


def literal(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), ast.dump(node)
    return str(node.value)


@pytest.mark.parametrize("fate", Fate)
def test_every_note_has_its_sentence(fate: Fate) -> None:
    made = {literal(call.args[1]) for call, path in calls(fate.value) if path.name != "imported.py"}

    assert made == set(sentences.SENTENCES[fate])


def test_every_refusal_has_its_sentence() -> None:
    assert {literal(call.args[0]) for call, _ in calls("CannotRead")} == set(sentences.REFUSALS)


def test_sentences_are_told_in_the_readers_language() -> None:
    note = Note("q1", Fate.CARRIED, "question", {"kind": "ranking"})

    with translation.override("en"):
        assert sentences.told(note).what == "Carried over as: ranking"
