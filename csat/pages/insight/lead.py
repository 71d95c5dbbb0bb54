"""Whether satisfaction moves before revenue, for those who read pooled numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.reports.insight import lead as report


@access.require(access.may_read_insight)
def lead(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build(access.accounts_visible_to(request.user), today=today)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "today": today,
    }
    return render(request, "csat/insight_lead.html", context)
