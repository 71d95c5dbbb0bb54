"""/programs/calendar/: who will be asked in the coming 30 days, before any mail is sent."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.asking.allowed import require
from csat.api.asking.serializers.foresight import CalendarPage, CalendarQuery
from csat.api.scoping import HasRole
from csat.reports.programs.ahead import calendar
from csat.reports.programs.ahead.days import Calendar, Wish


class CalendarAhead(APIView):
    permission_classes = (IsAuthenticated, HasRole)

    @extend_schema(
        summary="Read who will be asked what in the coming 30 days, and who is put off",
        parameters=[CalendarQuery],
        responses={200: CalendarPage},
        tags=["programs"],
    )
    def get(self, request: Request) -> Response:
        require(request, access.may_see_people)
        found = calendar.build(
            access.accounts_visible_to(request.user),
            _wish(request),
            language=(get_language() or "en").split("-")[0],
            now=timezone.now(),
        )
        return Response(CalendarPage(_told(found)).data)


def _wish(request: Request) -> Wish:
    query = CalendarQuery(data=request.query_params)
    if unknown := sorted(set(request.query_params) - set(query.fields)):
        raise ValidationError({name: _("There is no such filter.") for name in unknown})
    query.is_valid(raise_exception=True)
    wanted = query.validated_data
    return Wish(as_if=wanted["as_if"], rule=str(wanted.get("rule", "")), day=wanted.get("day"))


def _told(found: Calendar) -> dict[str, Any]:
    """The calendar with its days in one list, without those of the grid that lie outside of the span."""
    days = [cell for week in found.weeks for cell in week if cell.is_inside]
    return {**vars(found), "days": days}
