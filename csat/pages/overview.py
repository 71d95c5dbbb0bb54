"""Where each role's day starts, and management's overview of the clients a reader sees and has chosen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from csat import access
from csat.access import Role
from csat.customers.models import Employee
from csat.customers.queries import local_day
from csat.reports import filters
from csat.reports.insight import lead
from csat.reports.overview import report
from csat.reports.period import Period

OVERVIEW_FIRST = {Role.MANAGEMENT, Role.ANALYST}
TODAY_FIRST = {Role.OPERATOR, Role.CARE_OWNER, Role.ADMINISTRATOR}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    roles = access.roles_of(request.user)
    if not roles:
        return render(request, "csat/no_role.html", status=403)
    if roles & OVERVIEW_FIRST:
        return HttpResponseRedirect(reverse("overview"))
    if roles & TODAY_FIRST:
        return HttpResponseRedirect(reverse("today"))
    mine = Employee.objects.filter(user_id=request.user.pk or 0, assignments__isnull=False).first()
    if mine:
        return HttpResponseRedirect(reverse("employee", args=[mine.uuid]))
    return HttpResponseRedirect(reverse("employees" if Role.HEAD in roles else "overview"))


@access.require(access.may_see_overview)
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = local_day(now)
    visible = access.accounts_visible_to(request.user)
    choices = filters.choices(visible, access.employees_visible_to(request.user), today)
    chosen = filters.read(request.GET, choices)
    found = report.build(
        filters.narrowed(visible, chosen, today),
        Period(today=today, months=chosen.months),
        now=now,
        with_words=access.may_see_people(request.user),
    )
    context = {"report": found, "choices": choices, "filters": chosen, "today": today}
    if access.may_read_insight(request.user):
        context["lead"] = lead.build(visible, today=today)
    return render(request, "csat/overview.html", context)
