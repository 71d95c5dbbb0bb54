"""The list of rounds, and one round or week with its people, its rates and how far it is."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from csat import access
from csat.pages.programs.reasons import REASONS
from csat.programs.eligibility import Reason
from csat.programs.models import Program, Wave
from csat.reports.programs import round as one_round
from csat.reports.programs import rounds as all_rounds
from csat.reports.programs.choosing import Chosen, monday_of
from csat.reports.programs.parts import Part

MOST_PAGES = 1000


@access.require(access.may_see_overview)
def rounds(request: HttpRequest) -> HttpResponse:
    found = all_rounds.build(
        access.accounts_visible_to(request.user),
        program=request.GET.get("rule", ""),
        before=_day(request.GET.get("before", "")),
        with_empty=access.sees_everything(request.user),
    )
    context = {"report": found, "may_send": access.may_send(request.user)}
    return render(request, "csat/rounds.html", context)


@access.require(access.may_see_overview)
def wave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return page(request, wave_of(uuid))


@access.require(access.may_see_overview)
def week(request: HttpRequest, uuid: UUID, day: date) -> HttpResponse:
    return page(request, week_of(uuid, day))


def wave_of(uuid: UUID) -> Chosen:
    found = get_object_or_404(Wave.objects.select_related("program__survey"), uuid=uuid)
    return Chosen(found.program, wave=found)


def week_of(uuid: UUID, day: date) -> Chosen:
    if day != monday_of(day):
        raise Http404
    return Chosen(get_object_or_404(Program.objects.select_related("survey"), uuid=uuid), monday=day)


def page(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    found = one_round.build(
        chosen,
        access.accounts_visible_to(request.user),
        wanted=request.GET.get("state", ""),
        page=_number(request.GET.get("page", "")),
        with_people=access.may_see_people(request.user),
        now=timezone.now(),
    )
    if not found.parts.planned and not access.sees_everything(request.user):
        raise Http404
    context = {
        "report": found,
        # It speaks of all clients.
        "sampling": found.sampling if access.sees_everything(request.user) else {},
        "reasons": [(row, REASONS.get(Reason(row.reason), row.reason)) for row in found.left],
        "states": Part,
        "may_send": access.may_send(request.user),
    }
    return render(request, "csat/round.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 6 else 0
