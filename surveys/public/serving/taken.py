"""Takes a posted page and leads on: to the next one, to the thanks, or to the same with its mistakes."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from surveys.definition import answers as judge
from surveys.public import attached, taking
from surveys.public.doors.invited import Invited
from surveys.public.humans import doubts, whence
from surveys.public.serving import carrying, showing
from surveys.public.visits import Visit


@dataclass(frozen=True)
class Outcome:
    """What the person sees next, and whether the whole answer has arrived."""

    response: HttpResponse
    is_submitted: bool = False


def take(request: HttpRequest, visit: Visit, now: datetime) -> Outcome:
    """Take what was posted: a page, the whole answer, or the wish to go back a page."""
    posting = _read(request, visit)
    if not visit.door.keeps_pages:
        visit = carrying.taken_up(visit, posting.number, request.POST, now)
        posting = taking.read(visit, request.POST)
        if "_back" in request.POST:
            return Outcome(_back(posting, now))
    outcome = taking.take(posting, request.POST.get("_nonce", ""), now)
    if isinstance(outcome, taking.Taken):
        return _further(posting, outcome, now)
    html = showing.page(
        visit,
        language=posting.language,
        number=outcome.number,
        given=outcome.given,
        now=now,
        refused=outcome,
    )
    return Outcome(HttpResponse(html, status=outcome.status))


def _read(request: HttpRequest, visit: Visit) -> taking.Posting:
    """What was posted, and by whom as far as that is kept: of people whom we wrote to by name only."""
    posting = taking.read(visit, request.POST, attached.of_request(request))
    agent = doubts.agent_of(request)
    if not isinstance(visit.door, Invited):
        return replace(posting, agent=agent)
    return replace(posting, agent=agent, whence=whence.of_request(request))


def onward(visit: Visit, query: str, language: str) -> HttpResponse:
    """See other: reloading the next page posts nothing again."""
    return HttpResponseRedirect(f"{visit.visitor.path}?{query}lang={language}", status=303)


def _further(posting: taking.Posting, taken: taking.Taken, now: datetime) -> Outcome:
    visit, language = posting.visit, posting.language
    if taken.number is None:
        return Outcome(onward(visit.with_thanks(), "", language), is_submitted=True)
    if visit.door.keeps_pages:
        return Outcome(onward(visit, f"page={taken.number + 1}&", language))
    visit = carrying.with_answers(visit, taken.answers)
    html = showing.page(visit, language=language, number=taken.number, given=visit.answers, now=now)
    return Outcome(HttpResponse(html))


def _back(posting: taking.Posting, now: datetime) -> HttpResponse:
    """The page before, with everything as it was typed here still carried along."""
    visit = carrying.with_answers(posting.visit, posting.others | posting.given)
    shown = judge.shown_pages(visit.questionnaire, visit.answers, visit.door.facts)
    number = max((page for page in shown if page < posting.number), default=shown[0])
    html = showing.page(visit, language=posting.language, number=number, given=visit.answers, now=now)
    return HttpResponse(html)
