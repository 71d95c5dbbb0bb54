"""Sending as a whole: held and released, domains in trouble, stopped batches, possible duplicates."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.reports.programs import sending as report
from surveys.actions import holding, inviting
from surveys.actions.pacing import domains
from surveys.errors import DomainError
from surveys.models import Batch


@access.require(access.may_send)
def sending(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(request, "csat/sending.html", {"report": report.build(now=now), "now": now})


@require_POST
@access.require(access.may_send)
def hold(request: HttpRequest) -> HttpResponse:
    because = " ".join(request.POST.get("because", "").split())[:200]
    if not because:
        messages.error(request, _("Say why sending is held: colleagues will ask."))
        return redirect("sending")

    def act() -> None:
        holding.hold(because=because, by=request.user, now=timezone.now())

    return _act(request, act, _("Nothing more is sent until somebody releases it."))


@require_POST
@access.require(access.may_send)
def release(request: HttpRequest) -> HttpResponse:
    def act() -> None:
        holding.release(by=request.user, now=timezone.now())

    return _act(request, act, _("Sending goes on. What is due goes out now."))


@require_POST
@access.require(access.may_send)
def resume_batch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    batch = get_object_or_404(Batch, uuid=uuid)

    def act() -> None:
        inviting.resume_batch(batch=batch, now=timezone.now())

    return _act(request, act, _("Goes on: %(name)s.") % {"name": batch.name})


@require_POST
@access.require(access.may_send)
def limit_domain(request: HttpRequest) -> HttpResponse:
    domain, text = request.POST.get("domain", ""), request.POST.get("most", "").strip()
    if text and not (text.isascii() and text.isdigit()):
        messages.error(request, _("A limit is a whole number of mails an hour, or nothing for no limit."))
        return redirect("sending")

    def act() -> None:
        domains.limit(domain=domain, most_an_hour=int(text) if text else None, now=timezone.now())

    return _act(request, act, _("Kept: how many mails an hour %(domain)s gets.") % {"domain": domain})


@require_POST
@access.require(access.may_send)
def try_domain(request: HttpRequest) -> HttpResponse:
    domain = request.POST.get("domain", "")

    def act() -> None:
        domains.try_now(domain=domain, now=timezone.now())

    return _act(request, act, _("What waits for %(domain)s is tried now.") % {"domain": domain})


def _act(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("sending")
