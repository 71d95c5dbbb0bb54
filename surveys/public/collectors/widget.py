"""The widget's scripts: the one that another site includes, and the one inside the frame."""

import json
import re
from dataclasses import asdict
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from surveys.models import Collector, CollectorKind
from surveys.public.collectors import framing
from surveys.public.visits import our_look
from surveys.rendering import colours
from surveys.rendering.assets.styles import smaller
from surveys.rendering.phrasebook import book

KEPT_SECONDS = 300  # a paused survey disappears from other sites within minutes
WORDS = ("launch", "panel", "close", "dismiss")
REMARK = re.compile(r"^\s*//.*\n|^\s+", re.M)
NOTHING = "/* This survey takes no answers now. */\n"


@gzip_page
@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    """What a site includes; a collector that is closed leaves no launcher there."""
    if "\x00" in slug:
        raise Http404
    collector = (
        Collector.objects.select_related("survey").filter(slug=slug, kind=CollectorKind.WIDGET).first()
    )
    if collector is None:
        raise Http404
    now = timezone.now()
    is_over = collector.closes_at is not None and collector.closes_at <= now
    is_there = collector.is_open and not is_over and collector.survey.archived_at is None
    text = f"({_source()})({_settings(collector)});\n" if is_there else NOTHING
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def framed(request: HttpRequest, digest: str) -> HttpResponse:
    if digest != framing.digest():
        raise Http404
    response = HttpResponse(framing.script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _settings(collector: Collector) -> str:
    look = our_look()
    supplier = str(collector.facts.get("supplier") or look.name)
    languages = collector.survey.versions.order_by("-number").values_list("languages", flat=True)[0]
    return json.dumps(
        {
            "slug": collector.slug,
            "origin": settings.BASE_URL,
            "page": f"{settings.BASE_URL}{reverse('surveys:shared', args=[collector.slug])}?framed=1",
            "sites": collector.allowed_origins,
            "words": {language: _words(language, supplier) for language in languages},
            "colours": asdict(colours.accent(look.accent)),
            "css": _styles(),
        }
    )


def _words(language: str, supplier: str) -> dict[str, str]:
    words = book(language)
    return {name: words(f"doors.{name}", supplier=supplier) for name in WORDS}


@lru_cache(maxsize=1)
def _source() -> str:
    """The script without its remarks and its indentation."""
    text = (framing.FOLDER / "widget.js").read_text(encoding="utf-8")
    return REMARK.sub("", text).strip()


@lru_cache(maxsize=1)
def _styles() -> str:
    return smaller((framing.FOLDER / "widget.css").read_text(encoding="utf-8"))
