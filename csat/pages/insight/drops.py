"""Whose satisfaction has fallen; and how many false alarms one will live with."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.alerts import actions
from csat.customers.queries import local_day
from csat.reports.insight import drops as report
from surveys.errors import DomainError


@access.require(access.may_see_overview)
def drops(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build(access.accounts_visible_to(request.user), today=today)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "may_set": access.may_set_rules(request.user),
        "may_work": access.may_work_cases(request.user),
        "today": today,
    }
    return render(request, "csat/insight_drops.html", context)


@require_POST
@access.require(access.may_set_rules)
def rate(request: HttpRequest) -> HttpResponse:
    """Choose a number of false alarms; its level is calibrated already."""
    return _set(request, "rate", lambda value, **by: actions.choose_false_alarms(rate=value, **by))


@require_POST
@access.require(access.may_set_rules)
def level(request: HttpRequest) -> HttpResponse:
    """Take the level that the reviews advise."""
    return _set(request, "level", lambda value, **by: actions.use_level(level=value, **by))


def _set(request: HttpRequest, name: str, act: Callable[..., Any]) -> HttpResponse:
    try:
        act(float(request.POST.get(name, "")), by=cast(User, request.user), now=timezone.now())
        messages.success(request, _("It holds from the next answer on."))
    except (ValueError, DomainError):
        messages.error(request, _("Choose one of the numbers offered."))
    return redirect("insight_drops")
