"""Pages that ask nothing: thanks, closed, unknown."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request

from surveys.definition.questionnaire import ContactWish, MeasureKind
from surveys.public.visits import Visit, our_look
from surveys.rendering import frame
from surveys.rendering.phrasebook import Phrasebook, book
from surveys.rendering.visitor import Look


def thanks(visit: Visit, wanted_language: str) -> HttpResponse:
    """The answer has arrived; what happens next."""
    language = visit.language(wanted_language)
    words = book(language)
    name = visit.visitor.fact("contact_name")
    title = words("thanks.title_name", contact_name=name) if name else words("thanks.title")
    context = _context(visit, language, title) | {
        "readers": words("thanks.readers", readers=visit.visitor.readers(words)),
        "next": words("thanks.next"),
        "steps": _steps(visit, words),
        "close": words("thanks.close"),
    }
    return HttpResponse(render_to_string("surveys/thanks.html", context))


def closed(visit: Visit, why: str, wanted_language: str) -> HttpResponse:
    """The survey has ended or was taken back."""
    language = visit.language(wanted_language)
    words = book(language)
    explanation = words(f"closed.{why}_words", date=words.day(visit.visitor.kept_until_on))
    context = _context(visit, language, words(f"closed.{why}")) | {"explanation": explanation}
    return HttpResponse(render_to_string("surveys/closed.html", context), status=410)


def unknown(request: HttpRequest) -> HttpResponse:
    """No such link: the same page, byte for byte, whatever is wrong with it."""
    words = book(get_language_from_request(request))
    context = frame.context(our_look(), words.language, words("closed.unknown")) | {
        "explanation": words("closed.unknown_words")
    }
    return HttpResponse(render_to_string("surveys/closed.html", context), status=404)


def _context(visit: Visit, language: str, title: str) -> dict[str, Any]:
    visitor = visit.visitor
    return frame.context(
        Look(visitor.look.name, visitor.look.accent, visitor.look.reply_name, visitor.look.reply_address),
        language,
        title,
        supplier=visitor.fact("supplier"),
        switch=[
            {"code": code, "name": book(code)("language"), "path": visitor.path}
            for code in visit.questionnaire.languages
            if code != language
        ],
        unsubscribe_path=visitor.unsubscribe_path,
    )


def _steps(visit: Visit, words: Phrasebook) -> list[dict[str, str]]:
    """What happens next, in order. Only what somebody has promised stands here."""
    response, sender = visit.response, visit.visitor.sender_name
    assert response is not None and response.submitted_at is not None  # only answered visits get here
    arrived = response.submitted_at.astimezone(ZoneInfo(visit.invitation.zone))
    steps = [
        {"when": f"{words.day(arrived, with_year=False)}, {arrived:%H:%M}", "what": words("thanks.arrived")},
        _contact_step(visit, words)
        or {"when": words("thanks.reading"), "what": words("thanks.reading_words", sender=sender)},
    ]
    quiet_until = visit.visitor.fact("quiet_until")
    if quiet_until:
        day = words.day(datetime.fromisoformat(quiet_until), with_year=False)
        steps.append({"when": words("thanks.quiet", date=day), "what": words("thanks.quiet_words")})
    return steps


def _contact_step(visit: Visit, words: Phrasebook) -> dict[str, str]:
    keys = [question.key for question in visit.questionnaire.measured(MeasureKind.CONTACT_WISH)]
    wish: dict[str, str] = next((visit.answers[key] for key in keys if key in visit.answers), {})
    if wish.get("choice") == ContactWish.NO:
        return {"when": words("thanks.no_call"), "what": words("thanks.no_call_words")}
    if wish.get("choice") == ContactWish.OTHER_PERSON:
        return {"when": words("thanks.call"), "what": words("thanks.call_other", who=wish["who"])}
    if wish.get("choice") != ContactWish.YES:
        return {}
    what = words("thanks.call_words", sender=visit.visitor.sender_name)
    for name in ("phone", "time"):
        what += words(f"thanks.call_{name}", **{name: wish[name]}) if name in wish else ""
    return {"when": words("thanks.call"), "what": what}
