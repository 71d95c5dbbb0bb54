"""The pages on what is lost: retention by satisfaction, and revenue at risk."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.pages.insight.showing import show
from csat.reports.insight.losses import retention as retained
from csat.reports.insight.losses import risk as at_risk


@access.require(access.may_read_insight)
def retention(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    report = retained.build(access.accounts_visible_to(request.user), today=today)
    return show(request, "csat/insight_retention.html", report)


@access.require(access.may_read_insight)
def risk(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    report = at_risk.build(access.accounts_visible_to(request.user), today=today)
    return show(request, "csat/insight_risk.html", report)
