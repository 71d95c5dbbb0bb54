"""Our people who hold clients: their list, and the page of one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from csat import access
from csat.customers import queries as customers
from csat.customers.queries import local_day
from csat.reports import employee as people
from csat.reports.period import Period


@access.require(access.may_see_overview)
def employees(request: HttpRequest) -> HttpResponse:
    visible = access.employees_visible_to(request.user)
    mine = list(visible.values_list("uuid", "user_id")[:2])
    if len(mine) == 1 and mine[0][1] == request.user.pk:
        return HttpResponseRedirect(reverse("employee", args=[mine[0][0]]))
    period = Period(today=local_day(timezone.now()))
    found = people.colleagues(visible, period)
    context = {"colleagues": found, "currency": customers.company().base_currency}
    return render(request, "csat/employees.html", context)


@access.require(access.may_see_overview)
def employee(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    today = local_day(now)
    found = people.build(
        get_object_or_404(access.employees_visible_to(request.user), uuid=uuid),
        Period(today=today, months=people.SCORE_MONTHS),
        now=now,
        with_people=access.may_see_people(request.user),
    )
    is_me = found.employee.user_id == request.user.pk
    context = {
        "page": found,
        "today": today,
        "is_me": is_me,
        "may_see_left_out": access.may_work_cases(request.user),
    }
    return render(request, "csat/employee.html", context)
