"""Writes a survey rule: which kind, the form with its live sentence, and a copy of one that is there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.customers import queries as customers
from csat.pages.programs.arranging import conditions, people
from csat.pages.programs.arranging.draft import Draft
from csat.programs.actions import arranging
from csat.programs.models import Program, ProgramKind
from surveys.errors import DomainError


@access.require(access.may_send)
def new(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in ProgramKind.values:
        return render(request, "csat/program_kinds.html", {"kinds": ProgramKind.values})
    draft = Draft(request, kind=kind)
    if request.method == "POST" and draft.is_to_be_saved and draft.is_valid():
        try:
            made = arranging.create(values=draft.values(), by=request.user, now=timezone.now())
            messages.success(request, _("Kept as a draft. Nobody is asked before you start it."))
            return redirect("program", uuid=made.uuid)
        except arranging.BadProgram as refused:
            draft.form.refuse(refused)
    return _page(request, draft)


@access.require(access.may_send)
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    program = get_object_or_404(Program.objects.select_related("survey", "owner"), uuid=uuid)
    draft = Draft(request, kind=program.kind, program=program)
    if request.method == "POST" and draft.is_to_be_saved and draft.is_valid():
        try:
            values = draft.values()
            arranging.change(program=program, values=values, by=request.user, now=timezone.now())
            messages.success(request, _("Saved. It holds for whoever is looked at from now on."))
            return redirect("program", uuid=uuid)
        except arranging.BadProgram as refused:
            draft.form.refuse(refused)
        except DomainError as refused:
            draft.form.add_error(None, f"{refused.what} {refused.mend}".strip())
    return _page(request, draft)


@require_POST
@access.require(access.may_send)
def look(request: HttpRequest) -> HttpResponse:
    """What the rule would say and whom it would reach, while it is being written. Nothing is kept."""
    kind = request.POST.get("kind", "")
    if kind not in ProgramKind.values:
        raise PermissionDenied
    draft = Draft(request, kind=kind)
    return render(request, "csat/_program_look.html", {"look": draft.look(timezone.now())})


@require_POST
@access.require(access.may_send)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows of conditions with one more, or one less."""
    found = conditions.read(request.POST)
    context = {"conditions": found, "facts": conditions.facts(request.POST.get("kind", ""))}
    return render(request, "csat/_program_conditions.html", {**context, **_words()})


@require_POST
@access.require(access.may_send)
def search(request: HttpRequest) -> HttpResponse:
    """People to put on the list of a one-off rule."""
    words = request.POST.get("who", "")
    found = people.found(words, access.accounts_visible_to(request.user))
    return render(request, "csat/_program_found.html", {"found": found, "words": words})


@require_POST
@access.require(access.may_send)
def copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    program = get_object_or_404(Program, uuid=uuid)
    name = _("%(name)s, copy") % {"name": program.name}
    try:
        made = arranging.copy(program=program, name=name[:200], by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("program", uuid=uuid)
    messages.success(request, _("Copied as a draft. Give it a name and change what differs."))
    return redirect("program_edit", uuid=made.uuid)


def _page(request: HttpRequest, draft: Draft) -> HttpResponse:
    is_wrong = request.method == "POST" and draft.is_to_be_saved
    context: dict[str, Any] = {
        "draft": draft,
        "form": draft.form,
        "kind": draft.kind,
        "rule": draft.program,
        "conditions": draft.rows,
        "facts": conditions.facts(draft.kind),
        "look": draft.look(timezone.now()),
        "currency": customers.company().base_currency,
        **_words(),
    }
    return render(request, "csat/program_form.html", context, status=422 if is_wrong else 200)


def _words() -> dict[str, Any]:
    return {"comparisons": conditions.COMPARISONS.items()}
