"""A questionnaire comes in by a file: looked at first, then kept as a survey or in a draft. And goes out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.actions.drafting import history, saving
from surveys.actions.interchange import files
from surveys.definition.exchange import reading
from surveys.definition.exchange.imported import Imported
from surveys.editor import allowed
from surveys.editor.interchange import report
from surveys.errors import DomainError
from surveys.models import Survey

NEW, DRAFT = "new", "draft"


@allowed.to(allowed.CHANGE)
def survey_import(request: HttpRequest) -> HttpResponse:
    """The form; with a file the report; with a looked-at document it is kept. GET and report keep nothing."""
    if request.method != "POST":
        return render(request, "surveys/editor/import.html", {"most": _megabytes()})
    try:
        imported = files.read(_posted(request))
    except files.Unreadable as error:
        context = {"refused": error.what, "most": _megabytes()}
        return render(request, "surveys/editor/import.html", context, status=422)
    do = request.POST.get("do")
    if do == NEW:
        return _keep(request, imported)
    return _put_in_draft(request, imported) if do == DRAFT else _report(request, imported)


def _posted(request: HttpRequest) -> bytes:
    """The file; or the document that the report carried back, read anew since it comes from outside."""
    if upload := request.FILES.get("file"):
        return bytes(upload.read(reading.MOST_BYTES + 1))
    return request.POST.get("document", "").encode("utf-8", "surrogatepass")


def _megabytes() -> int:
    return reading.MOST_BYTES // 1024 // 1024


def _report(
    request: HttpRequest, imported: Imported, *, problem: str = "", key: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = report.context(imported, language=get_language() or "en", key=key)
    return render(request, "surveys/editor/imported.html", context | {"problem": problem}, status=status)


def _keep(request: HttpRequest, imported: Imported) -> HttpResponse:
    key = request.POST.get("key", "").strip().lower()
    try:
        survey = files.keep(
            document=imported.document, key=key, by=allowed.person(request), now=timezone.now()
        )
    except files.KeyTaken as taken:
        return _report(request, imported, problem=str(taken), key=taken.free, status=409)
    except saving.CannotStore:
        problem = _("A key begins with a small letter and holds small letters, digits and hyphens.")
        return _report(request, imported, problem=problem, key=key, status=422)
    messages.success(request, _("Kept as a draft. Nothing is asked before you publish it."))
    return redirect("survey_edit", uuid=survey.uuid)


def _put_in_draft(request: HttpRequest, imported: Imported) -> HttpResponse:
    """`into` is the survey with the revision that was shown: an edit in between is not overwritten."""
    address, _sign, revision = request.POST.get("into", "").partition(":")
    survey = _survey(address)
    if survey is None or not revision.isdecimal():
        return _report(request, imported, problem=_("Choose the survey."), status=422)
    try:
        files.keep_in_draft(
            survey=survey,
            document=imported.document,
            base_revision=int(revision[:9]),
            by=allowed.person(request),
            now=timezone.now(),
        )
    except saving.DraftConflict as conflict:
        problem = _("%(name)s has edited this draft meanwhile. Look at it, then choose it again.")
        problem = problem % {"name": conflict.by or _("Somebody")}
        return _report(request, imported, problem=problem, status=409)
    except DomainError as refused:
        return _report(request, imported, problem=str(refused), status=422)
    messages.success(request, _("The draft is replaced. Undo brings the old one back."))
    return redirect("survey_edit", uuid=survey.uuid)


def _survey(address: str) -> Survey | None:
    try:
        return Survey.objects.filter(uuid=address, archived_at=None).first()
    except ValidationError:
        return None


@require_safe
@allowed.to(allowed.VIEW)
def survey_export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The draft as a file; `?version=2` a published version."""
    survey = get_object_or_404(Survey, uuid=uuid)
    number = request.GET.get("version", "")
    if number:
        wanted = int(number[:9]) if number.isdecimal() else 0
        version = get_object_or_404(survey.versions, number=wanted)
        document, name = version.document, f"{survey.key}-{version.number}.json"
    else:
        document, name = history.document_of(survey), f"{survey.key}.json"
    response = HttpResponse(files.exported(document), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
