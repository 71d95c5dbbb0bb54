"""Today: what support works through, and what clients answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.cases.models import Case
from csat.pages import reader
from csat.pages.answers.scoping import scope_of
from csat.reports import today as report


@access.require(access.may_work_cases)
def today(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = report.build(
        access.accounts_visible_to(request.user),
        access.narrowed(Case.objects.all(), request.user),
        scope_of(request),
        seen_at=reader.seen_at(request, now),
        now=now,
    )
    context = {
        "report": found,
        "may_send": access.may_send(request.user),
        "may_review": access.may_edit_surveys(request.user),
        "may_decide": access.may_decide_exclusions(request.user),
        "me": request.user.pk,
    }
    return render(request, "csat/today.html", context)
