"""/responses/ and /answers/: within the caller's scope; what is not theirs is 404."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework import response as http
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from csat import access
from csat.api.said import filters, serializers, told
from csat.api.scoping import HasRole
from csat.programs.models import Touchpoint
from csat.programs.queries.standing.sends import TRIAL
from surveys.api.listing import ById, Filters, Pages
from surveys.models import Response

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class InScope(mixins.ListModelMixin, ById):
    """Answers of the caller's clients; with them those of shared links for who sees every client."""

    queryset = Response.objects.select_related("version__survey", "invitation", "collector")
    permission_classes = (IsAuthenticated, HasRole)
    filter_backends = (Filters,)
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Response]:
        rows: QuerySet[Response] = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        if access.sees_everything(self.request.user):
            return rows.exclude(invitation__kind=TRIAL)
        visible = access.narrowed(Touchpoint.objects.all(), self.request.user)
        return rows.filter(invitation__in=visible.values("invitation_id"))

    def page(self) -> list[Response]:
        """The page of rows that the query asks for."""
        return list(self.paginate_queryset(self.filter_queryset(self.get_queryset())) or [])

    @property
    def reader(self) -> told.Reader:
        return told.Reader.of(self.request.user)


@extend_schema_view(
    list=extend_schema(summary="List submitted answers with their scores, or those begun"),
    retrieve=extend_schema(summary="Read one answer", parameters=[ID]),
)
class Responses(InScope):
    serializer_class = serializers.ResponseRow
    filterset_class = filters.ResponseFilters

    def list(self, request: Request, *args: Any, **kwargs: Any) -> http.Response:
        rows = told.told(self.page(), self.reader)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> http.Response:
        (row,) = told.told([self.get_object()], self.reader)
        return http.Response(self.get_serializer(row).data)


class AnswerPages(Pages):
    """A page holds all answers of so many responses: none is torn apart."""

    page_size = 50


@extend_schema_view(
    list=extend_schema(
        summary="List single answers, one row a question and response",
        description="In order of the response; `page_size` counts responses, whose answers stay together.",
    )
)
class Answers(InScope):
    serializer_class = serializers.AnswerRow
    filterset_class = filters.AnswerFilters
    pagination_class = AnswerPages

    def list(self, request: Request, *args: Any, **kwargs: Any) -> http.Response:
        rows = told.answered(self.page(), self.reader)
        if question := request.query_params.get("question"):
            rows = (row for row in rows if row.question == question)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
