"""Refusals of actions as the API tells them: 400 part by part, 409 with who was first and when."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import models
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError

from surveys.actions.drafting import saving
from surveys.actions.publishing import CannotPublish
from surveys.definition.problems import Problem
from surveys.errors import DomainError

DOCUMENT = "document"


class Conflict(APIException):
    """Right, but not now: somebody else was first, or something still waits."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class ConflictType(models.TextChoices):
    CLIENT_ERROR = "client_error"


class ConflictPart(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="draft_conflict, key_taken, still_asking")
    detail = serializers.CharField(help_text="for people: who was first, and when")
    attr = serializers.CharField(allow_null=True)


class ConflictRefusal(serializers.Serializer[Any]):
    """Nothing was changed: what came first stands."""

    type = serializers.ChoiceField(choices=ConflictType.choices)
    errors = ConflictPart(many=True)  # type: ignore[assignment]


@contextmanager
def told(*, attr: str = DOCUMENT, conflicts: Sequence[type[DomainError]] = ()) -> Iterator[None]:
    """Turns what an action refuses into the API's errors; `attr` names the field that it is about."""
    try:
        yield
    except saving.DraftConflict as conflict:
        raise Conflict(_who_and_when(conflict), code=conflict.code) from conflict
    except (saving.CannotStore, CannotPublish) as refused:
        refuse(refused.problems, code=refused.code)
    except DomainError as refused:
        if isinstance(refused, tuple(conflicts)):
            raise Conflict(str(refused), code=refused.code) from refused
        raise ValidationError({attr: [ErrorDetail(str(refused), code=refused.code)]}) from refused


def refuse(problems: Sequence[Problem], *, code: str) -> NoReturn:
    """Every problem with its place in the document."""
    found: dict[str, list[ErrorDetail]] = {}
    for problem in problems:
        words = f"{problem.what}. {problem.mend}".strip()
        found.setdefault(problem.path or DOCUMENT, []).append(ErrorDetail(words, code=code))
    raise ValidationError(found)


def _who_and_when(conflict: saving.DraftConflict) -> str:
    at = f"{conflict.at:%Y-%m-%dT%H:%M:%SZ}" if conflict.at else ""
    return f"{conflict} Revision {conflict.revision}{f', saved at {at}' if at else ''}."
