"""The row of a draft after every edit: where undo and redo lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys.definition.editing import drafts
from surveys.models import DraftRevision, Survey

KEPT = 200


@dataclass(frozen=True)
class Edit:
    """What was done, by whom and when; `what` is a verb and an address."""

    what: str
    by_id: int | None
    at: datetime


def document_of(survey: Survey) -> dict[str, Any]:
    """The draft; without one the last version; without either a blank survey."""
    if survey.draft is not None:
        return dict(survey.draft)
    last = survey.versions.order_by("-number").first()
    if last:
        return dict(last.document)
    return drafts.blank(key=survey.key, kind=survey.kind, name=survey.title, languages=["en"])


def current(survey: Survey) -> DraftRevision | None:
    """The row of the revision that the draft is at; none before the first edit."""
    return survey.draft_revisions.filter(number=survey.draft_revision).first()


def target(survey: Survey, number: int | None) -> DraftRevision | None:
    """The row that an undo or redo leads to; none where it leads nowhere, or further back than is kept."""
    return None if number is None else survey.draft_revisions.filter(number=number).first()


def write(
    survey: Survey,
    document: Mapping[str, Any],
    edit: Edit,
    *,
    undoes_to: int | None = None,
    redoes_to: int | None = None,
) -> DraftRevision:
    """The row of the revision that the draft is at now; what lies beyond the last two hundred goes."""
    made = DraftRevision.objects.create(
        survey=survey,
        number=survey.draft_revision,
        document=document,
        what=edit.what[:200],
        undoes_to=undoes_to,
        redoes_to=redoes_to,
        edited_at=edit.at,
        edited_by_id=edit.by_id,
    )
    beyond = survey.draft_revisions.order_by("-number").values_list("number", flat=True)[KEPT : KEPT + 1]
    for number in beyond:
        survey.draft_revisions.filter(number__lte=number).delete()
    return made
