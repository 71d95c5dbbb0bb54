"""The address "/": sends each role to the page its day starts with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from csat import access
from csat.access import Role
from csat.customers.models import Employee

OVERVIEW_FIRST = {Role.MANAGEMENT, Role.ANALYST}
TODAY_FIRST = {Role.OPERATOR, Role.CARE_OWNER, Role.ADMINISTRATOR}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    roles = access.roles_of(request.user)
    if not roles:
        return render(request, "csat/no_role.html", status=403)
    if roles & OVERVIEW_FIRST or not roles & (TODAY_FIRST | {Role.MANAGER, Role.HEAD}):
        return HttpResponseRedirect(reverse("overview"))
    if roles & TODAY_FIRST:
        return HttpResponseRedirect(_first_of("today", "overview"))
    mine = Employee.objects.filter(user_id=request.user.pk).first()
    return HttpResponseRedirect(reverse("employee", args=[mine.uuid]) if mine else reverse("overview"))


def _first_of(*names: str) -> str:
    for name in names[:-1]:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse(names[-1])
