"""The feed of answers with its filters, one answer, and the mark that all is read."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.actions import reading
from csat.pages import reader
from csat.programs.models import Touchpoint
from csat.reports import answer as one
from csat.reports import answers as feed


@access.require(access.may_see_people)
def answers(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wanted = _wanted(request.GET)
    found = feed.build(
        access.narrowed(Touchpoint.objects.all(), request.user),
        wanted,
        seen_at=reader.seen_at(request, now),
        now=now,
    )
    return render(request, "csat/answers.html", {"report": found, "wanted": wanted})


def _wanted(asked: QueryDict) -> feed.Wanted:
    return feed.Wanted(
        low=asked.get("low") == "1",
        side=asked.get("side", "").replace("\x00", "")[:50],
        account=_uuid(asked.get("account", "")),
        survey=asked.get("survey", ""),
        words=" ".join(asked.get("words", "").replace("\x00", "").split()),
        before=asked.get("before", ""),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@access.require(access.may_see_people)
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    visible = access.narrowed(Touchpoint.objects.all(), request.user)
    touchpoint = feed.answered(visible).filter(invitation__response__uuid=uuid).first()
    if touchpoint is None:
        raise Http404
    found = one.build(touchpoint, with_pressure=access.may_read_pressure(request.user), now=timezone.now())
    return render(request, "csat/answer.html", {"report": found})


@require_POST
@access.require(access.may_see_people)
def mark_read(request: HttpRequest) -> HttpResponse:
    mine = reader.employee(request)
    if mine is not None:
        reading.mark_answers_read(employee=mine, now=timezone.now())
    return redirect("answers")
