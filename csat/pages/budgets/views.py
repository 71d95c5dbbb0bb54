"""Budgets: what a person and a client bear, what a change would have put off, and what else is agreed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers import queries as customers
from csat.customers.actions import company
from csat.pages.budgets import rows
from csat.pages.budgets.rows import Row
from csat.programs.actions import budgeting
from csat.programs.budgets import HOUSE
from csat.programs.models import Budget as BudgetRow
from csat.programs.queries.standing import sends
from csat.reports.asking import wear
from csat.reports.asking.wear import Wear
from csat.templatetags.labels import SURVEYS
from surveys.actions.suppressing import known_kinds
from surveys.errors import DomainError


@dataclass(frozen=True)
class Seen:
    """What the page shows: the rows, and what they would have changed where somebody asked."""

    rows: list[Row]
    wear: Wear | None = None
    is_wrong: bool = False


@access.require(access.may_set_rules)
def budgets(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, Seen(rows.shown(sends.budgets_in_force())))
    wish, written = request.POST.get("do", "look"), rows.read(request.POST)
    if wish == "house":
        budgeting.set_budgets(wanted=[], by=request.user, now=timezone.now())
        messages.success(request, _("The house’s budgets hold again."))
        return redirect("budgets")
    if wish == "add" or any(row.problem for row in written):
        return _page(request, Seen(written, is_wrong=wish != "add"))
    try:
        budgeting.check([row.budget for row in written])
    except DomainError as refused:
        words = f"{refused.what} {refused.mend}".strip()
        return _page(request, Seen(rows.marked(written, refused.where, words), is_wrong=True))
    if wish == "save":
        return _save(request, written)
    return _page(request, Seen(written, wear.of([row.budget for row in written], now=timezone.now())))


def _save(request: HttpRequest, written: list[Row]) -> HttpResponse:
    budgeting.set_budgets(wanted=[row.budget for row in written], by=request.user, now=timezone.now())
    messages.success(request, _("Saved. It holds for whoever is planned from now on."))
    return redirect("budgets")


def _page(request: HttpRequest, seen: Seen) -> HttpResponse:
    context = {
        "seen": seen,
        "rows": seen.rows if seen.rows and seen.rows[-1].is_blank else [*seen.rows, Row()],
        "in_force": sends.budgets_in_force(),
        "is_house": not BudgetRow.objects.exists(),
        "house": HOUSE,
        "kinds": [(kind, SURVEYS.get(kind, kind)) for kind in known_kinds()],
        "company": customers.company(),
    }
    return render(request, "csat/budgets.html", context, status=422 if seen.is_wrong else 200)


@require_POST
@access.require(access.may_set_rules)
def agreed(request: HttpRequest) -> HttpResponse:
    """Whether leaving out needs a second person, and which mail domains are ours."""
    try:
        company.set_rules_of_asking(
            exclusions_need_approval="approval" in request.POST,
            own_domains=request.POST.get("domains", "").replace(",", " ").split(),
        )
    except DomainError as refused:
        messages.error(request, f"{refused.what} {refused.mend}".strip())
    else:
        messages.success(request, _("Saved."))
    return redirect("budgets")
