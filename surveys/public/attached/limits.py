"""Stops reading a posted file that is too large, and still reads the rest of the form: answers are kept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from surveys.models.blobs import MOST_BYTES

MOST_BYTES_A_PAGE = 2 * MOST_BYTES  # of all files together


class MostBytes(FileUploadHandler):
    """First in line: what it skips no other handler keeps, neither in memory nor on disk."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: set[str] = set()
        self.all_bytes = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.file_bytes += len(raw_data)
        self.all_bytes += len(raw_data)
        if self.file_bytes > MOST_BYTES or self.all_bytes > MOST_BYTES_A_PAGE:
            self.too_large.add(self.field_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


def limit(request: HttpRequest) -> None:
    """Before anything of the form is read: keep to the limits."""
    request.upload_handlers = [MostBytes(request), *request.upload_handlers]


def too_large(request: HttpRequest) -> set[str]:
    """The fields whose file was not read to its end."""
    fields = [handler.too_large for handler in request.upload_handlers if isinstance(handler, MostBytes)]
    return set().union(*fields)
