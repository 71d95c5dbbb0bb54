"""The limits of an answer: options, characters, megabytes; smallest and largest; first and last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.definition.questionnaire import TODAY
from surveys.editor.editing.faults import Fault
from surveys.editor.editing.panels import fields
from surveys.editor.editing.panels.fields import Choice, Number, Sheet


@dataclass(frozen=True)
class Day:
    """A limit of a date: none, the day on which the person answers, or a day."""

    name: str
    label: Any
    choices: tuple[Choice, ...]
    day: str
    is_day: bool
    faults: tuple[Fault, ...]

    @property
    def id(self) -> str:
        return fields.as_id(self.name)


def numbers(sheet: Sheet, question: Mapping[str, Any], at: str) -> tuple[Number, ...]:
    """The limits that a question of this type has."""
    wanted = {
        "choices": ((_("Options at least"), "least"), (_("Options at most"), "most")),
        "text": ((_("Characters at least"), "least"), (_("Characters at most"), "most")),
        "long_text": ((_("Characters at least"), "least"), (_("Characters at most"), "most")),
        "number": ((_("Smallest"), "least"), (_("Largest"), "most")),
        "file": ((_("Megabytes at most"), "most_mb"),),
    }.get(question["type"], ())
    return tuple(fields.number(sheet, f"{at}.{name}", question.get(name), label) for label, name in wanted)


def days(sheet: Sheet, question: Mapping[str, Any], at: str) -> tuple[Day, ...]:
    return (
        _day(sheet, question, f"{at}.earliest", _("First day")),
        _day(sheet, question, f"{at}.latest", _("Last day")),
    )


def _day(sheet: Sheet, question: Mapping[str, Any], address: str, label: Any) -> Day:
    given = str(question.get(address.rpartition(".")[2]) or "")
    mode = {"": "", TODAY: TODAY}.get(given, "day")
    pairs = (("", _("no limit")), (TODAY, _("the day of answering")), ("day", _("a day")))
    return Day(
        name=f"set:{address}",
        label=label,
        choices=fields.choices(pairs, mode),
        day=given if mode == "day" else "",
        is_day=mode == "day",
        faults=sheet.faults.exactly(address),
    )
