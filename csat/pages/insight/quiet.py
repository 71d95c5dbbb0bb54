"""What nobody says aloud: quiet declines, and clients who stopped answering."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.pages.insight.showing import show
from csat.reports.insight import quiet as report


@access.require(access.may_see_overview)
def decline(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build_decline(access.accounts_visible_to(request.user), today=today)
    return show(request, "csat/insight_decline.html", found)


@access.require(access.may_see_overview)
def silence(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build_silence(
        access.accounts_visible_to(request.user),
        today=today,
        with_people=access.may_see_people(request.user),
    )
    return show(request, "csat/insight_silence.html", found)
