"""/surveys/: list them, read one, keep a questionnaire file as a new one, put one away."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.actions.drafting import shelving
from surveys.actions.interchange import files
from surveys.api import allowed, refusals, rows, serializers
from surveys.api.listing import ById, Filters, Pages
from surveys.api.refusals import ConflictRefusal
from surveys.models import Survey

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


@extend_schema_view(
    list=extend_schema(summary="List surveys"),
    retrieve=extend_schema(summary="Read one survey", parameters=[ID]),
)
class Surveys(mixins.ListModelMixin, mixins.RetrieveModelMixin, ById):
    permission_classes = allowed.CLASSES
    queryset = rows.surveys()
    serializer_class = serializers.SurveyRow
    filterset_class = rows.SurveyFilters
    filter_backends = (Filters,)
    pagination_class = Pages

    @extend_schema(
        summary="Keep a questionnaire file as a new survey",
        request=serializers.NewSurvey,
        responses={201: serializers.ImportedRow, 409: ConflictRefusal},
    )
    def create(self, request: Request) -> Response:
        sent = serializers.NewSurvey(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        with refusals.told(attr="document" if "document" in given else "file", conflicts=[files.KeyTaken]):
            imported = files.read(_bytes(given))
            survey = files.keep(
                document=imported.document,
                key=given.get("key") or files.free_key(imported.document["key"]),
                by=allowed.person(request),
                now=timezone.now(),
            )
        told = {"survey": self._row(survey), "source": imported.source, "report": imported.report}
        return Response(serializers.ImportedRow(told).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Put a survey away, or take it back",
        parameters=[ID],
        request=serializers.SurveyChange,
        responses={200: serializers.SurveyRow, 409: ConflictRefusal},
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        survey = self.get_object()
        sent = serializers.SurveyChange(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals.told(attr="is_archived", conflicts=[shelving.StillAsking]):
            if sent.validated_data["is_archived"]:
                shelving.archive(survey=survey, now=timezone.now())
            else:
                shelving.unarchive(survey=survey)
        return Response(self.get_serializer(self._row(survey)).data)

    def _row(self, survey: Survey) -> Survey:
        found: QuerySet[Survey] = rows.surveys()
        return found.get(pk=survey.pk)


def _bytes(given: dict[str, Any]) -> bytes:
    """As the file that it would be."""
    if "file" in given:
        return str(given["file"]).encode()
    return json.dumps(given["document"]).encode()
