"""The versions of a survey with what changed in each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from surveys.definition import comparing
from surveys.definition.comparing.changes import Change
from surveys.models import Survey, SurveyVersion
from surveys.rendering import published


@dataclass(frozen=True)
class VersionRow:
    """A version, who published it and when, what changed since the one before; `before` is its number."""

    number: int
    published_at: datetime
    by: str
    languages: tuple[str, ...]
    answers: int
    before: int | None
    changes: tuple[Change, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many questions or parts changed, by kind."""
        return Counter(kind for kind, _key in {(change.kind.value, change.key) for change in self.changes})

    @property
    def breaks(self) -> int:
        return len({change.key for change in self.changes if change.breaks_trend})


def versions(survey: Survey) -> list[VersionRow]:
    """All versions, the latest first."""
    answered = Count("responses", filter=Q(responses__submitted_at__isnull=False))
    found = list(
        survey.versions.select_related("published_by")
        .annotate(answers=answered)
        .order_by("-number")
        .defer("document")
    )
    befores = [*found[1:], None][: len(found)]
    return [_row(version, before) for version, before in zip(found, befores, strict=True)]


def _row(version: SurveyVersion, before: SurveyVersion | None) -> VersionRow:
    changes: Sequence[Change] = ()
    if before:
        changes = comparing.compare(published.questionnaire(before.pk), published.questionnaire(version.pk))
    by = version.published_by
    return VersionRow(
        number=version.number,
        published_at=version.published_at,
        by=by.get_full_name() or by.get_username() if by else "",
        languages=tuple(version.languages),
        answers=version.answers,  # type: ignore[attr-defined]  # annotated
        before=before.number if before else None,
        changes=tuple(changes),
    )
