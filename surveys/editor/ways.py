"""Addresses of pages that an installation may lack: another floor's, another room's."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def to(name: str, query: dict[str, str] | None = None, **kwargs: object) -> str:
    """Where a page is; empty where there is none."""
    try:
        address = reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address
