"""The four texts of a mail in all languages, each beside our own words that stand there while it is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.actions.drafting.saving import Draft
from surveys.editor.editing import desk, faults
from surveys.editor.editing.panels import fields, survey
from surveys.editor.editing.panels.fields import Cell, Sheet
from surveys.editor.mails.wanted import Wanted
from surveys.rendering.mails import trial


@dataclass(frozen=True)
class Beside:
    """A field, and what the mail says while the field is empty."""

    cell: Cell
    ours: str


@dataclass(frozen=True)
class Words:
    """One text of the mail in all languages."""

    address: str
    label: Any
    cells: tuple[Beside, ...]
    rows: int


def texts(draft: Draft, wanted: Wanted) -> tuple[Words, ...]:
    """In the order in which a client meets them."""
    document = draft.document
    language = desk.reading_language(document)
    told = faults.collect(document, draft.problems, (), language=language)
    panel = survey.mail(Sheet(document, told, frozenset(), language))
    ours = _ours(wanted, document.get("languages", ()))
    return tuple(_words(text, ours) for text in panel.texts)


def own(draft: Draft) -> int:
    """How many of the four have words of the survey's own."""
    return len(draft.document.get("mail", {}))


def _words(text: fields.Texts, ours: Mapping[str, Mapping[str, str]]) -> Words:
    name = text.address.removeprefix("mail.")
    cells = tuple(Beside(cell, ours.get(cell.tag, {}).get(name, "")) for cell in text.cells)
    return Words(text.address, text.label, cells, text.rows)


def _ours(wanted: Wanted, languages: Any) -> dict[str, dict[str, str]]:
    if wanted.trial is None:
        return {}
    questionnaire, brand = wanted.trial.questionnaire, wanted.trial.brand
    return {tag: trial.usual(questionnaire, brand, tag) for tag in languages}
