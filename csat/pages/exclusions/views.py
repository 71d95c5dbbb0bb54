"""Who is left out for a time: the list by manager, the form, approving, refusing and lifting."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.models import Account, Contact
from csat.customers.queries import local_day
from csat.pages.exclusions.forms import ExclusionForm
from csat.programs.actions import excluding
from csat.programs.models import Exclusion, ExclusionState
from csat.programs.queries.exclusions import of_accounts
from csat.reports.asking import exclusions as report
from surveys.errors import DomainError


@access.require(access.may_work_cases)
def exclusions(request: HttpRequest) -> HttpResponse:
    found = report.build(access.accounts_visible_to(request.user), today=local_day(timezone.now()))
    context = {
        "report": found,
        "may_decide": access.may_decide_exclusions(request.user),
        "me": request.user.pk,
    }
    return render(request, "csat/exclusions.html", context)


@access.require(access.may_work_cases)
def new(request: HttpRequest) -> HttpResponse:
    whom = _whom(request)
    account = whom if isinstance(whom, Account) else whom.account
    if not access.may_ask_to_exclude(request.user, account):
        raise PermissionDenied
    form = ExclusionForm(request.POST or None, today=local_day(timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            return _ask(request, whom, form)
        except DomainError as refused:
            form.refuse(refused)
    context = {
        "form": form,
        "account": account,
        "contact": whom if isinstance(whom, Contact) else None,
        "people": account.contacts.filter(left_on=None).count(),
        "approval": report.approval_rule(),
    }
    return render(request, "csat/exclusion_new.html", context, status=422 if form.errors else 200)


def _whom(request: HttpRequest) -> Contact | Account:
    """A contact or a client within the reader's view; 404 for everything else."""
    found: Contact | Account | None = None
    if wanted := _uuid(request.GET.get("contact", "")):
        visible = access.narrowed(Contact.objects.select_related("account"), request.user)
        found = visible.filter(uuid=wanted).first()
    elif wanted := _uuid(request.GET.get("account", "")):
        found = access.accounts_visible_to(request.user).filter(uuid=wanted).first()
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ask(request: HttpRequest, whom: Contact | Account, form: ExclusionForm) -> HttpResponse:
    said = form.cleaned_data
    row = excluding.ask(
        whom=whom,
        reason=said["reason"],
        words=said["words"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        by=cast(User, request.user),
        now=timezone.now(),
    )
    if row.state == ExclusionState.WAITING:
        messages.info(request, _("A colleague has to approve it. Until then the client is asked as before."))
    else:
        messages.success(request, _("Left out. What was planned for these days is taken back."))
    return redirect("exclusions")


@require_POST
@access.require(access.may_work_cases)
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    approve = request.POST.get("do") == "approve"

    def act(row: Exclusion) -> None:
        because = _because(request)
        excluding.decide(exclusion=row, approve=approve, because=because, by=request.user, now=timezone.now())

    done = _("Approved. What was planned for these days is taken back.") if approve else _("Refused.")
    return _act(request, uuid, act, done)


@require_POST
@access.require(access.may_work_cases)
def lift(request: HttpRequest, uuid: UUID) -> HttpResponse:
    def act(row: Exclusion) -> None:
        excluding.lift(exclusion=row, because=_because(request), by=request.user, now=timezone.now())

    return _act(request, uuid, act, _("Ended. From now on the survey rules look at them again."))


def _act(request: HttpRequest, uuid: UUID, act: Callable[[Exclusion], None], done: str) -> HttpResponse:
    row = of_accounts(access.accounts_visible_to(request.user)).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    try:
        act(row)
    except DomainError as refused:
        messages.error(request, f"{refused.what} {refused.mend}".strip())
    else:
        messages.success(request, done)
    return redirect("today" if request.POST.get("back") == "today" else "exclusions")


def _because(request: HttpRequest) -> str:
    return " ".join(request.POST.get("because", "").split())[:500]
