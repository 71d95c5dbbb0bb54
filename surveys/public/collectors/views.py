"""The survey behind a shared link, as a page of ours or in a frame of another site."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.actions.collecting.counting import Kind
from surveys.public import attached, replies, serving
from surveys.public.collectors import devices, finding, framing
from surveys.public.collectors.finding import THANKS, Found
from surveys.public.doors.shared import turn_away
from surveys.public.doorway import discreet, kindly
from surveys.public.headers import private
from surveys.public.humans import hits, nonce
from surveys.public.replies import sheet
from surveys.rendering.phrasebook import book


@private
@csrf_exempt  # as behind a personal link, the page's own nonce does what the cookie would
@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def shared(request: HttpRequest, slug: str, given: str = "", is_framed: bool = False) -> HttpResponse:
    now = timezone.now()
    attached.limit(request)
    found = finding.find(request, slug, given, is_framed=is_framed or "framed" in request.GET, now=now)
    if found is None:
        return replies.unknown(request)
    discreet(request, found.visit)
    if kind := hits.kind_of(request):
        hits.count(found.visit, kind, now)
    response = HttpResponse() if request.method == "HEAD" else _answered(request, found, given, now)
    if found.is_framed:
        framing.allow(response, found.collector)
    return response


@csrf_exempt
def framed(request: HttpRequest, slug: str, given: str = "") -> HttpResponse:
    """The same where another site's widget shows it."""
    return shared(request, slug, given, is_framed=True)


def _answered(request: HttpRequest, found: Found, given: str, now: datetime) -> HttpResponse:
    visit, language = found.visit, request.GET.get("lang", "")
    if visit.is_answered and request.method == "POST":
        return serving.onward(visit, "", visit.language(request.POST.get("_lang", "")))
    if visit.is_answered or (given == THANKS and not visit.door.keeps_pages):
        return replies.thanks(found.with_news(), language, now)
    if why := visit.closed(now):
        return replies.closed(visit, why, language)
    if _has_answered(request, found, now):
        return _once(found, language)
    return _posted(request, found, now) if request.method == "POST" else serving.show(request, visit, now)


def _has_answered(request: HttpRequest, found: Found, now: datetime) -> bool:
    """Whether this device answered before; who shares it may ask for another page, and then post that."""
    answered_at = devices.answered_at(request, found.collector)
    if answered_at is None or found.visit.response is not None:
        return False
    if request.method != "POST":
        return found.asks_once or not (found.has_ticket or "again" in request.GET)
    opened_at = nonce.opened_first(request.POST.get("_nonce", ""), found.visit.door.subject)
    is_again = opened_at is not None and opened_at > answered_at and not found.asks_once
    if not is_again:
        turn_away(found.collector, Kind.REPEATED, now)
    return not is_again


def _once(found: Found, wanted_language: str) -> HttpResponse:
    visit = found.with_news()
    language = visit.language(wanted_language)
    words = book(language)
    context = sheet.of_visit(visit, language, words("doors.answered")) | {
        "explanation": words("doors.answered_once" if found.asks_once else "doors.answered_words"),
        "again": "" if found.asks_once else words("doors.again"),
        "again_path": f"{found.collector_path}?again=1&lang={language}",
    }
    return HttpResponse(render_to_string("surveys/answered.html", context))


def _posted(request: HttpRequest, found: Found, now: datetime) -> HttpResponse:
    outcome = serving.take(request, found.visit, now)
    if not outcome.is_submitted:
        return outcome.response
    response = outcome.response
    if not found.visit.door.keeps_pages:
        language = found.visit.language(request.POST.get("_lang", ""))
        response = HttpResponse(status=303, headers={"Location": f"{found.thanks_path}?lang={language}"})
    devices.remember(response, found.collector)
    return response
