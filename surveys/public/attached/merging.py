"""Puts the files of a page among its answers: new ones are stored, earlier ones stay unless removed."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from surveys.actions import uploading
from surveys.actions.answering import Asked
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Page, Question, QuestionType
from surveys.public.attached import limits
from surveys.public.doors.door import Door
from surveys.public.doors.invited import Invited
from surveys.public.doors.shared import Shared


@dataclass(frozen=True)
class Attached:
    """What stands beside the posted fields: the files, and the fields whose file was too large to be read."""

    files: Mapping[str, UploadedFile] = field(default_factory=dict)
    too_large: Set[str] = frozenset()


def of_request(request: HttpRequest) -> Attached:
    """The files of a form that has been read."""
    files = {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
    return Attached(files, limits.too_large(request))


def attach(
    page: Page, door: Door, post: QueryDict, attached: Attached, *, stored: Mapping[str, Any], now: datetime
) -> tuple[dict[str, Any], list[Mistake]]:
    """The page's answers that are files, and what is wrong with those that were not taken.

    Where a new file is not taken, the one given before stays.
    """
    given: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    asked = _owner(door)
    for question in page.questions:
        if question.type != QuestionType.FILE or asked is None:
            continue
        earlier = _earlier(question, asked, post, stored)
        if earlier:
            given[question.key] = earlier
        try:
            if fresh := _fresh(question, asked, attached, now):
                given[question.key] = fresh
        except uploading.CannotKeep as refused:
            mistakes.append(Mistake(question.key, refused.reason, refused.detail))
    return given, mistakes


def _owner(door: Door) -> Asked | None:
    """Whose file it would be; an anonymous answer has none, for a file tells more than its name."""
    if isinstance(door, Invited):
        return door.invitation
    return door.ticket if isinstance(door, Shared) else None


def _earlier(
    question: Question, asked: Asked, post: QueryDict, stored: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The page itself names a file whose answer is not stored yet, as after a mistake elsewhere on it."""
    if post.get(f"{question.key}.remove"):
        return None
    if named := post.get(f"{question.key}.file"):
        return uploading.find(asked=asked, question=question, upload_uuid=named)
    kept: dict[str, Any] | None = stored.get(question.key)
    return kept


def _fresh(question: Question, asked: Asked, attached: Attached, now: datetime) -> dict[str, Any] | None:
    if question.key in attached.too_large:
        raise uploading.CannotKeep("file_too_large", most=question.most_mb)
    file = attached.files.get(question.key)
    if file is None:
        return None
    if file.size and file.size > question.most_mb * uploading.MB:
        raise uploading.CannotKeep("file_too_large", most=question.most_mb)
    content, name = file.read(), file.name or ""
    return uploading.keep(asked=asked, question=question, name=name, content=content, now=now)
