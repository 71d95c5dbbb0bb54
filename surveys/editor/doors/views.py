"""The ways to answer of a survey: the list with a new one, one with its limits, pause and reopen."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.actions.collecting import collectors
from surveys.editor import allowed
from surveys.editor.doors import queries
from surveys.editor.doors.forms import DoorForm
from surveys.errors import DomainError
from surveys.models import Collector, Survey, SurveyVersion
from surveys.rendering import published


@require_http_methods(["GET", "POST"])
@allowed.to(allowed.VIEW)
def doors(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    version = survey.versions.order_by("-number").first()
    if request.method == "POST" and not request.user.has_perm(allowed.CHANGE):
        raise PermissionDenied
    form = DoorForm(request.POST or None, initial={"kind": "link"}, group=group_of(version))
    if request.method == "POST" and form.is_valid():
        return _opened(request, survey, form)
    rows = queries.doors(survey, timezone.now())
    context = {
        "survey": survey,
        "version": version,
        "is_anonymous": version is not None and published.questionnaire(version.pk).anonymous is not None,
        "doors": rows,
        "open": sum(row.state == "open" for row in rows),
        "answers": sum(row.answers for row in rows),
        "form": form,
        "may_change": request.user.has_perm(allowed.CHANGE),
    }
    return render(request, "surveys/editor/doors/list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed.to(allowed.VIEW)
def door(request: HttpRequest, uuid: UUID, door: UUID) -> HttpResponse:
    collector = collector_of(uuid, door)
    if request.method == "POST" and not request.user.has_perm(allowed.CHANGE):
        raise PermissionDenied
    act = request.POST.get("act", "")
    if act in ("pause", "reopen"):
        return _turned(request, collector, act)
    version = collector.survey.versions.order_by("-number").first()
    form = DoorForm(request.POST or None, collector=collector, group=group_of(version))
    if request.method == "POST" and form.is_valid():
        collectors.change(
            collector=collector,
            name=form.cleaned_data["name"],
            limits=form.limits(),
            by=allowed.person(request),
        )
        messages.success(request, _("Saved."))
        return _to(collector)
    status = 422 if form.errors else 200
    return render(
        request, "surveys/editor/doors/door.html", _context(request, collector, form), status=status
    )


def collector_of(survey: UUID, door: UUID) -> Collector:
    """The collector of an address, or 404."""
    found: Collector = get_object_or_404(
        Collector.objects.select_related("survey"), uuid=door, survey__uuid=survey
    )
    return found


def group_of(version: SurveyVersion | None) -> str:
    """The fact by which an anonymous survey sums up; empty where there is none."""
    anonymous = published.questionnaire(version.pk).anonymous if version else None
    return anonymous.group if anonymous else ""


def link(collector: Collector) -> str:
    """The address that people open, built from BASE_URL only."""
    return f"{settings.BASE_URL}{reverse('surveys:shared', args=[collector.slug])}"


def _opened(request: HttpRequest, survey: Survey, form: DoorForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        made = collectors.open_collector(
            survey=survey,
            kind=given["kind"],
            name=given["name"],
            limits=form.limits(),
            by=allowed.person(request),
            now=timezone.now(),
        )
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("survey_doors", uuid=survey.uuid)
    messages.success(request, _("It is open: whoever has the address can answer."))
    return _to(made)


def _turned(request: HttpRequest, collector: Collector, act: str) -> HttpResponse:
    try:
        if act == "pause":
            collectors.pause(collector=collector, by=allowed.person(request))
        else:
            collectors.reopen(collector=collector, by=allowed.person(request), now=timezone.now())
    except DomainError as refused:
        messages.error(request, str(refused))
    return _to(collector)


def _to(collector: Collector) -> HttpResponse:
    return redirect("survey_door", uuid=collector.survey.uuid, door=collector.uuid)


def _context(request: HttpRequest, collector: Collector, form: DoorForm) -> dict[str, Any]:
    script = f"{settings.BASE_URL}{reverse('surveys:widget', args=[collector.slug])}"
    version = collector.survey.versions.order_by("-number").first()
    return {
        "survey": collector.survey,
        "row": queries.door(collector, timezone.now()),
        "days": queries.days(collector, timezone.localdate()),
        "turned_away": queries.turned_away(collector),
        "languages": version.languages if version else [],
        "form": form,
        "link": link(collector),
        "snippet": f'<script src="{script}" async></script>',
        "base_url": settings.BASE_URL,
        "may_change": request.user.has_perm(allowed.CHANGE),
    }
