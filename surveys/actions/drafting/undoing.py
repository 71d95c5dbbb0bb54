"""Goes back and forth between the revisions of a draft."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.actions.drafting import history, saving
from surveys.errors import DomainError
from surveys.models import DraftRevision, Survey


class NothingToUndo(DomainError):
    """The draft is as far back, or as far on, as its kept revisions go."""

    code = "nothing_to_undo"


@transaction.atomic
def undo(
    *, survey: Survey, by: AbstractUser | None, now: datetime, base_revision: int | None = None
) -> saving.Draft:
    """The draft as it stood before the last edit.

    `base_revision` is what the person saw, so that nobody takes back an edit they do not know of. Raises
    NothingToUndo, and DraftConflict where another edit came first.
    """
    _check_base(survey, base_revision)
    row = history.current(survey)
    back = history.target(survey, row.undoes_to if row else None)
    if row is None or back is None:
        raise NothingToUndo(_("There is nothing to undo."))
    edit = history.Edit(f"undo {row.what}", by.pk if by else None, now)
    return _brought_back(survey, back, edit, undoes_to=back.undoes_to, redoes_to=row.number)


@transaction.atomic
def redo(
    *, survey: Survey, by: AbstractUser | None, now: datetime, base_revision: int | None = None
) -> saving.Draft:
    """The draft as it stood before the last undo; a new edit after an undo leaves nothing to redo.

    Raises NothingToUndo, and DraftConflict where another edit came first.
    """
    _check_base(survey, base_revision)
    row = history.current(survey)
    forth = history.target(survey, row.redoes_to if row else None)
    if forth is None:
        raise NothingToUndo(_("There is nothing to redo."))
    edit = history.Edit(f"redo {forth.what}", by.pk if by else None, now)
    return _brought_back(survey, forth, edit, undoes_to=forth.undoes_to, redoes_to=forth.redoes_to)


def _check_base(survey: Survey, base_revision: int | None) -> None:
    survey.refresh_from_db(fields=["draft_revision"])
    if base_revision not in (None, survey.draft_revision):
        raise saving.conflict(survey)


def _brought_back(
    survey: Survey,
    row: DraftRevision,
    edit: history.Edit,
    *,
    undoes_to: int | None,
    redoes_to: int | None,
) -> saving.Draft:
    saving.replace(survey, row.document, base_revision=survey.draft_revision)
    history.write(survey, row.document, edit, undoes_to=undoes_to, redoes_to=redoes_to)
    return saving.open_draft(survey)
