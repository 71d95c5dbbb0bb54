"""Addresses that are not written to: the list, one looked up, adding, lifting, taking over a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.actions import suppressing
from surveys.editor import allowed, ways
from surveys.editor.suppressions import queries
from surveys.editor.suppressions.forms import AddForm, FindForm, ImportForm, LiftForm

A_PAGE = 50
FLAWS = 100


@allowed.to(allowed.CHANGE)
def suppressions(request: HttpRequest) -> HttpResponse:
    add = AddForm(request.POST if request.POST.get("do") == "add" else None)
    if add.is_bound and add.is_valid() and _added(request, add):
        return redirect("suppressions")
    return _page(request, add)


def _page(request: HttpRequest, add: AddForm) -> HttpResponse:
    find = FindForm(request.POST if request.POST.get("do") == "find" else None, label_suffix="")
    wanted = find.cleaned_data["address"].strip() if find.is_bound and find.is_valid() else ""
    reason, kind = request.GET.get("reason", ""), request.GET.get("kind")
    reason = reason if reason in suppressing.REASONS else ""
    rows = suppressing.suppressions(reason=reason, kind=kind if kind else None)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts()
    context: dict[str, Any] = {
        "find": find,
        "add": add,
        "wanted": wanted,
        "standing": suppressing.standing_of(wanted) if wanted else [],
        "counts": counts,
        "total": sum(row.n for row in counts),
        "reason": reason,
        "kind": kind or "",
        "page": page,
        "rules_url": ways.to("programs"),
    }
    status = 422 if add.errors else 200
    return render(request, "surveys/editor/suppressions/list.html", context, status=status)


def _added(request: HttpRequest, form: AddForm) -> bool:
    said = form.cleaned_data
    try:
        suppressing.add_by_hand(
            address=said["address"],
            note=said["note"],
            kind=said["kind"],
            by=allowed.person(request),
            now=timezone.now(),
        )
    except suppressing.SuppressionRefused as refused:
        form.add_error("address", f"{refused.what} {refused.mend}".strip())
        return False
    messages.success(request, _("Nobody writes to it any more. Mails that waited for it are stopped."))
    return True


@allowed.to(allowed.CHANGE)
def lift(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rows = suppressing.suppressions(is_lifted=None)
    row = get_object_or_404(rows, uuid=uuid)
    form = LiftForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            suppressing.lift(suppression=row, because=because, by=allowed.person(request), now=timezone.now())
            messages.success(request, _("It may be written to again. Mails stopped before stay stopped."))
            return redirect("suppressions")
        except suppressing.SuppressionRefused as refused:
            form.add_error(None, f"{refused.what} {refused.mend}".strip())
    context = {"row": row, "form": form, "is_own": row.reason == suppressing.UNSUBSCRIBED}
    status = 422 if form.errors else 200
    return render(request, "surveys/editor/suppressions/lift.html", context, status=status)


@allowed.to(allowed.CHANGE)
def take_over(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, label_suffix="")
    flaws: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data["file"].read()
            found = suppressing.import_file(data=data, by=allowed.person(request), now=timezone.now())
            messages.success(request, _said(found))
            return redirect("suppressions")
        except suppressing.ImportRefused as refused:
            form.add_error("file", refused.what)
            flaws = list(refused.flaws)
    context = {"form": form, "flaws": flaws[:FLAWS], "more": max(len(flaws) - FLAWS, 0)}
    status = 422 if form.errors else 200
    return render(request, "surveys/editor/suppressions/import.html", context, status=status)


def _said(found: suppressing.Imported) -> str:
    words = _("Rows: %(rows)s, new on the list: %(added)s, waiting mails stopped: %(stopped)s.")
    return words % {"rows": found.rows, "added": found.added, "stopped": found.stopped}
