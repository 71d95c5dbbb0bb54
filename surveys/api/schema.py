"""The JSON Schema of questionnaire documents, for everybody."""

import json
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from surveys.definition.document import shape

A_DAY = "public, max-age=86400"


class QuestionnaireSchema(APIView):
    """It never changes but for additions: a document of format 1 stays one."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        summary="The JSON Schema of questionnaires, format 1", auth=[], responses={200: OpenApiTypes.OBJECT}
    )
    def get(self, request: Request) -> Response:
        schema: dict[str, Any] = json.loads(shape.SCHEMA_FILE.read_text(encoding="utf-8"))
        return Response(schema, headers={"Cache-Control": A_DAY})
