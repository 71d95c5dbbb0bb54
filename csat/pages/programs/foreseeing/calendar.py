"""The calendar of the coming 30 days."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from csat import access
from csat.customers.queries import local_day
from csat.pages.programs.reasons import REASONS
from csat.programs.reasons import Reason
from csat.reports import filters
from csat.reports.programs.ahead import calendar
from csat.reports.programs.ahead.days import Wish


@access.require(access.may_see_people)
def program_calendar(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = local_day(now)
    visible = access.accounts_visible_to(request.user)
    choices = filters.choices(visible, access.employees_visible_to(request.user), today)
    chosen = filters.read(request.GET, choices)
    found = calendar.build(
        filters.narrowed(visible, chosen, today),
        _wish(request.GET),
        language=(get_language() or "en").split("-")[0],
        now=now,
    )
    context = {
        "report": found,
        "reasons": [(row, REASONS.get(Reason(row.reason), row.reason)) for row in found.not_asked],
        "choices": choices,
        "filters": chosen,
        "may_send": access.may_send(request.user),
        "today": today,
    }
    return render(request, "csat/program_calendar.html", context)


def _wish(query: Mapping[str, str]) -> Wish:
    return Wish(as_if=query.get("as_if") == "1", rule=query.get("rule", ""), day=_day(query.get("day", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
