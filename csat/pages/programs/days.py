"""Sending of one day stopped and resumed."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.programs.actions import stopping


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
