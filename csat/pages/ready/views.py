"""Ready to send: what is green and what is not, for all rules or for one that is about to start."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.programs.models import Program
from csat.programs.readiness import checks, starting
from surveys.actions.company import checking
from surveys.errors import DomainError
from surveys.models import Brand, SenderCheck


@access.require(access.may_send)
def ready(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@access.require(access.may_send)
def of_program(request: HttpRequest, uuid: UUID) -> HttpResponse:
    program = get_object_or_404(Program.objects.select_related("survey"), uuid=uuid)
    if request.method != "POST":
        return _page(request, program)
    despite = " ".join(request.POST.get("despite", "").split())
    try:
        starting.start(program=program, despite=despite, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, f"{refused.what} {refused.mend}".strip())
        return _page(request, program, status=409)
    messages.success(request, _("The survey rule runs. The first mails are planned within minutes."))
    return redirect("program", uuid=uuid)


def _page(request: HttpRequest, program: Program | None, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    found = checks.of_installation(now=now) + (checks.of_program(program, now=now) if program else [])
    context = {
        "checks": found,
        "in_the_way": checks.in_the_way(found),
        "rule": program,
        "brand": Brand.objects.defer("logo").first(),
        "asked": SenderCheck.objects.filter(name="dkim").first(),
        "may_overrule": access.may_administer(request.user),
        "here": request.path,
    }
    return render(request, "csat/ready.html", context, status=status)


@require_POST
@access.require(access.may_send)
def check_domain(request: HttpRequest) -> HttpResponse:
    selector = request.POST.get("selector", "").strip()[:63]

    def act() -> None:
        checking.check_domain(by=cast(User, request.user), now=timezone.now(), selector=selector)

    return _act(request, act, _("The DNS was asked."))


@require_POST
@access.require(access.may_send)
def name_reader(request: HttpRequest) -> HttpResponse:
    reader = request.POST.get("reader", "")
    return _act(request, lambda: checking.name_reader(reader=reader), _("Saved."))


@require_POST
@access.require(access.may_send)
def confirm_test_mail(request: HttpRequest) -> HttpResponse:
    def act() -> None:
        checking.confirm_test_mail(by=cast(User, request.user), now=timezone.now())

    return _act(request, act, _("Noted: the test mail arrived."))


def _act(request: HttpRequest, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except DomainError as refused:
        messages.error(request, f"{refused.what} {refused.mend}".strip())
    else:
        messages.success(request, done)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/programs/")
    return redirect(back if is_ours else reverse("ready"))
