"""/suppressions/: addresses that are not written to, over the whole installation."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import ONLY_WHO, require
from csat.api.asking.filters import SuppressionFilters
from csat.api.asking.serializers import suppressions as rows
from csat.api.asking.serializers.strict import Because
from csat.api.reading import ID
from surveys.actions import suppressing
from surveys.api.listing import ById, Filters, Pages
from surveys.api.refusals import ConflictRefusal
from surveys.models import Suppression

COLUMNS = ("address", "kind", "reason", "date", "note")
FIRST_ROW = 2  # of a file: the first holds the names of the columns


@extend_schema_view(
    list=extend_schema(summary="List addresses that are not written to, also lifted ones"),
    retrieve=extend_schema(summary="Read one row of the list", parameters=[ID]),
)
class Suppressions(mixins.ListModelMixin, mixins.RetrieveModelMixin, ById):
    """For those who run survey rules; all others get 403."""

    queryset = Suppression.objects.none()
    serializer_class = rows.SuppressionRow
    filterset_class = SuppressionFilters
    filter_backends = (Filters,)
    pagination_class = Pages
    permission_classes = ONLY_WHO
    may = staticmethod(access.may_send)

    def get_queryset(self) -> QuerySet[Suppression]:
        if getattr(self, "swagger_fake_view", False):
            return Suppression.objects.none()
        return suppressing.suppressions(is_lifted=None)

    @extend_schema(
        summary="Stop writing to an address",
        request=rows.NewSuppression,
        responses={201: rows.SuppressionRow, 409: ConflictRefusal},
    )
    def create(self, request: Request) -> Response:
        sent = rows.NewSuppression(data=request.data)
        sent.is_valid(raise_exception=True)
        by = require(request, access.may_send)
        with _told():
            row = suppressing.add_by_hand(by=by, now=timezone.now(), **sent.validated_data)
        told = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(told).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Look up what keeps us from writing to an address",
        description="A POST, so that the address stands in no log of addresses that were called.",
        request=rows.LookUp,
        responses={200: rows.Standing},
    )
    @action(detail=False, methods=["post"], url_path="look-up", filterset_class=None, pagination_class=None)
    def look_up(self, request: Request) -> Response:
        sent = rows.LookUp(data=request.data)
        sent.is_valid(raise_exception=True)
        found = suppressing.suppressions(address=sent.validated_data["address"])
        return Response(rows.Standing({"suppressions": found}).data)

    @extend_schema(
        summary="Let an address be written to again",
        parameters=[ID],
        request=Because,
        responses={200: rows.SuppressionRow, 409: ConflictRefusal},
    )
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, **_path: Any) -> Response:
        row, by = self.get_object(), require(request, access.may_send)
        sent = Because(data=request.data)
        sent.is_valid(raise_exception=True)
        with _told():
            suppressing.lift(suppression=row, by=by, now=timezone.now(), **sent.validated_data)
        return Response(self.get_serializer(self.get_object()).data)


class SuppressionsBulk(APIView):
    """All rows or none; the same rows again change nothing."""

    permission_classes = ONLY_WHO
    may = staticmethod(access.may_send)

    @extend_schema(
        summary="Stop writing to many addresses: all rows or none",
        request=rows.SuppressionsSent,
        responses={200: rows.SuppressionReport},
        tags=["suppressions"],
    )
    def post(self, request: Request) -> Response:
        sent = rows.SuppressionsSent(data=request.data)
        sent.is_valid(raise_exception=True)
        by = require(request, access.may_send)
        try:
            found = suppressing.import_file(
                data=_file(sent.validated_data["rows"]), by=by, now=timezone.now()
            )
        except suppressing.ImportRefused as refused:
            raise ValidationError({"rows": _flaws(refused)}) from refused
        return Response(rows.SuppressionReport(found).data)


def _told() -> Any:
    return refusals.told(fields=("address", "kind", "note", "because"), beyond="address")


def _file(sent: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as the file in which the domain takes them; a line break would move the numbers of rows."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in sent:
        writer.writerow(" ".join(str(row[name] or "").split()) for name in COLUMNS)
    return written.getvalue().encode()


def _flaws(refused: suppressing.ImportRefused) -> Any:
    """By row and column, so that the envelope says `rows.17.address`."""
    found: dict[str, Any] = {}
    for flaw in refused.flaws:
        words = " ".join(_(part) for part in (flaw.problem.what, flaw.problem.mend) if part)
        detail = ErrorDetail(words % flaw.problem.values, code=refused.code)
        place = found.setdefault(str(flaw.row - FIRST_ROW), {})
        place.setdefault(flaw.column or "address", []).append(detail)
    return found or [ErrorDetail(str(refused), code=refused.code)]
