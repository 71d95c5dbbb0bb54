"""What every page of insight gets: the report, how current it is, and what the reader may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day


def show(request: HttpRequest, template: str, report: Any) -> HttpResponse:
    """The page of a report that stands on one answer."""
    context = {
        "report": report,
        "standing": report.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "may_see_people": access.may_see_people(request.user),
        "today": local_day(timezone.now()),
    }
    return render(request, template, context)
