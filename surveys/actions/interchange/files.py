"""Verbs on questionnaire files: read one, keep it as a survey or as a draft, write one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from surveys.actions import library
from surveys.actions.drafting import history, saving
from surveys.actions.interchange import sentences
from surveys.definition.document import shape
from surveys.definition.editing import drafts
from surveys.definition.exchange import reading
from surveys.definition.exchange.imported import CannotRead, Imported
from surveys.definition.exchange.writing import written
from surveys.errors import DomainError
from surveys.models import Survey

LONGEST_KEY = 60
IMPORTED = "import"


class Unreadable(DomainError):
    """The file gives no questionnaire."""

    code = "unreadable"


class KeyTaken(DomainError):
    """Another survey has the key; `free` is one like it that is not taken."""

    code = "key_taken"

    def __init__(self, key: str, free: str) -> None:
        self.free = free
        super().__init__(
            _("Another survey has the key “%(key)s”. “%(free)s” is free.") % {"key": key, "free": free}
        )


def read(data: bytes) -> Imported:
    """What a questionnaire file holds, and what became of every part. Raises Unreadable, saying why."""
    try:
        imported = reading.read(data)
        if len(written(imported.document).encode()) > reading.MOST_BYTES:
            raise CannotRead("too_large", most=reading.MOST_BYTES // 1024 // 1024)
    except CannotRead as error:
        raise Unreadable(sentences.refusal(error)) from error
    return imported


def keep(*, document: Mapping[str, Any], key: str, by: AbstractUser | None, now: datetime) -> Survey:
    """A new survey whose draft is the document; nothing is published.

    Raises KeyTaken where another survey, or one of the library, has the key, and CannotStore.
    """
    if broken := drafts.refusals({**document, "key": key}):
        raise saving.CannotStore(broken)
    draft = {**document, "key": key}
    if is_taken(key):
        raise KeyTaken(key, free_key(key))
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                key=key,
                title=saving.title_of(draft) or key,
                kind=draft["kind"],
                draft=draft,
                draft_revision=1,
            )
            history.write(survey, draft, history.Edit(IMPORTED, by.pk if by else None, now))
    except IntegrityError as error:  # somebody else took the key a moment ago
        raise KeyTaken(key, free_key(key)) from error
    return survey


def keep_in_draft(
    *, survey: Survey, document: Mapping[str, Any], base_revision: int, by: AbstractUser | None, now: datetime
) -> saving.Draft:
    """Put the document in place of a survey's draft; undo brings the old one back.

    Raises DraftConflict where the draft was changed since `base_revision`, and CannotStore.
    """
    return saving.save(
        survey=survey,
        document={**document, "key": survey.key},
        base_revision=base_revision,
        what=IMPORTED,
        by=by,
        now=now,
    )


def is_taken(key: str) -> bool:
    """Whether a survey has the key, or the library will give it to one of its own."""
    return Survey.objects.filter(key=key).exists() or key in library.own_keys()


def free_key(stem: str) -> str:
    """The key itself, else with the first number that is free."""
    key, number = stem[:LONGEST_KEY], 1
    while is_taken(key):
        number += 1
        ending = f"-{number}"
        key = stem[: LONGEST_KEY - len(ending)].rstrip("-") + ending
    return key


def exported(document: Mapping[str, Any]) -> bytes:
    """The document as a file that names its schema; reading it gives the same document."""
    named = {reading.SCHEMA: shape.validator().schema["$id"], **document}
    return written(named).encode()
