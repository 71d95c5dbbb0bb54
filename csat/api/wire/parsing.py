"""Reads a request's JSON within limits: so large, so deep, and nothing that the database cannot hold."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
DEEPEST = 20


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is larger than %(limit)s bytes. Send fewer rows at once.") % {
        "limit": LARGEST
    }
    default_code = "too_large"


class BoundedJSONParser(JSONParser):
    """JSON of at most 2.5 MB and 20 levels; what PostgreSQL cannot store is refused here, by name."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {}).get("request")
        if request is not None and int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise TooLarge
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"JSON parse error - {str(error)[:200]}") from error
        _check(data)
        return data


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _check(data: Any) -> None:
    """No NUL, no half surrogate pair, not too deep: level by level, so that depth costs no stack."""
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ParseError(_("The JSON is nested more than %(depth)s levels deep.") % {"depth": DEEPEST})
        for text in _texts(level):
            if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
                raise ParseError(_("A text holds a character that cannot be stored (NUL or half a pair)."))
        level = [child for value in level for child in _children(value)]


def _texts(values: list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
