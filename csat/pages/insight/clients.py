"""How satisfied each client is, and the target they are held against."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.actions import company
from csat.customers.queries import local_day
from csat.pages.insight import choosing
from csat.reports.insight import clients as report
from surveys.errors import DomainError


@access.require(access.may_see_overview)
def clients(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    accounts, asked = choosing.chosen(request, today)
    found = report.build(accounts, today=today, page=choosing.page(request))
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "may_set": access.may_set_rules(request.user),
        "today": today,
    }
    return render(request, "csat/insight_clients.html", context | asked)


@require_POST
@access.require(access.may_set_rules)
def target(request: HttpRequest) -> HttpResponse:
    """Agree on a target; an empty one ends it."""
    text = request.POST.get("points", "").strip()
    try:
        company.set_target(points=int(text) if text else None)
        messages.success(request, _("The target is set.") if text else _("There is no target now."))
    except ValueError:
        messages.error(request, _("A target is a whole number from 1 to 100."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("insight_clients")
