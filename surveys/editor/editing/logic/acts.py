"""The buttons of the logic builder: a condition more, a group more, one removed."""

from typing import Any

from django.utils.translation import gettext as _

from surveys.definition.editing import places, rules
from surveys.definition.editing.places import EditError, Part
from surveys.definition.problems import say
from surveys.editor.editing.logic import reading, sentences, subjects
from surveys.editor.editing.logic.sentences import ALL, ANY, Group

Made = tuple[Part, str, str]  # the document, what is said aloud, the id of the field to go on with


def add_condition(document: Part, address: str, path: str) -> Made:
    """A sentence more at the end of a group."""
    rule, place = _rule(document, address), _place(path)
    made = sentences.added(rule, place, _first(document, address))
    number = len(_group(made, place).parts) - 1
    focus = f"rule:{address}:{':'.join(map(str, (*place, number)))}:subject"
    return with_rule(document, address, made), _("A condition was added."), focus


def add_group(document: Part, address: str, path: str) -> Made:
    """A group of its own within a group: (... or ...)."""
    rule, place = _rule(document, address), _place(path)
    outer = _group(rule, place)
    inner = Group(ALL if outer.mode == ANY else ANY, (_first(document, address),) * 2)
    made = sentences.added(rule, place, inner)
    number = len(_group(made, place).parts) - 1
    focus = f"rule:{address}:{':'.join(map(str, (*place, number)))}:mode"
    return with_rule(document, address, made), _("A group of conditions was added."), focus


def remove_condition(document: Part, address: str, path: str) -> Made:
    """Without a sentence or a group; the last one leaves the question shown always."""
    rule, place = _rule(document, address), _place(path)
    made = sentences.removed(rule, place) if place else Group(sentences.ALWAYS)
    return with_rule(document, address, made), _("The condition was removed."), f"rule:{address}:mode"


def _place(path: str) -> tuple[int, ...]:
    return tuple(int(step) for step in path.split(":") if step)


def _rule(document: Part, address: str) -> Group:
    kind, _dot, name = address.partition(".")
    owner = places.thanks(document, name) if kind == "thanks" else places.question(document, name).question
    return sentences.read(owner.get("show_if"))


def _group(rule: Group, place: tuple[int, ...]) -> Group:
    found = sentences.at(rule, place)
    if not isinstance(found, Group):
        raise EditError(say("this is no group of conditions"), mend=places.RELOAD)
    return found


def _first(document: Part, address: str) -> Any:
    known = subjects.available(document, reading.pages_before(document, address), "")
    return next(iter(known.values())).begin()


def with_rule(document: Part, address: str, rule: Group) -> Part:
    """The document with a rule at a question or a thank-you text. Raises EditError as set_rule does."""
    kind, _dot, name = address.partition(".")
    tree = sentences.write(rule)
    if kind == "questions":
        return rules.set_rule(document, name, tree)
    new = places.copied(document)
    thanks = places.thanks(new, name)
    thanks.pop("show_if", None)
    if tree:
        thanks["show_if"] = tree
    return new
