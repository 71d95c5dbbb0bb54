"""Scores by group: the same report as on the page, within the caller's scope."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.scoping import HasRole
from csat.api.serializers.score_groups import ScoreGroupsQuery, ScoreGroupsRow
from csat.customers.models import Account
from csat.customers.queries import local_day
from csat.reports import filters
from csat.reports.period import Period
from csat.reports.scores import measures, report, wish
from csat.reports.scores.report import Scope
from surveys.definition.questionnaire import MeasureKind


class ScoreGroups(APIView):
    """A misspelt or foreign filter is an error, never the whole table."""

    permission_classes = (IsAuthenticated, HasRole)

    @extend_schema(
        summary="List scores by group, with weightings and coverage",
        parameters=[ScoreGroupsQuery],
        responses=ScoreGroupsRow,
        tags=["scores"],
    )
    def get(self, request: Request) -> Response:
        wanted = _Wanted.of(request)
        return Response(ScoreGroupsRow(report.build(wanted.scope, wanted.asked, wanted.period)).data)


@dataclass(frozen=True)
class _Wanted:
    """What was asked for, checked."""

    scope: Scope
    asked: wish.Wish
    period: Period

    @classmethod
    def of(cls, request: Request) -> "_Wanted":
        given = _checked(request)
        user, today = request.user, local_day(timezone.now())
        visible, employees = access.accounts_visible_to(user), access.employees_visible_to(user)
        texts = {name: str(value) for name, value in given.items()}
        chosen = filters.read(texts, filters.choices(visible, employees, today))
        asked = wish.read(texts, _measures(request), with_people=access.may_see_people(user))
        _refuse(
            team="team" in given and chosen.team is None,
            manager="manager" in given and chosen.manager is None,
            segment="segment" in given and not chosen.segment,
            by=asked.by != given["by"],
            measure=asked.measure.key != given["measure"],
        )
        scope = Scope(
            accounts=filters.narrowed(visible, chosen, today),
            employees=employees,
            company=Account.objects.all() if asked.measure.key != MeasureKind.PRESSURE else None,
        )
        return cls(scope, asked, Period(today=today, months=chosen.months))


def _checked(request: Request) -> dict[str, Any]:
    query = ScoreGroupsQuery(data=request.query_params)
    unknown = sorted(set(request.query_params) - set(query.fields))
    if unknown:
        raise ValidationError({name: _("There is no such filter.") for name in unknown})
    query.is_valid(raise_exception=True)
    return query.validated_data


def _measures(request: Request) -> tuple[measures.Measure, ...]:
    return measures.available(with_pressure=access.may_read_pressure(request.user))


def _refuse(**is_unknown: bool) -> None:
    wrong = {name: _("There is none that you may see.") for name, is_wrong in is_unknown.items() if is_wrong}
    if wrong:
        raise ValidationError(wrong)
