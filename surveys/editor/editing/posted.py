"""Takes what a panel of the edit page posted into the document; what does not fit is named, the rest is kept.

Names of fields carry the address of what they change: text:questions.overall.text:ru,
set:questions.overall.required, measure:questions.overall, rule:questions.why:0:verb.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.http import QueryDict

from surveys.definition.editing import fields, places, questions, scales, texts
from surveys.definition.editing.places import EditError, Part
from surveys.definition.problems import say
from surveys.definition.questionnaire import FORMATS
from surveys.editor.editing.logic import reading, sentences
from surveys.editor.editing.logic.acts import with_rule

FLAGS = {"other", "random", "whole", "stays", "cannot_judge"}
NUMBERS = {"least", "most"}
WHOLE = {"minutes", "most_mb"}
DAYS = {"earliest", "latest"}
READY = "new:"  # a ready scale that is to be added


class Taken:
    """The document as it grows, field by field, and the edits that did not fit."""

    def __init__(self, document: Part, used_keys: Collection[str]) -> None:
        self.document = document
        self.used_keys = used_keys
        self.mistakes: list[EditError] = []
        self.renamed: dict[str, str] = {}
        self.edits: list[str] = []

    @property
    def what(self) -> str:
        """The edit for the history: what was changed first."""
        return self.edits[0] if self.edits else "save"

    def do(self, what: str, edit: Callable[..., Part], *given: Any, **named: Any) -> None:
        """Make an edit that the history knows as `what`; one that does not fit is kept among the mistakes."""
        try:
            self.document = edit(self.document, *given, **named)
            self.edits.append(what)
        except EditError as error:
            self.mistakes.append(error)


def take(document: Part, post: QueryDict, used_keys: Collection[str]) -> Taken:
    """The document with every posted field that differs from it."""
    taken = Taken(document, used_keys)
    _texts(taken, post)
    _settings(taken, post)
    _measures(taken, post)
    _scales(taken, post)
    _rules(taken, post)
    _natures(taken, post)
    return taken


def _named(post: QueryDict, prefix: str) -> Iterator[tuple[str, list[str]]]:
    """Fields of one sort: the rest of the name, and all values."""
    for name in post:
        if name.startswith(prefix):
            yield name.removeprefix(prefix), post.getlist(name)


def _texts(taken: Taken, post: QueryDict) -> None:
    known = {text.address: text.words for text in texts.every(taken.document)}
    for name, values in _named(post, "text:"):
        address, _colon, language = name.rpartition(":")
        if plain(values[-1]) != known.get(address, {}).get(language, ""):
            what = f"text {address}.{language}"
            taken.do(what, texts.set_text, address, language=language, text=plain(values[-1]))


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _settings(taken: Taken, post: QueryDict) -> None:
    for address, values in _named(post, "set:"):
        owner = owner_of(taken.document, address)
        name = address.rpartition(".")[2]
        if owner is None:
            continue
        if address == "anonymous":
            _anonymous(taken, values, post.get("group", ""))
            continue
        try:
            value = _value(name, values, owner)
        except ValueError:
            taken.mistakes.append(
                EditError(say("this is no number"), where=address, mend=say("Write a number."))
            )
            continue
        if name in ("scale", "importance") and str(value).startswith(READY):
            value = _added_scale(taken, str(value).removeprefix(READY))
        if value != owner.get(name):
            taken.do(f"field {address}", fields.set_field, address, value)


def owner_of(document: Part, address: str) -> Part | None:
    """The part whose setting is named; None for one that is gone."""
    try:
        match address.split("."):
            case [_name]:
                return document
            case ["questions", key, _name]:
                return places.question(document, key).question
            case ["questions", key, "options" | "rows" as group, part, _name]:
                return places.part(document, key, group, part)
    except EditError:
        return None
    return None


def _value(name: str, values: list[str], owner: Part) -> Any:
    """What a form says in the document's terms; None where it is the default, which is left out."""
    given = values[-1].strip()
    if name == "cannot_judge" and given and isinstance(owner.get(name), dict):
        return owner[name]  # words of their own are texts, with fields of their own
    if name in FLAGS:
        return owner.get(name) if bool(given) == bool(owner.get(name)) else bool(given) or None
    if name == "required":
        return owner.get(name) if bool(given) == owner.get(name, True) else bool(given)
    if name in NUMBERS:
        return _number(given)
    if name in WHOLE:
        return int(given) if given else None
    if name in DAYS:
        return {"today": "today", "day": given or None}.get(values[0])
    if name == "formats":
        chosen = [value for value in values if value]
        return owner.get(name) if set(chosen) == set(owner.get(name, FORMATS)) else chosen or None
    return given or None


