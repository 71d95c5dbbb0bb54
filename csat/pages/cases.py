"""The list of cases, one case, and what may be done to it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.alerts import actions as alerts
from csat.cases import actions
from csat.cases.models import Case, RootCause
from csat.customers.models import Employee
from csat.pages import reader
from csat.reports import case as page
from csat.reports import cases as listing
from surveys.errors import DomainError

REVIEWS = {"yes": True, "no": False}


@access.require(access.may_work_cases)
def cases(request: HttpRequest) -> HttpResponse:
    mine = reader.employee(request)
    show = request.GET.get("show", listing.OPEN)
    wanted = listing.Wanted(
        show=show if show in listing.SHOWN else listing.OPEN,
        owner_id=mine.id if mine else None,
        after=request.GET.get("after", ""),
    )
    found = listing.build(access.narrowed(Case.objects.all(), request.user), wanted, now=timezone.now())
    return render(request, "csat/cases.html", {"report": found, "wanted": wanted, "is_ours": mine})


@access.require(access.may_work_cases)
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _visible(request, uuid))


def _visible(request: HttpRequest, uuid: UUID) -> Case:
    return get_object_or_404(access.narrowed(Case.objects.with_subject(), request.user), uuid=uuid)


def _page(request: HttpRequest, chosen: Case, *, refused: DomainError | None = None) -> HttpResponse:
    """The case; after a refusal with the reason, and with what was typed still in its form."""
    context: dict[str, Any] = {"report": page.build(chosen, now=timezone.now()), "causes": RootCause.values}
    status = 200
    if refused is not None:
        status = 409 if isinstance(refused, actions.CaseClosed) else 422
        context |= {"refused": refused, "typed": request.POST}
    return render(request, "csat/case.html", context, status=status)


Act = Callable[[Case, User, datetime], Any]


def _act(request: HttpRequest, uuid: UUID, act: Act, done: str) -> HttpResponse:
    chosen = _visible(request, uuid)
    try:
        act(chosen, cast(User, request.user), timezone.now())
    except DomainError as refused:
        return _page(request, _visible(request, uuid), refused=refused)
    messages.success(request, done)
    return redirect("case", uuid=uuid)


@require_POST
@access.require(access.may_work_cases)
def acknowledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Case, by: User, now: datetime) -> Case:
        return actions.acknowledge(case=one, by=by, now=now)

    return _act(request, uuid, act, _("You have taken it up."))


@require_POST
@access.require(access.may_work_cases)
def assign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Case, by: User, now: datetime) -> Case:
        wanted = _uuid(request.POST.get("owner", ""))
        owner = Employee.objects.filter(uuid=wanted).first() if wanted else None
        if owner is None:
            raise actions.CaseIncomplete(_("Choose who takes it over."), where="owner")
        return actions.assign(case=one, owner=owner, by=by, now=now)

    return _act(request, uuid, act, _("The case was handed over."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@access.require(access.may_work_cases)
def plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Case, by: User, now: datetime) -> Case:
        step, on = request.POST.get("step", ""), _day(request.POST.get("on", ""))
        return actions.plan_step(case=one, step=step, on=on, by=by, now=now)

    return _act(request, uuid, act, _("The next step is planned."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@access.require(access.may_work_cases)
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Case, by: User, now: datetime) -> Case:
        return actions.note(case=one, text=request.POST.get("text", ""), by=by, now=now)

    return _act(request, uuid, act, _("Noted."))


@require_POST
@access.require(access.may_work_cases)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(one: Case, by: User, now: datetime) -> Case:
        cause, action = request.POST.get("root_cause", ""), request.POST.get("action", "")
        return actions.close(case=one, root_cause=cause, action=action, by=by, now=now)

    return _act(request, uuid, act, _("The case is closed."))


@require_POST
@access.require(access.may_work_cases)
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whether a fall was real; nothing chosen takes the answer back."""

    def act(one: Case, by: User, now: datetime) -> Any:
        was_real = REVIEWS.get(request.POST.get("was_real", ""))
        return alerts.review(signal=one.signal, was_real=was_real, by=by, now=now)

    return _act(request, uuid, act, _("Kept. It counts in the next look at the alarm level."))
