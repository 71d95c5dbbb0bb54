"""Who gets in, and rows within the caller's scope."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from csat import access
from surveys.api.listing import ById, Filters, Pages


class HasRole(BasePermission):
    """For our people: a login without any role sees nothing, not even an empty list."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(access.roles_of(request.user))


class MayImport(BasePermission):
    """For those who keep the records: administrators and operators."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return access.may_import(request.user)


class BySession(BasePermission):
    """A token makes no tokens: else one that leaked would never end."""

    message = _("A token cannot make tokens. Log in with a browser.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or isinstance(request.successful_authenticator, SessionAuthentication)


class Scoped(mixins.ListModelMixin, mixins.RetrieveModelMixin, ById):
    """Reads rows that the caller may see; a foreign row is 404. `account_path` leads to the account."""

    pagination_class = Pages
    permission_classes = (IsAuthenticated, HasRole)
    filter_backends = (Filters,)
    account_path: ClassVar[str] = "account"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return access.narrowed(rows, self.request.user, account=self.account_path)

    def get_serializer_context(self) -> dict[str, Any]:
        may = access.may_see_people(self.request.user) if self.request else True
        return {**super().get_serializer_context(), "may_see_people": may}
