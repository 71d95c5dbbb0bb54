"""Putting a survey away, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.actions.drafting import shelving
from surveys.editor import allowed
from surveys.models import Survey


@allowed.to(allowed.CHANGE)
def archive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    if request.method == "POST":
        return _archived(request, survey)
    context = {
        "survey": survey,
        "waiting": shelving.waiting_invitations(survey),
        "doors": survey.collectors.filter(is_open=True),
    }
    return render(request, "surveys/editor/archive.html", context)


def _archived(request: HttpRequest, survey: Survey) -> HttpResponse:
    try:
        shelving.archive(survey=survey, now=timezone.now())
    except shelving.StillAsking as refused:
        messages.error(request, str(refused))
        return redirect("survey_archive", uuid=survey.uuid)
    messages.success(request, _("Archived. Its answers and trends stay."))
    return redirect("survey", uuid=survey.uuid)


@require_POST
@allowed.to(allowed.CHANGE)
def unarchive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    shelving.unarchive(survey=get_object_or_404(Survey, uuid=uuid))
    messages.success(request, _("The survey is back. Its shared links stay closed until you open them."))
    return redirect("survey", uuid=uuid)
