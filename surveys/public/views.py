"""The survey behind a personal link: shows a page, takes a page, thanks."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from surveys.definition import answers as judge
from surveys.public import replies, taking, visits
from surveys.public.headers import private
from surveys.public.humans import doubts, nonce
from surveys.public.visits import Visit
from surveys.rendering import colours, pages

BRAND_CSS = ":root{{--a-light:{0.light};--on-light:{0.on_light};--a-dark:{0.dark};--on-dark:{0.on_dark}}}\n"


@private
@csrf_exempt  # no session stands behind the link: the page's own nonce does what the cookie would (nonce.py)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    visit = visits.find(token)
    if visit is None:
        return replies.unknown(request)
    if visit.is_answered and request.method == "POST":
        return _to(visit, "", visit.language(request.POST.get("_lang", "")))
    if visit.is_answered:
        return replies.thanks(visit, request.GET.get("lang", ""))
    if why := visit.closed(now):
        return replies.closed(visit, why, request.GET.get("lang", ""))
    return _take(request, visit, now) if request.method == "POST" else _show(request, visit, now)


def _show(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    wanted, number = request.GET.get("page", ""), visit.first_unanswered()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 3:
        reachable = judge.shown_pages(visit.questionnaire, visit.answers, visit.invitation.facts)
        number = max(
            (page for page in reachable if page < min(int(wanted), number + 1)), default=reachable[0]
        )
    given, preselected = dict(visit.answers), _preselected(request, visit)
    if preselected is not None:
        key, value = preselected
        number = number if given.get(key) == value else 0
        given[key] = value
    language = visit.language(request.GET.get("lang", ""))
    return HttpResponse(_page(visit, language=language, number=number, given=given, now=now))


def _preselected(request: HttpRequest, visit: Visit) -> tuple[str, int] | None:
    """The score whose link in the mail was followed: it is marked on the page, and stored nowhere (D11)."""
    question, wanted = visit.questionnaire.first_scale, request.GET.get("a", "")
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 3
    if (
        not is_number
        or question is None
        or question.scale is None
        or int(wanted) not in question.scale.points
    ):
        return None
    doubts.remember_link(visit.invitation, int(wanted))
    return question.key, int(wanted)


def _take(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    posting = taking.read(visit, request.POST)
    outcome = taking.take(posting, request.POST.get("_nonce", ""), now)
    if isinstance(outcome, taking.Taken):
        return _to(
            visit, f"page={outcome.number + 1}&" if outcome.number is not None else "", posting.language
        )
    html = _page(
        visit,
        language=posting.language,
        number=outcome.number,
        given=outcome.given,
        now=now,
        refused=outcome,
    )
    return HttpResponse(html, status=422)


def _page(
    visit: Visit,
    *,
    language: str,
    number: int,
    given: dict[str, object],
    now: datetime,
    refused: taking.Refused | None = None,
) -> str:
    state = pages.State(
        version_id=visit.invitation.version_id,
        language=language,
        number=number,
        given=given,
        nonce=nonce.make(visit.invitation, number, now),
        sequence=visit.sequence + 1,
        submission_id=str(refused.submission_id if refused else uuid4()),
        mistakes=refused.mistakes if refused else (),
        notice=refused.notice if refused else "",
    )
    return pages.render(visit.visitor, state)


def _to(visit: Visit, query: str, language: str) -> HttpResponse:
    """See other: reloading the next page posts nothing again."""
    return HttpResponseRedirect(f"{visit.visitor.path}?{query}lang={language}", status=303)


@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """The company's colour as CSS variables; its address carries the colour, so it may be kept for long."""
    colour = colours.accent(f"#{request.META.get('QUERY_STRING', '')}")
    response = HttpResponse(BRAND_CSS.format(colour), content_type="text/css")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
