"""A page inside another site: which sites may show it, and what the page itself needs to fit in there."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from surveys.models import Collector

FOLDER = Path(__file__).resolve().parents[2] / "static" / "widget"
NOBODY = "'none'"


def allow(response: HttpResponse, collector: Collector) -> None:
    """Let the collector's sites, and no others, show this response in a frame."""
    replaced = dict(getattr(response, "_csp_replace", None) or {})
    replaced["frame-ancestors"] = list(collector.allowed_origins) or [NOBODY]
    response._csp_replace = replaced  # type: ignore[attr-defined]  # as csp.decorators.csp_replace does
    # The older header knows no list: left out, the policy alone decides.
    response.xframe_options_exempt = bool(collector.allowed_origins)


def head(collector: Collector, *, is_answered: bool = False) -> SafeString:
    """What a framed page loads beside its form: it tells the site its height, and when it is done."""
    return format_html(
        '<script src="{}" data-slug="{}" data-sites="{}" data-answered="{}" defer></script>\n',
        reverse("surveys:framed_script", args=[digest()]),
        collector.slug,
        " ".join(collector.allowed_origins),
        "yes" if is_answered else "",
    )


@lru_cache(maxsize=1)
def script() -> bytes:
    return (FOLDER / "framed.js").read_bytes()


def digest() -> str:
    """Stands in the script's address, so that browsers may keep it for good."""
    return hashlib.sha256(script()).hexdigest()[:16]
