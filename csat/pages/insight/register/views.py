"""The register of changes: its list, one change with its effect, and the form that keeps it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.queries import local_day
from csat.findings.actions import register, scheduling
from csat.findings.models import RegisteredChange, Study
from csat.pages.insight.register.forms import ChangeForm
from csat.reports.insight import effects as report
from surveys.errors import DomainError


@access.require(access.may_read_insight)
def effects(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.register(access.accounts_visible_to(request.user), today=today)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "today": today,
    }
    return render(request, "csat/insight_effects.html", context)


@access.require(access.may_read_insight)
def effect(request: HttpRequest, uuid: UUID) -> HttpResponse:
    today = local_day(timezone.now())
    change = get_object_or_404(RegisteredChange, uuid=uuid)
    found = report.build(access.accounts_visible_to(request.user), change, today=today)
    context = {
        "report": found,
        "standing": found.standing,
        "may_ask_again": access.may_ask_again(request.user),
        "today": today,
    }
    return render(request, "csat/insight_effect.html", context)


@access.require(access.may_ask_again)
def new(request: HttpRequest) -> HttpResponse:
    form = ChangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = register.record(told=form.told(), by=cast(User, request.user), now=timezone.now())
            messages.success(request, _("Recorded. What it did is computed within minutes."))
            return redirect("insight_effect", uuid=change.uuid)
        except DomainError as refused:
            form.refuse(refused)
    return _page(request, form, None)


@access.require(access.may_ask_again)
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    change = get_object_or_404(RegisteredChange, uuid=uuid)
    form = ChangeForm(request.POST or None, request.FILES or None, change=change)
    if request.method == "POST" and form.is_valid():
        try:
            register.revise(change=change, told=form.told(), now=timezone.now())
            messages.success(request, _("Corrected. What it did is computed anew."))
            return redirect("insight_effect", uuid=change.uuid)
        except DomainError as refused:
            form.refuse(refused)
    return _page(request, form, change)


def _page(request: HttpRequest, form: ChangeForm, change: RegisteredChange | None) -> HttpResponse:
    context = {"form": form, "change": change, "reached": change.accounts.count() if change else 0}
    return render(request, "csat/insight_effect_form.html", context, status=422 if form.errors else 200)


@require_POST
@access.require(access.may_ask_again)
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    change = get_object_or_404(RegisteredChange, uuid=uuid)
    name = change.name
    register.remove(change=change)
    messages.success(request, _("Removed from the register: %(name)s.") % {"name": name})
    return redirect("insight_effects")


@require_POST
@access.require(access.may_ask_again)
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing is computed while the user waits: the page they come back to shows how far it is."""
    study = Study.objects.filter(change__uuid=uuid).first()
    change = get_object_or_404(RegisteredChange, uuid=uuid)
    if study is not None and scheduling.ask_again(study=study, now=timezone.now()):
        messages.success(request, _("It is being computed again."))
    return redirect("insight_effect", uuid=change.uuid)
