"""The survey behind a personal link: shows a page, takes a page, thanks."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from surveys.public import replies, serving
from surveys.public.doorway import by_link
from surveys.public.visits import Visit

SECONDS_OF_DOUBLE_CLICKS = 30


@by_link
def answer(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    if visit.may_answer_instead(now) and _began_earlier(request, visit, now):
        return _served(request, visit.to_answer_instead(), now)
    if visit.is_answered and request.method == "POST":
        return serving.onward(visit, "", visit.language(request.POST.get("_lang", "")))
    if visit.is_answered:
        return replies.thanks(visit, request.GET.get("lang", ""), now)
    if why := visit.closed(now):
        return replies.closed(visit, why, request.GET.get("lang", ""))
    return _served(request, visit, now)


@by_link
def change(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The submitted answers once more, to be changed: from the first page on, until the window ends."""
    is_theirs = visit.is_answered and visit.door.keeps_pages  # nobody knows which anonymous answer is whose
    if not is_theirs or (request.method == "GET" and not visit.changeable_until(now)):
        return serving.onward(visit, "", visit.language(request.GET.get("lang", "")))
    return _served(request, visit.to_change(), now)


@by_link
def answer_instead(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """The empty form where a program has answered in the person's place."""
    if not visit.may_answer_instead(now):
        return serving.onward(visit, "", visit.language(request.GET.get("lang", "")))
    return _served(request, visit.to_answer_instead(), now)


def _began_earlier(request: HttpRequest, visit: Visit, now: datetime) -> bool:
    """Whether this is the first page of somebody who opened it before a program had answered all of them.

    What comes within seconds, or is the same submission once more, is a double click or a replay, and gets
    the receipt of the first.
    """
    stored = visit.response
    if stored is None or stored.submitted_at is None or request.method != "POST":
        return False
    is_later = (now - stored.submitted_at).total_seconds() > SECONDS_OF_DOUBLE_CLICKS
    is_other = request.POST.get("_submission", "") != str(stored.submission_id)
    return is_later and is_other and request.POST.get("_page") == "1"


def _served(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    if request.method == "POST":
        return serving.take(request, visit, now).response
    return serving.show(request, visit, now)
