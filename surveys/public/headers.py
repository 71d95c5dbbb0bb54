"""What every page behind a personal link says to browsers, caches and search engines."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page

from surveys.rendering.assets import styles

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",  # the link is the key: it must not leave with a click
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Mark a view's responses as nobody else's business; compressed, padded so that lengths tell nothing."""

    @gzip_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = styled(view(request, *args, **kwargs))
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return guarded


def styled(response: HttpResponse) -> HttpResponse:
    """Let the content security policy of a client's page allow the style that stands in it."""
    policy = dict(getattr(response, "_csp_update", None) or {})
    policy["style-src"] = [*policy.get("style-src", ()), *styles.sources()]
    response._csp_update = policy  # type: ignore[attr-defined]  # what csp.decorators.csp_update sets
    return response
