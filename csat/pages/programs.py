"""Survey rules: their list, one rule with its sends and reasons, start and pause; why a contact is asked."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from csat import access
from csat.customers import queries as customers
from csat.customers.models import Contact
from csat.programs.actions import stopping
from csat.programs.eligibility import Reason
from csat.programs.models import Program
from csat.programs.queries import planned, repairs, showing
from surveys.errors import DomainError

REASONS = {
    Reason.CLEAR: lazy("asked"),
    Reason.ASKED_LATELY: lazy("put off: another survey is near"),
    Reason.ASKED_OFTEN: lazy("put off: enough surveys this year"),
    Reason.ACCOUNT_CLOSED: lazy("client closed"),
    Reason.LEFT: lazy("left the client"),
    Reason.NO_EMAIL: lazy("no e-mail address"),
    Reason.NO_LEGAL_BASIS: lazy("no legal basis"),
    Reason.SUPPRESSED: lazy("opted out or unreachable"),
    Reason.SEGMENT: lazy("other segment"),
    Reason.ROLE: lazy("other role"),
    Reason.BEFORE_START: lazy("older than the rule"),
    Reason.NOT_DRAWN: lazy("order not drawn"),
    Reason.TOO_OLD: lazy("too long ago"),
    Reason.ASKED_ALREADY: lazy("asked already"),
    Reason.ENOUGH_AT_ACCOUNT: lazy("others of the client take their turn"),
}


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
    found = showing.rule(
        get_object_or_404(Program.objects.select_related("survey"), uuid=uuid),
        access.accounts_visible_to(request.user),
        wanted=wanted if wanted in REASONS else "",
    )
    context = {
        "report": found,
        "rule": found.row.program,
        "reasons": [(row, REASONS.get(Reason(row.reason), row.reason)) for row in found.reasons],
        "currency": customers.company().base_currency,
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
        stopping.start(program=one, by=request.user, now=timezone.now())

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
def stop_day(request: HttpRequest, day: date) -> HttpResponse:
    held = stopping.stop_sends(
        day=day,
        accounts=access.accounts_visible_to(request.user),
        because=_("stopped by hand"),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Stopped. Mails of that day that wait: %(n)s.") % {"n": held})
    return redirect(_back(request))


@require_POST
@access.require(access.may_send)
def resume_day(request: HttpRequest, day: date) -> HttpResponse:
    sent = stopping.resume_sends(
        day=day, accounts=access.accounts_visible_to(request.user), by=request.user, now=timezone.now()
    )
    messages.success(request, _("Sending goes on. Mails of that day: %(n)s.") % {"n": sent})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    return back if back in ("today", "programs") else "programs"


@access.require(access.may_see_people)
def why_asked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    visible = access.narrowed(Contact.objects.select_related("account"), request.user)
    contact = visible.filter(uuid=uuid).first()
    if contact is None:
        raise Http404
    context = {"contact": contact, "explanations": showing.why(contact, now=timezone.now())}
    return render(request, "csat/why_asked.html", context)
