"""The survey behind a personal link: shows a page, takes a page, thanks."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from surveys.definition import answers as judge
from surveys.public import attached, replies, taking
from surveys.public.doorway import by_link
from surveys.public.humans import doubts, hits, nonce
from surveys.public.visits import Visit
from surveys.rendering import pages


@by_link
def answer(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    if visit.is_answered and request.method == "POST":
        return _to(visit, "", visit.language(request.POST.get("_lang", "")))
    if visit.is_answered:
        return replies.thanks(visit, request.GET.get("lang", ""), now)
    if why := visit.closed(now):
        return replies.closed(visit, why, request.GET.get("lang", ""))
    return _take(request, visit, now) if request.method == "POST" else _show(request, visit, now)


@by_link
def change(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The submitted answers once more, to be changed: from the first page on, until the window ends."""
    if not visit.is_answered or (request.method == "GET" and not visit.changeable_until(now)):
        return _to(visit, "", visit.language(request.GET.get("lang", "")))
    visit = visit.to_change()
    return _take(request, visit, now) if request.method == "POST" else _show(request, visit, now)


def _show(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    wanted, number = request.GET.get("page", ""), visit.first_unanswered()
    if visit.is_changing and not wanted:
        wanted = "1"
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 3:
        reachable = judge.shown_pages(visit.questionnaire, visit.answers, visit.door.facts)
        number = max(
            (page for page in reachable if page < min(int(wanted), number + 1)), default=reachable[0]
        )
    given, preselected = dict(visit.answers), _preselected(request, visit, now)
    if preselected is not None:
        key, value = preselected
        number = number if given.get(key) == value else 0
        given[key] = value
    language = visit.language(request.GET.get("lang", ""))
    return HttpResponse(_page(visit, language=language, number=number, given=given, now=now))


def _preselected(request: HttpRequest, visit: Visit, now: datetime) -> tuple[str, int] | None:
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
    if hits.kind_of(request) is None:
        doubts.remember_link(visit, int(wanted), now)
    return question.key, int(wanted)


def _take(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    posting = taking.read(visit, request.POST, attached.of_request(request))
    outcome = taking.take(posting, request.POST.get("_nonce", ""), now)
    if isinstance(outcome, taking.Taken):
        if outcome.number is None:
            return _to(visit.with_thanks(), "", posting.language)
        return _to(visit, f"page={outcome.number + 1}&", posting.language)
    html = _page(
        visit,
        language=posting.language,
        number=outcome.number,
        given=outcome.given,
        now=now,
        refused=outcome,
    )
    return HttpResponse(html, status=outcome.status)


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
        version_id=visit.door.version_id,
        language=language,
        number=number,
        given=given,
        nonce=nonce.make(visit.door.subject, number, now),
        sequence=visit.sequence + 1,
        submission_id=str(refused.submission_id if refused else uuid4()),
        mistakes=refused.mistakes if refused else (),
        notice=refused.notice if refused else "",
        seed=visit.door.subject,
        today=now.astimezone(ZoneInfo(visit.door.zone)).date(),
        opened_at=_milliseconds(now),
        saved_at=_milliseconds(visit.response.saved_at) if visit.response and visit.response.saved_at else 0,
    )
    return pages.render(visit.visitor, state)


def _to(visit: Visit, query: str, language: str) -> HttpResponse:
    """See other: reloading the next page posts nothing again."""
    return HttpResponseRedirect(f"{visit.visitor.path}?{query}lang={language}", status=303)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
