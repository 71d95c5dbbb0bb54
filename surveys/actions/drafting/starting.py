"""Begins a survey: blank, from the library, or as a copy of another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.actions import library
from surveys.actions.drafting import history, saving
from surveys.definition.editing import drafts
from surveys.errors import DomainError
from surveys.models import Survey

LONGEST_KEY = 60
OWN_KIND = "own"


class NotInLibrary(DomainError):
    """The library has no survey of this key."""

    code = "not_in_library"


@transaction.atomic
def start_blank(*, name: str, languages: Sequence[str], by: AbstractUser | None, now: datetime) -> Survey:
    """A new survey with one empty page. Raises CannotStore for a language that is none."""
    document = drafts.blank(key="survey", kind=OWN_KIND, name=name, languages=languages)
    return _begun(document, stem="survey", edit=history.Edit("start", by.pk if by else None, now))


@transaction.atomic
def start_from_library(key: str, *, by: AbstractUser | None, now: datetime) -> Survey:
    """A new survey with the words of a ready one; the ready one stays as it is. Raises NotInLibrary."""
    found = next((document for document in library.documents() if document["key"] == key), None)
    if found is None:
        raise NotInLibrary(_("There is no ready survey “%(key)s”.") % {"key": key})
    return _begun(found, stem=key, edit=history.Edit(f"start {key}", by.pk if by else None, now))


@transaction.atomic
def copy(*, survey: Survey, by: AbstractUser | None, now: datetime) -> Survey:
    """A new survey with the words of this one's draft. Answers, links and versions stay where they are."""
    document = history.document_of(survey)
    edit = history.Edit(f"copy {survey.key}", by.pk if by else None, now)
    return _begun(document, stem=survey.key, edit=edit)


@transaction.atomic
def copy_mine(
    *, survey: Survey, document: Mapping[str, Any], by: AbstractUser | None, now: datetime
) -> Survey:
    """A new survey with what somebody had when another edit came first. Raises CannotStore."""
    edit = history.Edit(f"copy {survey.key}", by.pk if by else None, now)
    return _begun(document, stem=survey.key, edit=edit)


def _begun(document: Mapping[str, Any], *, stem: str, edit: history.Edit) -> Survey:
    if broken := drafts.refusals(document):
        raise saving.CannotStore(broken)
    key = _free_key(stem)
    name = _free_name(document["name"])
    draft = dict(document) | {"key": key, "name": name}
    survey = Survey.objects.create(
        key=key, title=saving.title_of(draft) or key, kind=draft["kind"], draft=draft, draft_revision=1
    )
    history.write(survey, draft, edit)
    return survey


def _free_key(stem: str) -> str:
    """The stem with the first free number. Never the stem alone: the library's keys are the library's."""
    taken = set(Survey.objects.values_list("key", flat=True))
    number = 2
    while (key := f"{stem[: LONGEST_KEY - 6].rstrip('-')}-{number}") in taken:
        number += 1
    return key


def _free_name(name: Mapping[str, str]) -> dict[str, str]:
    """The name, with a number in every language where a survey is called so already."""
    taken = set(Survey.objects.values_list("title", flat=True))
    title, number = saving.title_of({"name": name}), 1
    ending = ""
    while title + ending in taken:
        number += 1
        ending = f" {number}"
    return {language: words + ending for language, words in name.items()}
