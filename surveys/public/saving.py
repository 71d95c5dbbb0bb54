"""Keeps single answers in the background while a page is filled in; the page's script posts them here."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from surveys.actions import answering
from surveys.public import taking
from surveys.public.doorway import by_link
from surveys.public.humans import nonce, whence
from surveys.public.taking import Posting
from surveys.public.visits import Visit
from surveys.rendering import posted


@by_link
def save(request: HttpRequest, visit: Visit, now: datetime) -> HttpResponse:
    """200 with the sequence; 409 with what was stored elsewhere meanwhile, or where no answer is taken."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if visit.is_answered or visit.closed(now) or not may_keep(visit):
        return JsonResponse({"is_over": True}, status=409)
    posting = replace(taking.read(visit, request.POST), whence=answering.Whence(whence.device(request)))
    opened_at = nonce.opened_at(request.POST.get("_nonce", ""), visit.door.subject, posting.number)
    if opened_at is None:
        return JsonResponse({"is_over": True}, status=409)
    keys = request.POST.get("_keys", "").split()
    try:
        if keys:
            _keep(posting, keys, opened_at, now)
    except answering.StalePage:
        return JsonResponse({"sequence": visit.sequence, "fields": _fields(posting)}, status=409)
    return JsonResponse({"sequence": posting.sequence if keys else visit.sequence})


def may_keep(visit: Visit) -> bool:
    """Whether an unfinished answer may be stored under a person's link."""
    return visit.door.keeps_pages and visit.questionnaire.anonymous is None


def _keep(posting: Posting, keys: list[str], opened_at: datetime, now: datetime) -> None:
    visit = posting.visit
    answering.save_some(
        asked=visit.invitation,
        page=posting.number,
        keys=keys,
        answers=posting.given,
        earlier=visit.answers,
        sequence=posting.sequence,
        language=posting.language,
        doubts=posting.doubts,
        opened_at=opened_at,
        today=now.astimezone(ZoneInfo(visit.door.zone)).date(),
        now=now,
        whence=posting.whence,
    )


def _fields(posting: Posting) -> dict[str, list[tuple[str, str]]]:
    """The page's stored answers as its form would post them, by question key."""
    stored = posting.visit.answers
    return {
        question.key: posted.fields(question, stored[question.key]) if question.key in stored else []
        for question in posting.visit.questionnaire.pages[posting.number].questions
        if question.takes_answer
    }
