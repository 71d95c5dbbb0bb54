"""Why the score changed between two periods, for those who read pooled numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.reports.insight import change as report


@access.require(access.may_read_insight)
def change(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    asked = request.GET.get("months", "")
    months = int(asked) if asked.isdecimal() and len(asked) < 3 else None
    found = report.build(access.accounts_visible_to(request.user), today=today, months=months)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "today": today,
    }
    return render(request, "csat/insight_change.html", context)
