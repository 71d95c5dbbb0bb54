"""Pauses a round or week, lets it go on, ends it for good after a page that says what that means."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from csat import access
from csat.pages.programs.watching.rounds import wave_of, week_of
from csat.programs.actions import rounds
from csat.programs.models import Touchpoint
from csat.reports.programs import parts
from csat.reports.programs.choosing import Chosen
from surveys.errors import DomainError


@require_POST
@access.require(access.may_send)
def pause_wave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _pause(request, wave_of(uuid))


@require_POST
@access.require(access.may_send)
def pause_week(request: HttpRequest, uuid: UUID, day: date) -> HttpResponse:
    return _pause(request, week_of(uuid, day))


@require_POST
@access.require(access.may_send)
def resume_wave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _resume(request, wave_of(uuid))


@require_POST
@access.require(access.may_send)
def resume_week(request: HttpRequest, uuid: UUID, day: date) -> HttpResponse:
    return _resume(request, week_of(uuid, day))


@require_http_methods(["GET", "HEAD", "POST"])
@access.require(access.may_send)
def end_wave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _end(request, wave_of(uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@access.require(access.may_send)
def end_week(request: HttpRequest, uuid: UUID, day: date) -> HttpResponse:
    return _end(request, week_of(uuid, day))


def _pause(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    because, now = _because(request, _("paused by hand")), timezone.now()
    try:
        if chosen.wave:
            held = rounds.pause_round(wave=chosen.wave, because=because, by=request.user, now=now)
        else:
            held = rounds.hold(touchpoints=_all(request, chosen), because=because, by=request.user, now=now)
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Paused. Mails that wait: %(n)s.") % {"n": held})
    return _back(chosen)


def _resume(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    now = timezone.now()
    try:
        if chosen.wave:
            waiting = rounds.resume_round(wave=chosen.wave, by=request.user, now=now)
        else:
            waiting = rounds.let_go(touchpoints=_all(request, chosen), now=now)
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Sending goes on. Mails that wait their time: %(n)s.") % {"n": waiting})
    return _back(chosen)


def _end(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    if request.method != "POST":
        found = parts.parts(_all(request, chosen))
        return render(request, "csat/round_end.html", {"chosen": chosen, "parts": found})
    because, now = _because(request, _("stopped for good by hand")), timezone.now()
    try:
        if chosen.wave:
            ended = rounds.end_round(wave=chosen.wave, because=because, by=request.user, now=now)
        else:
            ended = rounds.withdraw(
                touchpoints=_all(request, chosen), because=because, by=request.user, now=now
            )
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        done = ngettext(
            "Stopped for good: %(n)s mail was taken back.",
            "Stopped for good: %(n)s mails were taken back.",
            ended,
        )
        messages.success(request, done % {"n": ended})
    return _back(chosen)


def _all(request: HttpRequest, chosen: Chosen) -> QuerySet[Touchpoint]:
    return chosen.touchpoints(access.accounts_visible_to(request.user))


def _because(request: HttpRequest, default: str) -> str:
    return " ".join(request.POST.get("because", "").split())[:200] or default


def _back(chosen: Chosen) -> HttpResponse:
    if chosen.wave:
        return redirect("round", uuid=chosen.wave.uuid)
    return redirect("round_week", uuid=chosen.program.uuid, day=chosen.monday)
