"""What lists of responses and answers can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from csat.api.filters import Base, MomentFilter
from csat.customers.models import ContactRole
from csat.programs.models import ProgramKind, Touchpoint
from surveys.models import Response, Verdict


def _about(column: str) -> dict[str, Any]:
    return {"method": "of_occasion", "field_name": column}


class ResponseFilters(Base):
    """Filters on clients, people and survey rules leave out what came through shared links."""

    survey = filters.CharFilter(field_name="version__survey__key", max_length=60)
    version = filters.NumberFilter(
        field_name="version__number", min_value=1, max_value=2**31 - 1, decimal_places=0
    )
    submitted = filters.BooleanFilter(
        method="in_state", label="false: begun and not sent yet; true if left out"
    )
    verdict = filters.ChoiceFilter(choices=Verdict.choices)
    language = filters.CharFilter(max_length=35)
    submitted_from = MomentFilter(field_name="submitted_at", lookup_expr="gte")
    submitted_until = MomentFilter(field_name="submitted_at", lookup_expr="lt")
    saved_from = MomentFilter(field_name="saved_at", lookup_expr="gte")
    saved_until = MomentFilter(field_name="saved_at", lookup_expr="lt")
    account = filters.UUIDFilter(**_about("account__uuid"))
    contact = filters.UUIDFilter(**_about("contact__uuid"))
    program = filters.UUIDFilter(**_about("program__uuid"))
    program_kind = filters.ChoiceFilter(choices=ProgramKind.choices, **_about("program__kind"))
    role = filters.ChoiceFilter(choices=ContactRole.choices, **_about("role"))
    employee = filters.UUIDFilter(
        label="whoever was responsible at the time", **_about("people__employee__uuid")
    )

    class Meta:
        model = Response
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Response]) -> QuerySet[Response]:
        """Submitted ones, unless those begun are asked for."""
        if self.form.cleaned_data.get("submitted") is None:
            queryset = queryset.filter(submitted_at__isnull=False)
        return super().filter_queryset(queryset)

    def in_state(self, rows: QuerySet[Response], _name: str, value: bool) -> QuerySet[Response]:
        return rows.filter(submitted_at__isnull=not value)

    def of_occasion(self, rows: QuerySet[Response], column: str, value: Any) -> QuerySet[Response]:
        occasions = Touchpoint.objects.filter(**{column: value}).values("invitation_id")
        return rows.filter(invitation__in=occasions)


class AnswerFilters(ResponseFilters):
    question = filters.CharFilter(
        field_name="answers", lookup_expr="has_key", max_length=40, label="a question's key"
    )

    class Meta:
        model = Response
        fields: tuple[str, ...] = ()
