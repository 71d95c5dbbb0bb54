"""What a person sees when it is our fault: what they wrote stays in the page, to be sent again."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from surveys.public.visits import NO_LOOK
from surveys.rendering import frame
from surveys.rendering.phrasebook import Phrasebook, book

RETRY_SECONDS = 30


def try_again(request: HttpRequest) -> HttpResponse:
    """The database is away: nothing was stored, and the page holds all that was posted."""
    words = _words(request)
    posted = list(_posted(request))
    name = "away_posted" if request.method == "POST" else "away_words"
    context = frame.context(NO_LOOK, words.language, words("sorry.away")) | {
        "explanation": words(f"sorry.{name}"),
        "path": request.get_full_path(),
        "posted": posted,
        "texts": _texts(posted),
        "yours": words("sorry.yours"),
        "button": words("sorry.again") if request.method == "POST" else "",
        "link": words("sorry.again") if request.method != "POST" else "",
    }
    response = HttpResponse(render_to_string("surveys/sorry.html", context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """More was posted than any form of ours holds."""
    words = _words(request)
    context = frame.context(NO_LOOK, words.language, words("sorry.too_large")) | {
        "explanation": words("sorry.too_large_words"),
        "path": request.get_full_path(),
        "link": words("sorry.back"),
    }
    return HttpResponse(render_to_string("surveys/sorry.html", context), status=413)


def _words(request: HttpRequest) -> Phrasebook:
    """In the page's own language where the form says it, else in the browser's."""
    try:
        wanted = request.POST.get("_lang", "") or request.GET.get("lang", "")
    except RequestDataTooBig:
        wanted = request.GET.get("lang", "")
    is_language = wanted.replace("-", "").isascii() and wanted.replace("-", "").isalnum()
    return book(wanted if is_language else get_language_from_request(request))


def _posted(request: HttpRequest) -> Any:
    return ((name, value) for name, values in request.POST.lists() for value in values)


def _texts(posted: list[tuple[str, str]]) -> list[str]:
    """The sentences among what was posted, for the person to see that they are there."""
    return [value for name, value in posted if not name.startswith("_") and " " in value.strip()]
