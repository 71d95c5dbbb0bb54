"""What the page says about an imported file: outline, report, what is left to mend, where it may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.actions.interchange import files, sentences
from surveys.actions.interchange.sentences import Told
from surveys.definition.editing import drafts
from surveys.definition.exchange.imported import Fate, Imported
from surveys.definition.exchange.writing import written
from surveys.editor.editing import faults
from surveys.editor.survey import outline
from surveys.models import Survey

SOURCES = {
    "barometer": _("our own format"),
    "surveyjs": "SurveyJS",
    "limesurvey": "LimeSurvey",
}


@dataclass(frozen=True)
class Part:
    """All notes about one part of the file."""

    where: str
    notes: tuple[Told, ...]


def context(imported: Imported, *, language: str, key: str = "") -> dict[str, Any]:
    """Everything that the report's template shows."""
    document = imported.document
    notes = sentences.report(imported)
    found = faults.collect(document, drafts.draft_problems(document), (), language=language)
    leaves = outline.leaves(document, language)
    return {
        "source": SOURCES[imported.source],
        "is_ours": imported.source == "barometer",
        "document": written(document),
        "key": key or files.free_key(str(document["key"])),
        "languages": document["languages"],
        "questions": max((asked.number or 0 for leaf in leaves for asked in leaf.questions), default=0),
        "leaves": leaves,
        "carried": len(notes[Fate.CARRIED]),
        "carried_parts": parts(notes[Fate.CARRIED]),
        "changed_parts": parts(notes[Fate.CHANGED]),
        "left_parts": parts(notes[Fate.LEFT_OUT]),
        "faults": found.all,
        "drafts": Survey.objects.filter(archived_at=None).order_by("title"),
    }


def parts(notes: Sequence[Told]) -> list[Part]:
    """The notes by the part that they are about, in the order of the file."""
    found: dict[str, list[Told]] = {}
    for note in notes:
        found.setdefault(note.where, []).append(note)
    return [Part(where, tuple(each)) for where, each in found.items()]
