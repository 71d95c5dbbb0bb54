"""The endpoints to read: each names its rows, filters, serializer and the account that scopes it."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from csat import access
from csat.alerts import actions as alerts
from csat.api import filters, rows
from csat.api.scoping import HasRole, Scoped
from csat.api.serializers import asking, customers, signals
from surveys.api.listing import Filters, Pages
from surveys.definition.questionnaire import MeasureKind
from surveys.errors import DomainError

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


def described(one: str, many: str) -> Any:
    return extend_schema_view(
        list=extend_schema(summary=f"List {many}"),
        retrieve=extend_schema(summary=f"Read one {one}", parameters=[ID]),
    )


@described("client", "clients")
class Accounts(Scoped):
    queryset = rows.accounts()
    serializer_class = customers.AccountRow
    filterset_class = filters.AccountFilters
    account_path = "id"


@described("contact", "contacts")
class Contacts(Scoped):
    queryset = rows.contacts()
    serializer_class = customers.ContactRow
    filterset_class = filters.ContactFilters


@described("order", "orders")
class Deals(Scoped):
    queryset = rows.deals()
    serializer_class = customers.DealRow
    filterset_class = filters.DealFilters


@described("amount", "revenue by client and month")
class RevenueRows(Scoped):
    queryset = rows.revenue()
    serializer_class = customers.RevenueRow
    filterset_class = filters.RevenueFilters


@described("colleague", "our people whose page the login may open")
class Employees(Scoped):
    queryset = rows.employees()
    serializer_class = customers.EmployeeRow
    filterset_class = filters.EmployeeFilters

    def get_queryset(self) -> QuerySet[Any]:
        return rows.employees().filter(id__in=access.employees_visible_to(self.request.user).values("id"))


@described("assignment", "who holds which client, and held it")
class Assignments(Scoped):
    queryset = rows.assignments()
    serializer_class = customers.AssignmentRow
    filterset_class = filters.AssignmentFilters


@described("invitation", "invitations with their mails and why they were sent")
class Invitations(Scoped):
    queryset = rows.invitations()
    serializer_class = asking.InvitationRow
    filterset_class = filters.InvitationFilters
    lookup_column = "invitation__uuid"


class ScorePages(Pages):
    """In order of the answer; its dozen of measures stay together."""

    ordering = ("response_uuid", "measure")


@extend_schema_view(list=extend_schema(summary="List measured values, one row a measure and answer"))
class Scores(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    queryset = rows.scores()
    serializer_class = asking.ScoreRow
    filterset_class = filters.ScoreFilters
    permission_classes = (IsAuthenticated, HasRole)
    pagination_class = ScorePages
    filter_backends = (Filters,)

    def get_queryset(self) -> QuerySet[Any]:
        found = access.narrowed(rows.scores(), self.request.user)
        may = access.may_read_pressure(self.request.user)
        return found if may else found.exclude(measure=MeasureKind.PRESSURE)


@described("signal", "signals with their evidence and cases")
class Signals(Scoped):
    queryset = rows.signals()
    serializer_class = signals.SignalRow
    filterset_class = filters.SignalFilters

    @extend_schema(
        summary="Say whether a fall was real",
        parameters=[ID],
        request=signals.ReviewSerializer,
        responses={200: signals.SignalRow},
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        signal = self.get_object()
        if not access.may_work_cases(request.user):
            raise PermissionDenied
        sent = signals.ReviewSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            alerts.review(
                signal=signal, **sent.validated_data, by=cast(User, request.user), now=timezone.now()
            )
        except DomainError as error:
            raise ValidationError({"was_real": [ErrorDetail(str(error), code=error.code)]}) from error
        return Response(self.get_serializer(signal).data)
