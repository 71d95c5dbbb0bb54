"""The versions of a survey: when, by whom, and what changed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from surveys.editor import allowed, ways
from surveys.editor.shelf import queries as shelf
from surveys.editor.versions import queries
from surveys.models import Survey


@allowed.to(allowed.VIEW)
def versions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    language = get_language() or "en"
    context = {
        "survey": survey,
        "row": shelf.row(survey, language=language),
        "versions": queries.versions(survey, language),
        "publish_url": ways.to("survey_publish", uuid=uuid),
        "may_publish": request.user.has_perm(allowed.PUBLISH),
    }
    return render(request, "surveys/editor/versions.html", context)
