"""The clients: their list, one client's page, and the search from every page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from csat import access
from csat.customers import queries as customers
from csat.customers.queries import local_day
from csat.reports import accounts as clients
from csat.reports import filters
from csat.reports.account import report
from csat.reports.period import Period


@access.require(access.may_see_overview)
def accounts(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    visible = access.accounts_visible_to(request.user)
    choices = filters.choices(visible, access.employees_visible_to(request.user), today)
    chosen = filters.read(request.GET, choices)
    asked = clients.wish(*(request.GET.get(name, "") for name in ("sort", "show", "after")))
    found = clients.build(filters.narrowed(visible, chosen, today), asked, Period(today=today))
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "clients": found,
        "asked": asked,
        "choices": choices,
        "filters": chosen,
        "today": today,
        "query": query,
    }
    return render(request, "csat/accounts.html", context)


@access.require(access.may_see_overview)
def account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    visible = access.accounts_visible_to(request.user)
    found = report.build(
        get_object_or_404(visible, uuid=uuid),
        visible,
        Period(today=local_day(now)),
        now=now,
        language=get_language() or "en",
        with_people=access.may_see_people(request.user),
    )
    colleagues = access.employees_visible_to(request.user).filter(
        id__in=[person.pk for person in (found.manager, found.care_owner) if person]
    )
    context = {
        "client": found,
        "linked": set(colleagues),
        "today": local_day(now),
        "may_exclude": access.may_ask_to_exclude(request.user, found.account),
    }
    return render(request, "csat/account.html", context)


@access.require(access.may_see_overview)
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:100]
    found = customers.find(
        q, access.accounts_visible_to(request.user), people=access.may_see_people(request.user)
    )
    return render(request, "csat/search.html", {"q": q, "found": found})
