"""A new survey: from the library, blank, or as a copy."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.actions.drafting import saving, starting
from surveys.editor import allowed, ways
from surveys.editor.shelf import ready
from surveys.models import Survey
from surveys.rendering import phrasebook


@allowed.to(allowed.CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _start_blank(request)
    return _offer(request)


def _offer(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    language = get_language() or "en"
    context = {
        "ready": ready.offered(language),
        "languages": phrasebook.languages(),
        "chosen": request.POST.getlist("language") or [language],
        "name": request.POST.get("name", ""),
        "problem": problem,
        "may_change": True,
        "import_url": ways.to("survey_import"),
    }
    return render(request, "surveys/editor/new.html", context, status=422 if problem else 200)


def _start_blank(request: HttpRequest) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[:200]
    known = phrasebook.languages()
    languages = [tag for tag in request.POST.getlist("language") if tag in known]
    if not name:
        return _offer(request, problem=_("Give the survey a name. Clients do not see it."))
    if not languages:
        return _offer(request, problem=_("Choose at least one language."))
    survey = starting.start_blank(
        name=name, languages=languages, by=allowed.person(request), now=timezone.now()
    )
    return redirect("survey_edit", uuid=survey.uuid)


@require_POST
@allowed.to(allowed.CHANGE)
def from_library(request: HttpRequest, key: str) -> HttpResponse:
    try:
        survey = starting.start_from_library(key, by=allowed.person(request), now=timezone.now())
    except starting.NotInLibrary as refused:
        messages.error(request, str(refused))
        return redirect("survey_new")
    messages.success(request, _("A survey of your own, worded like the ready one. Change what you like."))
    return redirect("survey_edit", uuid=survey.uuid)


@require_POST
@allowed.to(allowed.CHANGE)
def copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    try:
        made = starting.copy(survey=survey, by=allowed.person(request), now=timezone.now())
    except saving.CannotStore as refused:
        messages.error(request, str(refused))
        return redirect("survey", uuid=uuid)
    messages.success(request, _("A copy with the same words. Answers stay with the first survey."))
    return redirect("survey_edit", uuid=made.uuid)
