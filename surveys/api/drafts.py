"""/surveys/<id>/draft/ and review/: the draft, and what publishing it would do."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from surveys.actions import publishing
from surveys.actions.drafting import saving
from surveys.api import allowed, listing, refusals, serializers
from surveys.api.refusals import ConflictRefusal
from surveys.models import Survey

BY_API = "import"
IF_MATCH = "If-Match"


class Draft(APIView):
    permission_classes = allowed.CLASSES

    @extend_schema(summary="Read a survey's draft", responses={200: serializers.DraftRow})
    def get(self, request: Request, uuid: UUID) -> Response:
        return _told(saving.open_draft(get_object_or_404(Survey, uuid=uuid)))

    @extend_schema(
        summary="Save a survey's draft",
        parameters=[OpenApiParameter(IF_MATCH, str, OpenApiParameter.HEADER, description="the draft's ETag")],
        request=serializers.DraftChange,
        responses={200: serializers.DraftRow, 409: ConflictRefusal},
    )
    def put(self, request: Request, uuid: UUID) -> Response:
        survey = get_object_or_404(Survey, uuid=uuid)
        sent = serializers.DraftChange(data=request.data)
        sent.is_valid(raise_exception=True)
        base_revision = sent.validated_data.get("base_revision", _tagged(request))
        if base_revision is None:
            raise ValidationError({"base_revision": _("Send it, or the draft's ETag as If-Match.")})
        with refusals.told():
            draft = saving.save(
                survey=survey,
                document=sent.validated_data["document"],
                base_revision=base_revision,
                what=BY_API,
                by=allowed.person(request),
                now=timezone.now(),
            )
        return _told(draft)


class Review(APIView):
    permission_classes = allowed.CLASSES

    @extend_schema(summary="See what publishing would do", responses={200: serializers.ReviewRow})
    def get(self, request: Request, uuid: UUID) -> Response:
        survey = get_object_or_404(Survey, uuid=uuid)
        found = publishing.review(survey, today=timezone.localdate())
        told: dict[str, Any] = vars(found) | {"revision": survey.draft_revision}
        return Response(serializers.ReviewRow(told).data)


def _tagged(request: Request) -> int | None:
    """The revision in If-Match: the ETag that reading the draft told."""
    try:
        return listing.number(request.headers.get(IF_MATCH, "").strip('"'))
    except ValueError:
        return None


def _told(draft: saving.Draft) -> Response:
    return Response(serializers.DraftRow(draft).data, headers={"ETag": f'"{draft.revision}"'})
