"""The edit page as its template needs it: outline, open panel, problems, who else is here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from surveys.actions.drafting import saving
from surveys.actions.drafting.presence import Present
from surveys.actions.drafting.saving import Draft
from surveys.definition.editing.places import EditError
from surveys.editor.editing import faults, labels, outline, selection
from surveys.editor.editing.faults import Faults
from surveys.editor.editing.outline import Outline
from surveys.editor.editing.panels import question, survey
from surveys.editor.editing.panels.fields import Sheet
from surveys.models import Survey


@dataclass(frozen=True)
class Page:
    """`name` of the panel is its template's: question, page, survey, mail, thanks."""

    survey: Survey
    draft: Draft
    at: str
    name: str
    panel: Any
    outline: Outline
    faults: Faults
    language: str
    preview_page: int
    kinds: tuple[labels.Kind, ...]
    others: tuple[Present, ...]
    saved_at: datetime | None
    version: int  # the last published one's number; 0 before the first
    is_changed: bool  # since that version
    said: str = ""
    focus: str = ""

    @property
    def languages(self) -> list[str]:
        return [progress.name for progress in self.outline.languages]

    @property
    def is_question(self) -> bool:
        return self.name == "question"


@dataclass(frozen=True)
class Around:
    """What the page tells beside the document."""

    others: tuple[Present, ...] = ()
    said: str = ""
    focus: str = ""
    mistakes: tuple[EditError, ...] = field(default=())


def build(survey_: Survey, draft: Draft, wanted: str, around: Around) -> Page:
    document = draft.document
    at = selection.known(document, wanted)
    language = reading_language(document)
    found = faults.collect(document, draft.problems, around.mistakes, language=language)
    sheet = Sheet(document, found, saving.used_keys(survey_), language)
    name, panel = _panel(sheet, at)
    last = survey_.versions.order_by("-number").first()
    row = survey_.draft_revisions.filter(number=draft.revision).first()
    return Page(
        survey=survey_,
        draft=draft,
        at=at,
        name=name,
        panel=panel,
        outline=outline.build(document, found, at, language),
        faults=found,
        language=language,
        preview_page=_page_number(document, at),
        kinds=labels.KINDS,
        others=around.others,
        saved_at=row.edited_at if row else None,
        version=last.number if last else 0,
        is_changed=last is None or last.document != document,
        said=around.said,
        focus=around.focus,
    )


def reading_language(document: Mapping[str, Any]) -> str:
    """The reader's language where the survey has it, else the survey's first."""
    tags: Iterable[str] = document.get("languages", ())
    mine = (get_language() or "en").split("-")[0]
    return mine if mine in tags else next(iter(tags), "en")


def _panel(sheet: Sheet, at: str) -> tuple[str, Any]:
    kind, _dot, key = at.partition(".")
    if kind == "questions":
        return "question", question.build(sheet, key)
    if kind == "pages":
        return "page", survey.page(sheet, key)
    panels = {selection.MAIL: survey.mail, selection.THANKS: survey.thanks}
    return at, panels.get(at, survey.survey)(sheet)


def _page_number(document: Mapping[str, Any], at: str) -> int:
    """Which of the client's pages shows the open part, from 1."""
    keys = [page["key"] for page in document.get("pages", ())]
    if at in selection.WHOLE:
        return 1
    try:
        return keys.index(selection.page_of(document, at)) + 1
    except (ValueError, EditError):
        return 1


def title_of(page: Page) -> str:
    """What is open, for the browser's tab and history."""
    return faults.part_name(page.draft.document, page.at, page.language)
