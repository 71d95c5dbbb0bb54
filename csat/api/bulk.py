"""Bulk upserts by external id: checks the envelope, calls the one door for records, tells errors by row."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from csat.api.scoping import MayImport
from csat.customers.actions import records
from csat.customers.columns import COLUMNS
from csat.customers.models import RecordKind
from csat.customers.outcome import UpsertReport
from surveys.errors import DomainError

MOST_ROWS = 5_000


class RowsSerializer(serializers.Serializer[Any]):
    """What is sent. Cells are texts, numbers, true or false, null, or lists of texts."""

    source = serializers.CharField(  # type: ignore[assignment]
        max_length=60, help_text="the system that gave the ids, such as crm"
    )
    rows = serializers.ListField(
        child=serializers.DictField(allow_empty=False), allow_empty=False, max_length=MOST_ROWS
    )
    dry_run = serializers.BooleanField(default=False, help_text="try without writing anything")

    def validate_rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Lists become what a cell of a file would hold; deeper things are no cells."""
        wrong: dict[str, Any] = {}
        for number, row in enumerate(rows):
            for name, cell in row.items():
                row[name], is_cell = _cell(cell)
                if not is_cell:
                    wrong.setdefault(str(number), {})[name] = ["This is no text, number, yes or no."]
        if wrong:
            raise ValidationError(wrong)
        return rows


def _cell(value: Any) -> tuple[Any, bool]:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value), True
    return value, value is None or isinstance(value, str | int | float)


class ReportSerializer(serializers.Serializer[Any]):
    """What came of it. `older` rows were left alone because something newer is known."""

    kind = serializers.CharField()
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    older = serializers.IntegerField()
    batch = serializers.UUIDField(allow_null=True, help_text="null: nothing was written")


class Bulk(APIView):
    """All rows or none. With errors the answer is 400 and names row, column and reason."""

    permission_classes = (IsAuthenticated, MayImport)
    kind: RecordKind

    def post(self, request: Request) -> Response:
        sent = RowsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            report = records.upsert(
                kind=self.kind,
                rows=sent.validated_data["rows"],
                source=sent.validated_data["source"],
                by=cast(User, request.user),  # MayImport let nobody else in
                now=timezone.now(),
                numbers=range(len(sent.validated_data["rows"])),
                is_dry_run=sent.validated_data["dry_run"],
            )
        except DomainError as error:
            raise ValidationError({"source": [ErrorDetail(str(error), code=error.code)]}) from error
        if not report.is_good:
            raise ValidationError({"rows": _errors(report)})
        return Response(ReportSerializer(report.as_json()).data)


def _errors(report: UpsertReport) -> dict[str, Any]:
    """By row and column, so that the envelope says `rows.17.amount`."""
    found: dict[str, Any] = {}
    for error in report.errors:
        detail = ErrorDetail(f"{error.problem} {error.mend}".strip(), code="refused")
        found.setdefault(str(error.row), {}).setdefault(error.column or "row", []).append(detail)
    return found


def _described(kind: RecordKind) -> type[Bulk]:
    """The endpoint of one kind, whose document lists the columns of a row."""
    cell = {"type": "string", "nullable": True}
    name = kind.value.capitalize()
    row = inline_serializer(
        f"{name}Row",
        {
            column.name: serializers.CharField(
                required=False, allow_null=True, help_text=f"{column.label}, e.g. {column.example or cell}"
            )
            for column in COLUMNS[kind]
        },
        many=True,
    )
    body = inline_serializer(
        f"{name}Bulk",
        {
            "source": serializers.CharField(max_length=60),
            "rows": row,
            "dry_run": serializers.BooleanField(required=False),
        },
    )
    summary = f"Create and change {kind.label.lower()}: all rows or none"
    described = extend_schema(
        summary=summary, request=body, responses={200: ReportSerializer}, tags=[kind.value]
    )
    return described(type(f"{name}BulkView", (Bulk,), {"kind": kind, "__doc__": Bulk.__doc__}))


VIEWS = {kind: _described(kind) for kind in RecordKind}
