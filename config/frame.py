"""What the back office's frame shows on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    return {"INBOX_URL": settings.INBOX_URL}
