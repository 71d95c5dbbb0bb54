"""Turns errors that Django raises in its own way into the API's envelope."""

from django.core.exceptions import RequestDataTooBig
from drf_standardized_errors.handler import ExceptionHandler

from csat.api.wire.parsing import TooLarge


class Handler(ExceptionHandler):
    """Django says in its own way that a body is too large, where it was read before the parser."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        return super().convert_known_exceptions(exc)
