"""The scale of a question: which one, its numbers, and the words at its ends or at every number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.definition.editing import places, scales
from surveys.editor.editing import labels
from surveys.editor.editing.panels import fields
from surveys.editor.editing.panels.fields import Select, Sheet, Texts, Toggle
from surveys.editor.editing.posted import READY


@dataclass(frozen=True)
class ScalePanel:
    """`used_by`: how many questions share it; changing its words changes them all."""

    name: str
    choice: Select
    range: Select | None
    labelled: Toggle | None
    words: tuple[Texts, ...]
    used_by: int
    is_fixed: bool  # answers were given on it: its numbers stay


def build(sheet: Sheet, address: str, chosen: str, label: Any, *, optional: bool = False) -> ScalePanel:
    """The scale that the setting at `address` names."""
    known: Mapping[str, Any] = sheet.document.get("scales", {})
    pairs = [(name, _named(name, scale, sheet.language)) for name, scale in known.items()]
    pairs += [
        (f"{READY}{name}", _("New: %(scale)s") % {"scale": _named(name, scale, sheet.language)})
        for name, scale in scales.READY.items()
        if name not in known
    ]
    if optional:
        pairs.insert(0, ("", _("not asked")))
    choices, faults = fields.choices(pairs, chosen), sheet.faults.exactly(address)
    choice = Select(f"set:{address}", label, choices, faults=faults)
    scale = known.get(chosen)
    if scale is None:
        return ScalePanel(chosen, choice, None, None, (), 0, False)
    users = [q for q in places.questions(sheet.document) if chosen in (q.get("scale"), q.get("importance"))]
    return ScalePanel(
        name=chosen,
        choice=choice,
        range=_range(chosen, scale),
        labelled=Toggle(f"labelled:{chosen}", _("Words for every number"), "labels" in scale, rebuilds=True),
        words=tuple(_words(sheet, chosen, scale)),
        used_by=len(users),
        is_fixed=any(set(places.keys_of(user)) & set(sheet.used_keys) for user in users),
    )


def _named(name: str, scale: Mapping[str, Any], language: str) -> str:
    """1 to 10: not at all satisfied … completely satisfied"""
    ends = scale.get("labels") or [scale.get("low", {}), scale.get("high", {})]
    low, high = labels.of_text(ends[0], language), labels.of_text(ends[-1], language)
    span = _("%(from)s to %(to)s") % {"from": scale["from"], "to": scale["to"]}
    return f"{span}: {low} … {high}" if low or high else f"{span} ({name})"


def _range(name: str, scale: Mapping[str, Any]) -> Select:
    pairs = [(f"{a}-{b}", _("%(from)s to %(to)s") % {"from": a, "to": b}) for a, b in scales.RANGES]
    return Select(f"range:{name}", _("Numbers"), fields.choices(pairs, f"{scale['from']}-{scale['to']}"))


def _words(sheet: Sheet, name: str, scale: Mapping[str, Any]) -> list[Texts]:
    if "labels" in scale:
        return [
            fields.texts(sheet, f"scales.{name}.labels.{n}", label, str(scale["from"] + n), is_needed=True)
            for n, label in enumerate(scale["labels"])
        ]
    return [
        fields.texts(sheet, f"scales.{name}.{end}", scale.get(end), number, is_needed=True)
        for end, number in (
            ("low", _("%(number)s means") % {"number": scale["from"]}),
            ("high", _("%(number)s means") % {"number": scale["to"]}),
        )
    ]
