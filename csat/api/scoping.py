"""What all endpoints share: rows within the caller's scope, by public id, in pages, filtered strictly."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, viewsets
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from csat import access


class Filters(DjangoFilterBackend):
    """A misspelt filter is an error, not the whole table."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        known = set(getattr(self.get_filterset_class(view, queryset), "base_filters", ()))
        known |= {Pages.cursor_query_param, Pages.page_size_query_param}
        unknown = sorted(set(request.query_params) - known) if view.action == "list" else []
        if unknown:
            raise ValidationError({name: _("There is no such filter.") for name in unknown})
        return super().filter_queryset(request, queryset, view)


class Pages(CursorPagination):
    """Pages in order of the public id: each row once, however many are added meanwhile."""

    ordering: str | tuple[str, ...] = "uuid"
    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"
    orders_by_uuid = True

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= self.max_page_size):
            raise ValidationError({"page_size": _("A whole number from 1 to 500.")})
        return int(given)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Positions are ids: anything else was not written by us."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and self.orders_by_uuid:
            try:
                UUID(str(cursor.position))
            except ValueError as error:
                raise ValidationError({"cursor": _("Not a cursor of ours.")}) from error
        return cursor


class ById(viewsets.GenericViewSet[Any]):
    """Rows are found by `id` in the path; what is no id is no row."""

    lookup_url_kwarg = "id"
    lookup_value_regex = "[^/]+"
    lookup_column: ClassVar[str] = "uuid"
    is_uuid: ClassVar[bool] = True

    def get_object(self) -> Any:
        found = self.get_queryset().filter(**{self.lookup_column: self._wanted()}).first()
        if found is None:
            raise Http404
        return found

    def _wanted(self) -> UUID | str:
        given: str = self.kwargs["id"]
        try:
            return UUID(given) if self.is_uuid else given.replace("\0", "")
        except ValueError as error:
            raise Http404 from error


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
