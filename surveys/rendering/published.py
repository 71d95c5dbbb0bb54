"""Published questionnaires, read and parsed once a process: versions never change. A draft is never kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, TypeVar

from surveys.definition import document
from surveys.definition.questionnaire import Questionnaire
from surveys.models import SurveyVersion

DRAFT = 0  # stands where a version's key would, while `drafted` lends a questionnaire that is none
Made = TypeVar("Made")
_draft: ContextVar[Questionnaire] = ContextVar("draft")


def questionnaire(version_id: int) -> Questionnaire:
    """The questionnaire of a version by its key in the database, or the one that `drafted` lends."""
    return _draft.get() if version_id == DRAFT else _read(version_id)


@lru_cache(maxsize=500)
def _read(version_id: int) -> Questionnaire:
    stored = SurveyVersion.objects.values_list("document", flat=True).get(id=version_id)
    return document.parse(stored)


@contextmanager
def drafted(draft: Questionnaire) -> Iterator[int]:
    """Renders an unpublished questionnaire under the number that it gives."""
    before = _draft.set(draft)
    try:
        yield DRAFT
    finally:
        _draft.reset(before)


def kept(maxsize: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """An lru_cache for what is made of a version, its first argument; of a draft it is made anew."""

    def decorate(make: Callable[..., Made]) -> Callable[..., Made]:
        remembered = lru_cache(maxsize=maxsize)(make)

        @wraps(make)
        def made(version_id: int, *rest: Any) -> Made:
            return make(version_id, *rest) if version_id == DRAFT else remembered(version_id, *rest)

        made.cache_clear = remembered.cache_clear  # type: ignore[attr-defined]  # as lru_cache has it
        return made

    return decorate
