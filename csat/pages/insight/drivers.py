"""What goes together with overall satisfaction, for those who read pooled numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.reports.insight import drivers as report


@access.require(access.may_read_insight)
def drivers(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build(access.accounts_visible_to(request.user), today=today)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "may_see_answers": access.may_see_people(request.user),
        "today": today,
    }
    return render(request, "csat/insight_drivers.html", context)
