"""/exclusions/: who is not asked for a time; asked for, approved or refused, lifted."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from csat import access
from csat.api.asking import refusals
from csat.api.asking.allowed import require
from csat.api.asking.filters import ExclusionFilters
from csat.api.asking.serializers import exclusions as rows
from csat.api.asking.serializers.strict import Because
from csat.api.reading import ID
from csat.api.scoping import HasRole
from csat.customers.models import Account, Contact
from csat.programs.actions import excluding
from csat.programs.models import Exclusion
from csat.programs.queries.exclusions import of_accounts
from surveys.api.listing import ById, Filters, Pages
from surveys.api.refusals import ConflictRefusal

FIELDS = ("reason", "words", "starts_on", "ends_on", "because")


@extend_schema_view(
    list=extend_schema(summary="List who of the caller's clients is not asked for a time"),
    retrieve=extend_schema(summary="Read one exclusion", parameters=[ID]),
)
class Exclusions(mixins.ListModelMixin, mixins.RetrieveModelMixin, ById):
    queryset = Exclusion.objects.none()
    serializer_class = rows.ExclusionRow
    filterset_class = ExclusionFilters
    filter_backends = (Filters,)
    pagination_class = Pages
    permission_classes = (IsAuthenticated, HasRole)

    def get_queryset(self) -> QuerySet[Exclusion]:
        if getattr(self, "swagger_fake_view", False):
            return Exclusion.objects.none()
        return of_accounts(access.accounts_visible_to(self.request.user))

    def get_serializer_context(self) -> dict[str, Any]:
        may = access.may_see_people(self.request.user) if self.request else True
        return {**super().get_serializer_context(), "may_see_people": may}

    @extend_schema(
        summary="Ask that a contact or client is not asked for a time",
        description="In force at once, or `waiting` where the company's rule wants an approval.",
        request=rows.NewExclusion,
        responses={201: rows.ExclusionRow, 409: ConflictRefusal},
    )
    def create(self, request: Request) -> Response:
        by = require(request, access.may_work_cases)
        sent = rows.NewExclusion(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        whom = _whom(request, said)
        if not access.may_ask_to_exclude(by, whom if isinstance(whom, Account) else whom.account):
            raise PermissionDenied
        with refusals.told(fields=FIELDS):
            row = excluding.ask(
                whom=whom,
                reason=said["reason"],
                words=said["words"],
                starts_on=said["starts_on"],
                ends_on=said["ends_on"],
                by=by,
                now=timezone.now(),
            )
        return self._told(row, status.HTTP_201_CREATED)

    @extend_schema(
        summary="Approve or refuse an exclusion that waits",
        description="For operators and administrators; never what one has asked for oneself.",
        parameters=[ID],
        request=rows.Decided,
        responses={200: rows.ExclusionRow, 409: ConflictRefusal},
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, **_path: Any) -> Response:
        row, by = self.get_object(), require(request, access.may_decide_exclusions)
        sent = rows.Decided(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals.told(fields=FIELDS):
            excluding.decide(exclusion=row, by=by, now=timezone.now(), **sent.validated_data)
        return self._told(row)

    @extend_schema(
        summary="End an exclusion before its day, or withdraw it",
        parameters=[ID],
        request=Because,
        responses={200: rows.ExclusionRow, 409: ConflictRefusal},
    )
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, **_path: Any) -> Response:
        row, by = self.get_object(), require(request, access.may_work_cases)
        sent = Because(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals.told(fields=FIELDS):
            excluding.lift(exclusion=row, by=by, now=timezone.now(), **sent.validated_data)
        return self._told(row)

    def _told(self, row: Exclusion, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, status=code)


def _whom(request: Request, said: Any) -> Contact | Account:
    found: Contact | Account | None
    if said.get("contact"):
        visible = access.narrowed(Contact.objects.select_related("account"), request.user)
        name, found = "contact", visible.filter(uuid=said["contact"]).first()
    else:
        visible_accounts = access.accounts_visible_to(request.user)
        name, found = "account", visible_accounts.filter(uuid=said["account"]).first()
    if found is None:
        raise ValidationError({name: [_("There is none that you may see.")]})
    return found
