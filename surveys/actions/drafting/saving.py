"""Saves a draft, and never over somebody else's edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext

from surveys.actions.drafting import history
from surveys.definition.editing import drafts, places
from surveys.definition.problems import Problem
from surveys.errors import DomainError
from surveys.models import DraftRevision, Survey

MERGED_WITHIN = timedelta(seconds=10)
MERGED = ("text", "field")  # verbs of edits that come in quick succession while somebody types


@dataclass(frozen=True)
class Draft:
    """The draft as it stands. `problems` stand between it and publishing, they hinder no edit."""

    document: Mapping[str, Any]
    revision: int
    problems: tuple[Problem, ...]
    may_undo: bool
    may_redo: bool


class DraftConflict(DomainError):
    """Somebody saved another edit since this one was begun; nothing was stored."""

    code = "draft_conflict"

    def __init__(self, *, revision: int, by: str, at: datetime | None) -> None:
        self.revision, self.by, self.at = revision, by, at
        super().__init__(
            gettext("%(name)s has changed this survey since.") % {"name": by or gettext("Somebody")},
            mend=gettext("Reload it, or keep what you have as a copy."),
        )


class CannotStore(DomainError):
    """The document is so broken that no editor could open it again."""

    code = "cannot_store"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.told(gettext) for problem in self.problems))


def open_draft(survey: Survey) -> Draft:
    """The draft with what stands between it and publishing; the last version where there is no draft."""
    document = history.document_of(survey)
    row = history.current(survey)
    return Draft(
        document=document,
        revision=survey.draft_revision,
        problems=drafts.draft_problems(document),
        may_undo=history.target(survey, row.undoes_to if row else None) is not None,
        may_redo=history.target(survey, row.redoes_to if row else None) is not None,
    )


def used_keys(survey: Survey) -> frozenset[str]:
    """Keys of questions, grids and rows in any published version: answers go by them for ever.

    No new question may take one (`used_keys=` of the edits).
    """
    documents = survey.versions.values_list("document", flat=True)
    return frozenset(key for document in documents for key in places.all_keys(document))


@transaction.atomic
def save(
    *,
    survey: Survey,
    document: Mapping[str, Any],
    base_revision: int,
    what: str,
    by: AbstractUser | None,
    now: datetime,
) -> Draft:
    """Store the draft that was made out of `base_revision`; gives it back as it stands now.

    `what` is the edit as a verb and an address: `text questions.overall.text.en`, `move questions.overall`,
    `remove pages.words`. Typing (`text`, `field`) at one address by one person within ten seconds is one step
    of undo. Raises DraftConflict, naming who and when, where another edit came first, and CannotStore.
    """
    if broken := drafts.refusals(document):
        raise CannotStore(broken)
    before = history.document_of(survey)
    row = history.current(survey)
    edit = history.Edit(what, by.pk if by else None, now)
    replace(survey, document, base_revision=base_revision)
    if row and _is_typing_on(row, edit):
        row.number, row.document, row.edited_at = survey.draft_revision, dict(document), now
        row.save(update_fields=["number", "document", "edited_at"])
        return open_draft(survey)
    if row is None:
        _write_start(survey, before, base_revision, edit)
    history.write(survey, document, edit, undoes_to=base_revision)
    return open_draft(survey)


def replace(survey: Survey, document: Mapping[str, Any], *, base_revision: int) -> None:
    """The draft one revision on, in the row and in the given object.

    The UPDATE asks for the revision that the edit was made out of: of two at once, one is told.
    """
    fields: dict[str, Any] = {
        "draft": dict(document) | {"key": survey.key},
        "draft_revision": base_revision + 1,
        "title": title_of(document) or survey.key,
        "kind": document["kind"],
    }
    if not Survey.objects.filter(id=survey.id, draft_revision=base_revision).update(**fields):
        raise conflict(survey)
    for field, value in fields.items():
        setattr(survey, field, value)


def title_of(document: Mapping[str, Any]) -> str:
    """What our staff's lists call the survey: its English name, else that in its first language."""
    name: Mapping[str, str] = document["name"]
    return (name.get("en") or next(iter(name.values()), ""))[:200]


def conflict(survey: Survey) -> DraftConflict:
    """Who saved the last edit, and when."""
    survey.refresh_from_db(fields=["draft_revision"])
    last = survey.draft_revisions.select_related("edited_by").order_by("-number").first()
    editor = last.edited_by if last else None
    return DraftConflict(
        revision=survey.draft_revision,
        by=editor.get_full_name() or editor.get_username() if editor else "",
        at=last.edited_at if last else None,
    )


def _is_typing_on(row: DraftRevision, edit: history.Edit) -> bool:
    """Whether the edit goes on with what the last one typed: one step of undo then."""
    return (
        edit.what.split(" ")[0] in MERGED
        and row.what == edit.what[:200]
        and row.edited_by_id == edit.by_id
        and edit.at - row.edited_at <= MERGED_WITHIN
    )


def _write_start(survey: Survey, document: Mapping[str, Any], number: int, edit: history.Edit) -> None:
    """The draft before its first edit has no row yet: undo must lead back to it."""
    DraftRevision.objects.create(
        survey=survey, number=number, document=document, what="start", edited_at=edit.at
    )
