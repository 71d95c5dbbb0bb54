"""What nobody says aloud: quiet declines, and clients who stopped answering."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.reports.insight import quiet as report


@access.require(access.may_see_overview)
def decline(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build_decline(access.accounts_visible_to(request.user), today=today)
    return _page(request, "csat/insight_decline.html", found)


@access.require(access.may_see_overview)
def silence(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build_silence(
        access.accounts_visible_to(request.user),
        today=today,
        with_people=access.may_see_people(request.user),
    )
    return _page(request, "csat/insight_silence.html", found)


def _page(
    request: HttpRequest, template: str, found: report.DeclineReport | report.SilenceReport
) -> HttpResponse:
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "may_see_people": access.may_see_people(request.user),
        "today": local_day(timezone.now()),
    }
    return render(request, template, context)
