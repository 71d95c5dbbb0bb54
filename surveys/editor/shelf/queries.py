"""The shelf of surveys as rows: how each stands, and how its answers come in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from surveys.models import AnonymousAnswer, Response, Survey, SurveyVersion, UnsealedAnswer, Verdict


class State(StrEnum):
    """How a survey stands, told in one word beside its name."""

    DRAFT = "draft"  # never published
    CHANGED = "changed"  # published, and edited since
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class SurveyRow:
    """A survey, and its answers: submitted and not excluded, the doubtful among them."""

    uuid: UUID
    name: str
    languages: tuple[str, ...]
    state: State
    version: int | None
    published_at: datetime | None
    answers: int
    doubtful: int
    last_answer_at: datetime | None


@dataclass(frozen=True)
class Shelf:
    """How many surveys there are, archived ones apart."""

    used: int
    archived: int
    changed: int
    unpublished: int

    @property
    def edited(self) -> int:
        return self.changed + self.unpublished


def shelf() -> Shelf:
    """All surveys in numbers."""
    used = Q(archived_at=None)
    return Shelf(
        **_with_state(Survey.objects.all()).aggregate(
            used=Count("id", filter=used),
            archived=Count("id", filter=~used),
            changed=Count("id", filter=used & Q(state=State.CHANGED)),
            unpublished=Count("id", filter=used & Q(state=State.DRAFT)),
        )
    )


def found(*, words: str, show: str) -> QuerySet[Survey]:
    """Surveys whose name in any language, or whose key, has all the words; by name.

    `show`: archived ones, edited ones (not published as they stand), else all that are in use.
    """
    rows = Survey.objects.filter(archived_at__isnull=show != "archived").order_by("title", "id")
    rows = rows.annotate(names=Cast("draft__name", TextField()))
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(names__icontains=word) | Q(key__icontains=word))
    edited = Q(state=State.CHANGED) | Q(state=State.DRAFT)
    return _with_state(rows).filter(edited) if show == "edited" else _with_state(rows)


def rows(surveys: Iterable[Survey], *, language: str) -> list[SurveyRow]:
    """The rows of some surveys in their order, named in `language` where they have a name in it."""
    surveys = list(surveys)
    ids = [survey.pk for survey in surveys]
    named, nameless = _named(ids), _nameless(ids)
    return [
        SurveyRow(
            uuid=survey.uuid,
            name=(survey.names_by_language or {}).get(language) or survey.title,
            languages=tuple(survey.tags or ()),
            state=State(survey.state),
            version=survey.version_number,
            published_at=survey.published_at,
            answers=named.get(survey.pk, {}).get("n", 0) + nameless.get(survey.pk, 0),
            doubtful=named.get(survey.pk, {}).get("doubtful", 0),
            last_answer_at=named.get(survey.pk, {}).get("last"),
        )
        for survey in _told(surveys)
    ]


def row(survey: Survey, *, language: str) -> SurveyRow:
    """The row of one survey."""
    return rows(_with_state(Survey.objects.filter(pk=survey.pk)), language=language)[0]


def _with_state(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    last = SurveyVersion.objects.filter(survey=OuterRef("id")).order_by("-number")
    return (
        surveys.alias(document=Subquery(last.values("document")[:1]))
        .annotate(
            version_number=Subquery(last.values("number")[:1]),
            published_at=Subquery(last.values("published_at")[:1]),
        )
        .annotate(
            state=Case(
                When(archived_at__isnull=False, then=Value(State.ARCHIVED)),
                When(version_number__isnull=True, then=Value(State.DRAFT)),
                When(Q(draft__isnull=True) | Q(draft=F("document")), then=Value(State.PUBLISHED)),
                default=Value(State.CHANGED),
            ),
            names_by_language=F("draft__name"),
            tags=F("draft__languages"),
        )
        .defer("draft")
    )


def _told(surveys: list[Any]) -> list[Any]:
    """Rows carry what _with_state annotated, which no type knows."""
    return surveys


def _named(ids: list[int]) -> Mapping[int, Mapping[str, Any]]:
    submitted = Response.objects.filter(submitted_at__isnull=False, version__survey__in=ids)
    answered = submitted.exclude(verdict=Verdict.EXCLUDED).values("version__survey").order_by()
    counted = answered.annotate(
        n=Count("id"), doubtful=Count("id", filter=Q(verdict=Verdict.DOUBTFUL)), last=Max("submitted_at")
    )
    return {row["version__survey"]: row for row in counted}


def _nameless(ids: list[int]) -> dict[int, int]:
    """Answers without a name, those still on their way too."""
    total: dict[int, int] = {}
    for model in (AnonymousAnswer, UnsealedAnswer):
        counted = model.objects.filter(version__survey__in=ids).values_list("version__survey")
        for survey, n in counted.annotate(n=Count("id")).order_by():
            total[survey] = total.get(survey, 0) + n
    return total
