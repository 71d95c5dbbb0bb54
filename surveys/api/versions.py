"""/surveys/<id>/versions/, compare/ and export/: what was published, what changed, and it all as a file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from surveys.actions import publishing
from surveys.actions.drafting import history
from surveys.actions.interchange import files
from surveys.api import allowed, listing, refusals, serializers
from surveys.api.refusals import ConflictRefusal
from surveys.definition import comparing, document
from surveys.definition.problems import DocumentError
from surveys.definition.questionnaire import Questionnaire
from surveys.models import Survey, SurveyVersion

DRAFT = "draft"
WHICH = "a version's number, or draft"


class VersionPages(listing.Pages):
    ordering = "-number"

    def check_position(self, text: str) -> None:
        listing.number(text)


@extend_schema_view(
    list=extend_schema(summary="List a survey's versions, the latest first"),
    retrieve=extend_schema(
        summary="Read one version with its document", responses={200: serializers.VersionWhole}
    ),
)
class Versions(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SurveyVersion]):
    permission_classes = allowed.CLASSES
    queryset = SurveyVersion.objects.select_related("survey", "published_by")
    serializer_class = serializers.VersionRow
    pagination_class = VersionPages
    filter_backends = (listing.Filters,)
    lookup_field = "number"
    writes_with = allowed.PUBLISH

    def get_queryset(self) -> QuerySet[SurveyVersion]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        survey = get_object_or_404(Survey, uuid=self.kwargs["uuid"])
        return super().get_queryset().filter(survey=survey)

    def get_serializer_class(self) -> Any:
        return serializers.VersionWhole if self.action == "retrieve" else serializers.VersionRow

    @extend_schema(
        summary="Publish the draft as the next version",
        request=serializers.NewVersion,
        responses={201: serializers.VersionRow, 409: ConflictRefusal},
    )
    def create(self, request: Request, uuid: UUID) -> Response:
        survey = get_object_or_404(Survey, uuid=uuid)
        sent = serializers.NewVersion(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals.told():
            made = publishing.publish(
                survey=survey, by=allowed.person(request), now=timezone.now(), **sent.validated_data
            )
        return Response(serializers.VersionRow(made).data, status=status.HTTP_201_CREATED)


class Comparison(APIView):
    permission_classes = allowed.CLASSES

    @extend_schema(
        summary="Compare two versions, or one with the draft",
        parameters=[
            OpenApiParameter("old", str, required=True, description=WHICH),
            OpenApiParameter("new", str, required=True, description=WHICH),
        ],
        responses={200: serializers.ChangeRow(many=True)},
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        survey = get_object_or_404(Survey, uuid=uuid)
        old, new = (_questionnaire(survey, request.query_params.get(name, "")) for name in ("old", "new"))
        return Response(serializers.ChangeRow(comparing.compare(old, new), many=True).data)


class Export(APIView):
    permission_classes = allowed.CLASSES

    @extend_schema(
        summary="A draft or version as a file",
        parameters=[OpenApiParameter("version", str, description=f"{WHICH}, which is the default")],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, uuid: UUID) -> HttpResponse:
        survey = get_object_or_404(Survey, uuid=uuid)
        which = request.query_params.get("version", DRAFT)
        name = survey.key if which == DRAFT else f"{survey.key}-{which}"
        response = HttpResponse(files.exported(_document(survey, which)), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response


def _document(survey: Survey, which: str) -> dict[str, Any]:
    """Raises Http404 for a version that there is none of."""
    if which == DRAFT:
        return history.document_of(survey)
    try:
        version = survey.versions.filter(number=listing.number(which)).first()
    except ValueError as error:
        raise Http404 from error
    if version is None:
        raise Http404
    return dict(version.document)


def _questionnaire(survey: Survey, which: str) -> Questionnaire:
    try:
        return document.parse(_document(survey, which))
    except DocumentError as error:
        refusals.refuse(error.problems, code="incomplete_draft")
