"""Survey rules: their list, one rule with its sends and reasons, start, pause, trial and end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers import queries as customers
from csat.pages.programs.reasons import REASONS
from csat.programs.actions import stopping, trying
from csat.programs.eligibility import Reason
from csat.programs.models import Program
from csat.programs.queries import planned, repairs, showing
from csat.programs.readiness import starting
from csat.reports.asking import reach
from surveys.errors import DomainError


@access.require(access.may_send)
def programs(request: HttpRequest) -> HttpResponse:
    now, accounts = timezone.now(), access.accounts_visible_to(request.user)
    context = {
        "rules": showing.rules(accounts),
        "days": planned.sends_by_day(accounts),
        "orders": repairs.orders_without_contact(now=now, accounts=accounts),
        "contacts": repairs.contacts_to_repair(now=now, accounts=accounts),
    }
    return render(request, "csat/programs.html", context)


@access.require(access.may_send)
def program(request: HttpRequest, uuid: UUID) -> HttpResponse:
    wanted = request.GET.get("reason", "")
    rule = get_object_or_404(Program.objects.select_related("survey", "owner"), uuid=uuid)
    found = showing.rule(
        rule,
        access.accounts_visible_to(request.user),
        wanted=wanted if wanted in REASONS else "",
    )
    context = {
        "report": found,
        "rule": rule,
        "reasons": [(row, REASONS.get(Reason(row.reason), row.reason)) for row in found.reasons],
        "currency": customers.company().base_currency,
        "reach": reach.of(rule, listed=rule.chosen.values_list("contact_id", flat=True), now=timezone.now()),
        "listed_people": rule.chosen.count(),
    }
    return render(request, "csat/program.html", context)


def _act(request: HttpRequest, uuid: UUID, act: Callable[[Program], Any], done: str) -> HttpResponse:
    try:
        act(get_object_or_404(Program.objects.select_related("survey"), uuid=uuid))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("program", uuid=uuid)


@require_POST
@access.require(access.may_send)
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Program) -> None:
        starting.start(program=one, by=request.user, now=timezone.now())

    return _act(request, uuid, act, _("The survey rule runs. The first mails are planned within minutes."))


@require_POST
@access.require(access.may_send)
def pause(request: HttpRequest, uuid: UUID) -> HttpResponse:
    because = " ".join(request.POST.get("because", "").split())[:200] or _("paused by hand")

    def act(one: Program) -> None:
        stopping.pause(program=one, because=because, by=request.user, now=timezone.now())

    return _act(request, uuid, act, _("The survey rule pauses. What it had planned waits."))


@require_POST
@access.require(access.may_send)
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    because = " ".join(request.POST.get("because", "").split())[:200] or _("ended by hand")

    def act(one: Program) -> None:
        stopping.end(program=one, because=because, by=request.user, now=timezone.now())

    return _act(request, uuid, act, _("The survey rule has ended. What waited is cancelled."))


@require_POST
@access.require(access.may_send)
def trial(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Program) -> None:
        sent = trying.send(program=one, by=request.user, now=timezone.now())
        to = ", ".join(sorted({invitation.address for invitation in sent}))
        messages.info(request, _("Trial mails: %(n)s, to %(to)s.") % {"n": len(sent), "to": to})

    return _act(request, uuid, act, _("Tried on ourselves. Clients got nothing, and nothing counts."))
