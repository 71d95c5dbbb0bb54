"""The versions of a survey with what changed in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from surveys.definition import comparing
from surveys.editor.versions import saying
from surveys.models import Survey, SurveyVersion
from surveys.rendering import published

SHOWN = 6


@dataclass(frozen=True)
class VersionRow:
    """A version, who published it and when, what changed since the one before; `before` is its number."""

    number: int
    published_at: datetime
    by: str
    languages: tuple[str, ...]
    answers: int
    before: int | None
    lines: tuple[saying.Line, ...]

    @property
    def shown(self) -> tuple[saying.Line, ...]:
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)


def versions(survey: Survey, language: str) -> list[VersionRow]:
    """All versions, the latest first."""
    answered = Count("responses", filter=Q(responses__submitted_at__isnull=False))
    found = list(
        survey.versions.select_related("published_by")
        .annotate(answers=answered)
        .order_by("-number")
        .defer("document")
    )
    befores = [*found[1:], None][: len(found)]
    return [_row(version, before, language) for version, before in zip(found, befores, strict=True)]


def _row(version: SurveyVersion, before: SurveyVersion | None, language: str) -> VersionRow:
    lines: Sequence[saying.Line] = ()
    if before:
        old, new = (published.questionnaire(one.pk) for one in (before, version))
        lines = saying.lines(comparing.compare(old, new), old, new, language)
    by = version.published_by
    return VersionRow(
        number=version.number,
        published_at=version.published_at,
        by=by.get_full_name() or by.get_username() if by else "",
        languages=tuple(version.languages),
        answers=version.answers,  # type: ignore[attr-defined]  # annotated
        before=before.number if before else None,
        lines=tuple(lines),
    )
