"""The pages of a link that takes no answer: the survey has ended, or the link is none of ours."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from surveys.public.replies import sheet
from surveys.public.visits import Visit, our_look
from surveys.rendering import frame
from surveys.rendering.phrasebook import book


def closed(visit: Visit, why: str, wanted_language: str) -> HttpResponse:
    """The survey has ended or was taken back."""
    language = visit.language(wanted_language)
    words = book(language)
    explanation = words(f"closed.{why}_words", date=words.day(visit.visitor.kept_until_on))
    context = sheet.of_visit(visit, language, words(f"closed.{why}")) | {"explanation": explanation}
    return HttpResponse(render_to_string("surveys/closed.html", context), status=410)


def unknown(request: HttpRequest) -> HttpResponse:
    """No such link: the same page, byte for byte, whatever is wrong with it."""
    words = book(get_language_from_request(request))
    context = frame.context(our_look(), words.language, words("closed.unknown")) | {
        "explanation": words("closed.unknown_words")
    }
    return HttpResponse(render_to_string("surveys/closed.html", context), status=404)
