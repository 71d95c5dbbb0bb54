"""The list of answers with its filters, one answer, and the mark that all is read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.actions import reading
from csat.pages import reader
from csat.pages.answers.one import page
from csat.pages.answers.scoping import scope_of, visible
from csat.reports.answers import feed
from csat.reports.answers.wanted import read


@access.require(access.may_see_people)
def answers(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wanted = read(request.GET.dict())
    found = feed.build(scope_of(request), wanted, seen_at=reader.seen_at(request, now), now=now)
    context = {
        "report": found,
        "wanted": wanted,
        "may_export": access.may_export(request.user),
        "may_review": access.may_edit_surveys(request.user),
    }
    return render(request, "csat/answers.html", context)


@access.require(access.may_see_people)
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return page(request, visible(request, uuid))


@require_POST
@access.require(access.may_see_people)
def mark_read(request: HttpRequest) -> HttpResponse:
    mine = reader.employee(request)
    if mine is not None:
        reading.mark_answers_read(employee=mine, now=timezone.now())
    return redirect("answers")
