"""Whether satisfaction moves before revenue, and what carries it: for those who read pooled numbers."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.pages.insight.showing import show
from csat.reports.insight import drivers as carrying
from csat.reports.insight import lead as leading


@access.require(access.may_read_insight)
def lead(request: HttpRequest) -> HttpResponse:
    accounts = access.accounts_visible_to(request.user)
    report = leading.build(accounts, today=local_day(timezone.now()))
    return show(request, "csat/insight_lead.html", report)


@access.require(access.may_read_insight)
def drivers(request: HttpRequest) -> HttpResponse:
    accounts = access.accounts_visible_to(request.user)
    report = carrying.build(accounts, today=local_day(timezone.now()))
    return show(request, "csat/insight_drivers.html", report)
