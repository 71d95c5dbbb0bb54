"""The querysets behind the endpoints."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django_filters import rest_framework as filters

from surveys.models import Survey, SurveyVersion

LANGUAGES: Any = ArrayField(CharField(max_length=35))


def surveys() -> QuerySet[Survey]:
    """A row is a survey with the number, languages and day of its latest version."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return Survey.objects.annotate(
        version=Subquery(latest.values("number")[:1]),
        languages=Coalesce(Subquery(latest.values("languages")[:1]), Value([], LANGUAGES)),
        published_at=Subquery(latest.values("published_at")[:1]),
        is_archived=ExpressionWrapper(Q(archived_at__isnull=False), output_field=BooleanField()),
    )


class SurveyFilters(filters.FilterSet):
    key = filters.CharFilter(max_length=60)
    kind = filters.CharFilter(max_length=40)
    is_archived = filters.BooleanFilter()
    is_published = filters.BooleanFilter(field_name="version", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Survey
        fields: tuple[str, ...] = ()