def _number(given: str) -> float | int | None:
    if not given:
        return None
    number = float(given.replace(",", ".").replace("\u2212", "-"))
    if number != number or abs(number) > 1e12:
        raise ValueError(given)
    return int(number) if number.is_integer() else number


def _added_scale(taken: Taken, ready: str) -> str:
    made = scales.add_scale(taken.document, ready)
    taken.document = made.document
    return made.key


def _anonymous(taken: Taken, values: list[str], group: str) -> None:
    wanted = ({"group": group} if group else {}) if values[-1] else None
    if wanted != taken.document.get("anonymous"):
        taken.do("field anonymous", fields.set_field, "anonymous", wanted)


def _measures(taken: Taken, post: QueryDict) -> None:
    for address, values in _named(post, "measure:"):
        owner = owner_of(taken.document, f"{address}.measures")
        if owner is None:
            continue
        kind = values[-1]
        wanted: Part | None = {"kind": kind} if kind else None
        if wanted and kind == "attribute":
            wanted["attribute"] = post.get(f"attribute:{address}", "").strip() or owner["key"]
        if wanted and post.getlist(f"reversed:{address}")[-1:] == ["yes"]:
            wanted["reversed"] = True
        if wanted != owner.get("measures"):
            what = f"field {address}.measures"
            taken.do(what, fields.set_field, f"{address}.measures", wanted)


def _scales(taken: Taken, post: QueryDict) -> None:
    for name, values in _named(post, "range:"):
        scale = taken.document.get("scales", {}).get(name)
        ends = next((ends for ends in scales.RANGES if values[-1] == f"{ends[0]}-{ends[1]}"), None)
        if scale is None or ends is None:
            continue
        is_labelled = post.getlist(f"labelled:{name}")[-1:] == ["yes"]
        if (*ends, is_labelled) != (scale["from"], scale["to"], "labels" in scale):
            span = {"lowest": ends[0], "highest": ends[1], "is_labelled": is_labelled}
            taken.do(f"field scales.{name}", scales.set_scale, name, **span)


def _rules(taken: Taken, post: QueryDict) -> None:
    for address in post.getlist("rules"):
        owner = _ruled(taken.document, address)
        if owner is None:
            continue
        wanted = reading.group(taken.document, post, address)
        if sentences.write(wanted) != owner.get("show_if"):
            taken.do(f"field {address}.show_if", with_rule, address, wanted)


def _ruled(document: Part, address: str) -> Part | None:
    try:
        kind, _dot, name = address.partition(".")
        return places.thanks(document, name) if kind == "thanks" else places.question(document, name).question
    except EditError:
        return None


def _natures(taken: Taken, post: QueryDict) -> None:
    """Type and key last: the fields above belong to the question as the form showed it."""
    for key, values in _named(post, "type:"):
        what = f"type questions.{key}"
        owner = owner_of(taken.document, f"questions.{key}.type")
        if owner and owner["type"] != values[-1]:
            taken.do(what, questions.change_type, key, values[-1], used_keys=taken.used_keys)
    for key, values in _named(post, "key:"):
        wanted = values[-1].strip()
        if wanted and wanted != key:
            before = taken.document
            what = f"key questions.{key}"
            taken.do(what, questions.rename_question, key, wanted, used_keys=taken.used_keys)
            if taken.document is not before:
                taken.renamed[key] = wanted
