"""The panel of one question or grid: its words, what may be answered, when it is shown, what it measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.definition.editing import fields as settings
from surveys.definition.editing import options, places
from surveys.definition.questionnaire import FORMATS
from surveys.editor.editing import labels
from surveys.editor.editing.faults import Fault
from surveys.editor.editing.panels import fields, limits, pipes, rating, rule
from surveys.editor.editing.panels.fields import Choice, Number, Select, Sheet, Texts, Toggle
from surveys.editor.editing.panels.pipes import Pipe
from surveys.editor.editing.panels.rating import ScalePanel
from surveys.editor.editing.panels.rule import Rule

REBUILDING = ("cannot_judge", "random")  # bring fields of their own


@dataclass(frozen=True)
class Measure:
    """What the answer counts as. `attribute` is asked for where it is a side of our work."""

    choice: Select
    attribute: str
    attribute_name: str
    known_attributes: tuple[str, ...]
    is_attribute: bool
    reversed: Toggle | None
    is_fixed: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Part:
    """An option, or a row of a grid."""

    key: str
    texts: Texts
    stays: Toggle | None
    measure: Measure | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class QuestionPanel:
    """`used_key`: answers go by the key already, so key and type stay."""

    at: str
    key: str
    kind: str
    page: str
    type: Select
    used_key: bool
    key_faults: tuple[Fault, ...]
    words: Texts
    help: Texts
    toggles: tuple[Toggle, ...]
    own_words: Texts | None  # for "cannot judge"
    scale: ScalePanel | None
    importance: ScalePanel | None
    group: str  # options, rows, or nothing
    parts: tuple[Part, ...]
    numbers: tuple[Number, ...]
    days: tuple[limits.Day, ...]
    formats: tuple[Choice, ...]
    measure: Measure | None
    rule: Rule
    pipes: tuple[Pipe, ...]
    faults: tuple[Fault, ...]


def build(sheet: Sheet, key: str) -> QuestionPanel:
    found = places.question(sheet.document, key)
    question, at = found.question, f"questions.{key}"
    allowed = settings.of_type(question["type"])
    is_used = bool(set(places.keys_of(question)) & set(sheet.used_keys)) or key in sheet.used_keys
    group = options.group_of(question) if {"options", "rows"} & set(allowed) else ""
    return QuestionPanel(
        at=at,
        key=key,
        kind=question["type"],
        page=found.page["key"],
        type=_type(question, key),
        used_key=is_used,
        key_faults=sheet.faults.exactly(f"{at}.key"),
        words=_words(sheet, question, at),
        help=fields.texts(
            sheet, f"{at}.help", question.get("help"), _("Help under the question"), is_needed=False
        ),
        toggles=tuple(_toggles(question, at, allowed)),
        own_words=_own_words(sheet, question, at),
        scale=_scale(sheet, question, at) if "scale" in allowed else None,
        importance=_importance(sheet, question, at) if "importance" in allowed else None,
        group=group,
        parts=tuple(_parts(sheet, question, at, group)) if group else (),
        numbers=limits.numbers(sheet, question, at),
        days=limits.days(sheet, question, at) if "earliest" in allowed else (),
        formats=_formats(question) if "formats" in allowed else (),
        measure=measure(sheet, at, question, question["type"]) if "measures" in allowed else None,
        rule=rule.build(sheet, at, question.get("show_if")),
        pipes=pipes.available(sheet.document, at, sheet.language),
        faults=sheet.faults.at_any(at, f"{at}.{group}", f"{at}.type"),
    )


def _type(question: Mapping[str, Any], key: str) -> Select:
    pairs = [(name, label) for name, label in labels.TYPES.items() if name in settings.OF_TYPE]
    return Select(f"type:{key}", _("Kind of question"), fields.choices(pairs, question["type"]))


def _words(sheet: Sheet, question: Mapping[str, Any], at: str) -> Texts:
    label = _("Text") if question["type"] == "statement" else _("Question")
    return fields.texts(sheet, f"{at}.text", question["text"], label, is_needed=True, rows=2)


def _scale(sheet: Sheet, question: Mapping[str, Any], at: str) -> ScalePanel:
    return rating.build(sheet, f"{at}.scale", question.get("scale", ""), _("Scale"))


def _toggles(question: Mapping[str, Any], at: str, allowed: tuple[str, ...]) -> list[Toggle]:
    wanted = (
        ("required", _("Must be answered"), question.get("required", True)),
        ("cannot_judge", _("Offer “cannot judge”"), bool(question.get("cannot_judge"))),
        ("other", _("Offer “other” with their own words"), question.get("other", False)),
        ("random", _("Random order"), question.get("random", False)),
        ("whole", _("Whole numbers only"), question.get("whole", False)),
    )
    hints = {"random": _("The same order whenever one person comes back.")}
    return [
        Toggle(f"set:{at}.{name}", label, is_on, hints.get(name, ""), rebuilds=name in REBUILDING)
        for name, label, is_on in wanted
        if name in allowed
    ]


def _own_words(sheet: Sheet, question: Mapping[str, Any], at: str) -> Texts | None:
    given = question.get("cannot_judge")
    if not given:
        return None
    return fields.texts(
        sheet,
        f"{at}.cannot_judge",
        given,
        _("“Cannot judge” in your own words"),
        is_needed=False,
        hint=_("Empty: “Cannot judge”."),
    )


def _importance(sheet: Sheet, question: Mapping[str, Any], at: str) -> ScalePanel:
    label = _("How important each row is")
    return rating.build(sheet, f"{at}.importance", question.get("importance", ""), label, optional=True)


def _parts(sheet: Sheet, question: Mapping[str, Any], at: str, group: str) -> list[Part]:
    given = question.get(group, ())
    made = []
    for number, part in enumerate(given):
        address = f"{at}.{group}.{part['key']}"
        label = (_("Row %(n)s") if group == "rows" else _("Option %(n)s")) % {"n": number + 1}
        stays = Toggle(f"set:{address}.stays", _("stays in its place"), part.get("stays", False))
        made.append(
            Part(
                key=part["key"],
                texts=fields.texts(sheet, f"{address}.text", part["text"], label, is_needed=True),
                stays=stays if group == "options" and question.get("random") else None,
                measure=measure(sheet, address, part, "scale") if group == "rows" else None,
                is_first=number == 0,
                is_last=number == len(given) - 1,
            )
        )
    return made


def _formats(question: Mapping[str, Any]) -> tuple[Choice, ...]:
    chosen = question.get("formats", FORMATS)
    return tuple(Choice(name, name.upper(), name in chosen) for name in FORMATS)


def measure(sheet: Sheet, address: str, owner: Mapping[str, Any], kind: str) -> Measure | None:
    """What the answer counts as, in plain words; None for a type whose answers are never scored."""
    given = owner.get("measures") or {}
    names = labels.MEASURES_OF.get(kind, ())
    if not names and not given:
        return None
    pairs = [("", labels.MEASURES[""]), *((name, labels.MEASURES[name]) for name in names)]
    chosen = given.get("kind", "")
    is_scored = chosen not in ("", "comment", "contact_wish", "importance")
    turned = Toggle(f"reversed:{address}", _("A high number is bad here"), given.get("reversed", False))
    return Measure(
        choice=Select(f"measure:{address}", _("This answers"), fields.choices(pairs, chosen)),
        attribute=given.get("attribute", ""),
        attribute_name=f"attribute:{address}",
        known_attributes=_attributes(sheet.document),
        is_attribute=chosen == "attribute",
        reversed=turned if is_scored else None,
        is_fixed=owner["key"] in sheet.used_keys,
        faults=sheet.faults.within(f"{address}.measures"),
    )


ATTRIBUTES = (
    *("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling"),
    *("attention", "price", "documents", "technical_support"),
)


def _attributes(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Sides of our work that have a name already: trends join by it, also across surveys."""
    parts = (part for q in places.questions(document) for part in (q, *q.get("rows", ())))
    here = (part.get("measures", {}).get("attribute") for part in parts)
    return tuple(dict.fromkeys([*filter(None, here), *ATTRIBUTES]))
