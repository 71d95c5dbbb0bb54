"""The page after an anonymous answer: it has arrived, and nobody knows whose it is."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.public.replies import sheet
from surveys.public.visits import Visit
from surveys.rendering.phrasebook import book


def thanks(visit: Visit, wanted_language: str) -> HttpResponse:
    """Thanks that go by no answer: none is known any more."""
    language = visit.language(wanted_language)
    words = book(language)
    own = judge.thanks(visit.questionnaire, {}, visit.door.facts)
    spoken = visit.visitor.spoken(language)
    title = own.title.get(language) if own else ""
    context = sheet.of_visit(visit, language, piping.fill(title or words("anonymous.thanks"), spoken)) | {
        "text": piping.fill(own.text.get(language, ""), spoken) if own else "",
        "explanation": words("anonymous.thanks_words"),
        "close": words("thanks.close"),
    }
    return HttpResponse(render_to_string("surveys/thanks_anonymous.html", context))
