"""/events/: what happened at clients, told one by one or in bulk; told twice it is one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import require
from csat.api.asking.filters import EventFilters
from csat.api.asking.serializers import events as rows
from csat.api.reading import ID
from csat.api.scoping import MayImport, Scoped
from csat.customers.actions import events
from csat.customers.actions.events import EventReport
from csat.customers.models import Event
from surveys.errors import DomainError

COLUMNS = tuple(rows.EventSent().fields)


@extend_schema_view(
    list=extend_schema(summary="List what happened at the caller's clients"),
    retrieve=extend_schema(summary="Read one event", parameters=[ID]),
)
class Events(Scoped):
    queryset = Event.objects.select_related("account", "contact", "deal").order_by("uuid")
    serializer_class = rows.EventRow
    filterset_class = EventFilters

    @extend_schema(
        summary="Tell what happened at a client",
        description="The same external id again changes the event, or nothing where nothing differs.",
        request=rows.NewEvent,
        responses={200: rows.EventRow, 201: rows.EventRow},
    )
    def create(self, request: Request) -> Response:
        by = require(request, access.may_import)
        sent = rows.NewEvent(data=request.data)
        sent.is_valid(raise_exception=True)
        row = dict(sent.validated_data)
        source = row.pop("source")
        report = _record([row], source, by)
        if report.errors:
            raise ValidationError(_by_column(report.errors[0]))
        event = self.get_queryset().get(source=source, external_id=row["external_id"])
        code = status.HTTP_201_CREATED if report.created else status.HTTP_200_OK
        return Response(self.get_serializer(event).data, status=code)


class EventsBulk(APIView):
    """All rows or none. With errors the answer is 400 and names row, column and reason."""

    permission_classes = (IsAuthenticated, MayImport)

    @extend_schema(
        summary="Tell what happened at many clients: all rows or none",
        request=rows.EventsSent,
        responses={200: rows.EventReportRow},
        tags=["events"],
    )
    def post(self, request: Request) -> Response:
        sent = rows.EventsSent(data=request.data)
        sent.is_valid(raise_exception=True)
        report = _record(
            sent.validated_data["rows"],
            sent.validated_data["source"],
            require(request, access.may_import),
        )
        if report.errors:
            wrong = {str(number): _by_column(errors) for number, errors in report.errors.items()}
            raise ValidationError({"rows": wrong})
        return Response(rows.EventReportRow(report).data)


def _record(sent: Sequence[Mapping[str, Any]], source: str, by: Any) -> EventReport:
    with refusals.told(fields=("source",), beyond="source"):
        return events.record_events(rows=sent, source=source, by=by, now=timezone.now())


def _by_column(errors: Sequence[DomainError]) -> dict[str, list[ErrorDetail]]:
    found: dict[str, list[ErrorDetail]] = {}
    for error in errors:
        column = error.where if error.where in COLUMNS else "external_id"
        words = f"{error.what} {error.mend}".strip()
        found.setdefault(column, []).append(ErrorDetail(words, code=error.code))
    return found
