"""Two versions of a survey side by side, or one and the draft."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from surveys.actions.drafting import history
from surveys.definition import comparing, document
from surveys.definition.problems import DocumentError
from surveys.definition.questionnaire import Questionnaire
from surveys.editor import allowed
from surveys.editor.shelf import queries as shelf
from surveys.editor.versions import saying
from surveys.models import Survey

DRAFT = "draft"


@allowed.to(allowed.VIEW)
def compare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    numbers = list(survey.versions.order_by("-number").values_list("number", flat=True))
    choices = [DRAFT, *map(str, numbers)]
    new = _chosen(request.GET.get("new", ""), choices, otherwise=DRAFT)
    old = _chosen(request.GET.get("old", ""), choices[1:], otherwise=choices[1] if numbers else "")
    context: dict[str, Any] = {
        "survey": survey,
        "row": shelf.row(survey, language=get_language() or "en"),
        "choices": choices,
        "old": old,
        "new": new,
    }
    return render(request, "surveys/editor/compare.html", context | _told(survey, old, new))


def _chosen(wanted: str, choices: list[str], *, otherwise: str) -> str:
    return wanted if wanted in choices else otherwise


def _told(survey: Survey, old: str, new: str) -> dict[str, Any]:
    """The changes by their subjects; without them where a draft is too incomplete to be read."""
    if not old:
        return {"subjects": [], "changes": 0}
    before = _questionnaire(survey, old)
    after = _questionnaire(survey, new)
    if before is None or after is None:
        return {"is_incomplete": True, "subjects": [], "changes": 0}
    changes = comparing.compare(before, after)
    told = saying.subjects(changes, before, after, get_language() or "en")
    breaks = sum(subject.breaks_trend for subject in told)
    return {"subjects": told, "changes": len(changes), "breaks": breaks}


def _questionnaire(survey: Survey, name: str) -> Questionnaire | None:
    try:
        if name == DRAFT:
            return document.parse(history.document_of(survey))
        return document.parse(survey.versions.get(number=int(name)).document)
    except DocumentError:
        return None
