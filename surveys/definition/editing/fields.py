"""What a question of each type has, what a new one starts with, and single settings of every part."""

from collections.abc import Mapping
from typing import Any

from surveys.definition.editing import keys, places, scales
from surveys.definition.editing.places import Document, EditError, Part
from surveys.definition.problems import say

ALWAYS = ("key", "type", "text", "help", "show_if")
ANSWERED = ("required", "measures")
OF_TYPE: Mapping[str, tuple[str, ...]] = {
    "scale": (*ANSWERED, "scale", "cannot_judge"),
    "grid": ("required", "scale", "importance", "cannot_judge", "rows", "random"),
    "choice": (*ANSWERED, "options", "other", "cannot_judge", "random"),
    "choices": (*ANSWERED, "options", "other", "least", "most", "random"),
    "ranking": (*ANSWERED, "options", "random"),
    "yes_no": (*ANSWERED, "cannot_judge"),
    "text": (*ANSWERED, "least", "most"),
    "long_text": (*ANSWERED, "least", "most"),
    "number": (*ANSWERED, "least", "most", "whole", "cannot_judge"),
    "date": (*ANSWERED, "earliest", "latest"),
    "file": (*ANSWERED, "formats", "most_mb"),
    "statement": (),
    "contact_wish": ("required", "measures"),
}
# What people look for by its name and what is a scale to us: its ready scale and what it measures.
NAMED_SCALES = {"nps": "recommendation", "effort": "effort", "csat": "csat"}
KINDS = (*OF_TYPE, *NAMED_SCALES)
USUAL_SCALE = "satisfaction"
START: Mapping[str, Mapping[str, Any]] = {
    "long_text": {"required": False},
    "contact_wish": {"required": False, "measures": {"kind": "contact_wish"}},
    "file": {"required": False, "formats": ["pdf", "png", "jpg"], "most_mb": 10},
}
OF_DOCUMENT = ("kind", "minutes", "anonymous")
NOT_HERE = ("key", "type", "text", "help", "show_if", "options", "rows")  # they have edits of their own


def type_of(kind: str) -> str:
    """The document's type of a kind that people add: an NPS question is a scale."""
    return "scale" if kind in NAMED_SCALES else kind


def of_type(kind: str) -> tuple[str, ...]:
    """The fields that a question of this kind may have. Raises EditError for an unknown one."""
    kind = type_of(kind)
    if kind not in OF_TYPE:
        raise EditError(
            say("“%(type)s” is no type of question", type=kind),
            mend=say("Use one of: %(names)s.", names=tuple(OF_TYPE)),
        )
    return (*ALWAYS, *OF_TYPE[kind])


def initial(document: Part, kind: str, *, key: str) -> Part:
    """A new question without words; the scale it needs is added to the document, which is the edit's own.

    Raises EditError for a type that is neither a question's nor one of the named scales.
    """
    type_ = type_of(kind)
    fields = of_type(type_)
    question: Part = {"key": key, "type": type_, "text": {}} | places.copied(START.get(type_, {}))
    if kind in NAMED_SCALES:
        question["scale"] = _with_scale(document, NAMED_SCALES[kind])
        question["measures"] = {"kind": kind}
    elif "scale" in fields:
        known = document.get("scales", {})
        question["scale"] = USUAL_SCALE if USUAL_SCALE in known else next(iter(known), "")
        question["scale"] = question["scale"] or _with_scale(document, USUAL_SCALE)
    if _is_measured(document, question.get("measures")):
        del question["measures"]  # everything is measured once
    if "options" in fields:
        question["options"] = [{"key": f"option_{n}", "text": {}} for n in (1, 2)]
    if "rows" in fields:
        taken = places.all_keys(document) | {key}
        question["rows"] = [{"key": keys.free(f"{key}_1"[-40:], taken), "text": {}}]
    return question


def _is_measured(document: Part, measure: Mapping[str, Any] | None) -> bool:
    kinds = [one.get("measures", {}).get("kind") for one in places.questions(document)]
    return measure is not None and measure["kind"] in kinds


def _with_scale(document: Part, ready: str) -> str:
    made = scales.add_scale(document, ready)
    document["scales"] = made.document["scales"]
    return made.key


def set_field(document: Document, address: str, value: Any) -> Part:
    """One setting: `minutes`, `questions.overall.required`, `questions.reason.options.price.stays`,
    `questions.sides.rows.quality.measures`; None takes it away.

    Raises EditError for what is not there, a setting that this type does not have, and a reference to a
    scale that is not there.
    """
    new = places.copied(document)
    owner, name, allowed = _owner(new, address)
    if name not in allowed or name in NOT_HERE:
        raise EditError(
            say("“%(name)s” is no setting here", name=name),
            where=address,
            mend=say("Use one of: %(names)s.", names=allowed),
        )
    if name in ("scale", "importance") and value is not None:
        scales.scale(new, value)
    if value is None:
        owner.pop(name, None)
    else:
        owner[name] = value
    return new


def _owner(document: Part, address: str) -> tuple[Part, str, tuple[str, ...]]:
    """Whose setting an address names, which one, and the settings there are."""
    match address.split("."):
        case [name]:
            return document, name, OF_DOCUMENT
        case ["questions", key, name]:
            question = places.question(document, key).question
            return question, name, of_type(question["type"])
        case ["questions", key, "options" | "rows" as group, part, name]:
            return (
                places.part(document, key, group, part),
                name,
                ("stays" if group == "options" else "measures",),
            )
    raise EditError(say("this is no setting"), where=address, mend=say("Reload the editor."))
