"""Scores by group, and the explanation of each of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.models import Account
from csat.customers.queries import local_day
from csat.reports import filters
from csat.reports.period import Period
from csat.reports.scores import measures, report, wish
from csat.reports.scores.explaining import report as explaining
from csat.reports.scores.report import Scope
from surveys.definition.questionnaire import MeasureKind


@access.require(access.may_see_overview)
def scores(request: HttpRequest) -> HttpResponse:
    view = _View.of(request, local_day(timezone.now()))
    found = report.build(view.scope, view.asked, view.period)
    may_export = access.may_export(request.user)
    return render(request, "csat/scores.html", {"report": found, "may_export": may_export, **view.context})


@access.require(access.may_see_overview)
def scores_explain(request: HttpRequest) -> HttpResponse:
    view = _View.of(request, local_day(timezone.now()))
    with_people = access.may_see_people(request.user)
    found = explaining.build(view.scope, view.asked, view.period, with_people=with_people)
    if found is None:
        raise Http404
    context = {"page": found, "with_people": with_people, **view.context}
    return render(request, "csat/scores_explain.html", context)


@dataclass(frozen=True)
class _View:
    """What both pages read from an address, within what the reader may see."""

    scope: Scope
    asked: wish.Wish
    period: Period
    context: dict[str, Any]

    @classmethod
    def of(cls, request: HttpRequest, today: date) -> "_View":
        user = request.user
        visible, employees = access.accounts_visible_to(user), access.employees_visible_to(user)
        choices = filters.choices(visible, employees, today)
        chosen = filters.read(request.GET, choices)
        known = measures.available(with_pressure=access.may_read_pressure(user))
        with_people = access.may_see_people(user)
        asked = wish.read(request.GET, known, with_people=with_people)
        scope = Scope(
            accounts=filters.narrowed(visible, chosen, today),
            employees=employees,
            # Only as a whole, and only where at least 5 clients are in it.
            company=Account.objects.all() if asked.measure.key != MeasureKind.PRESSURE else None,
        )
        given = {
            "measures": known,
            "ways": wish.ways(with_people=with_people),
            "choices": choices,
            "filters": chosen,
            "today": today,
        }
        return cls(scope, asked, Period(today=today, months=chosen.months), given | _kept(request, asked))


def _kept(request: HttpRequest, asked: wish.Wish) -> dict[str, Any]:
    """What the forms and links of a page carry on of its address."""
    query = request.GET.copy()
    return {
        "asked": asked,
        "measure": asked.measure,
        "query": query,
        "kept": {"by": asked.by, "measure": asked.measure.key},
        "kept_filters": {n: v for n, v in query.items() if n not in ("measure", "after", "key")},
    }
