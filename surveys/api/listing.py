"""What every list of the API shares, on both floors: rows by public id, in pages, filtered strictly."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

LARGEST_NUMBER = 2**31 - 1


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

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        is_number = given.isascii() and given.isdigit() and len(given) < 10
        if not (is_number and 1 <= int(given) <= self.max_page_size):
            raise ValidationError({"page_size": _("A whole number from 1 to 500.")})
        return int(given)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Positions are of the column that orders: anything else was not written by us."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None:
            try:
                self.check_position(str(cursor.position))
            except ValueError as error:
                raise ValidationError({"cursor": _("Not a cursor of ours.")}) from error
        return cursor

    def check_position(self, text: str) -> None:
        """Raises ValueError for what no row's place can be."""
        UUID(text)


def number(text: str) -> int:
    """A position in an order of numbers. Raises ValueError for what the database could not compare."""
    if not (text.isascii() and text.isdigit() and len(text) < 13 and int(text) <= LARGEST_NUMBER):
        raise ValueError(text)
    return int(text)


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
