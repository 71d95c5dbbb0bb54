"""Publishing the draft: what stands in its way, or what it changes, and the button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.actions import publishing
from surveys.actions.drafting import history, saving
from surveys.actions.publishing import Review
from surveys.definition import document
from surveys.definition.editing import places
from surveys.editor import allowed, ways
from surveys.editor.editing import faults
from surveys.editor.shelf import queries as shelf
from surveys.editor.versions import saying
from surveys.models import Survey


@allowed.to(allowed.PUBLISH)
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    if request.method == "POST":
        return _publish(request, survey)
    return _show(request, survey)


def _publish(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Publishes what the person saw; what somebody changed meanwhile is shown first."""
    seen = request.POST.get("revision", "")
    base_revision = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
    try:
        made = publishing.publish(
            survey=survey, by=allowed.person(request), now=timezone.now(), base_revision=base_revision
        )
    except saving.DraftConflict as conflict:
        told = _("%(name)s has edited the draft meanwhile. Look again.")
        messages.warning(request, told % {"name": conflict.by or _("Somebody")})
        return redirect("survey_publish", uuid=survey.uuid)
    except publishing.CannotPublish:
        return _show(request, survey)
    told = _("Version %(number)s is out: from now on it is asked.")
    messages.success(request, told % {"number": made.number})
    return redirect("survey", uuid=survey.uuid)


def _show(request: HttpRequest, survey: Survey) -> HttpResponse:
    review = publishing.review(survey, today=timezone.localdate())
    draft = history.document_of(survey)
    language = get_language() or "en"
    context = {
        "survey": survey,
        "row": shelf.row(survey, language=language),
        "problems": _problems(survey, draft, review, language),
        "changes": len(review.changes),
        "breaks": len({change.key for change in review.changes if change.breaks_trend}),
        "spoken": review.languages,
        "next": review.next_number,
        "questions": len(places.question_keys(draft)),
        "subjects": _subjects(survey, draft, review, language),
        "edit_url": ways.to("survey_edit", uuid=survey.uuid),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "surveys/editor/publish.html", context, status=status)


def _problems(survey: Survey, draft: dict[str, Any], review: Review, language: str) -> list[dict[str, str]]:
    """Each with the part of the survey where it is mended, and the way there."""
    found = faults.collect(draft, review.problems, (), language=language)
    return [
        {
            "part": fault.part,
            "what": fault.what,
            "mend": fault.mend,
            "url": ways.to("survey_edit", {"at": fault.at}, uuid=survey.uuid),
        }
        for fault in found.all
    ]


def _subjects(survey: Survey, draft: dict[str, Any], review: Review, language: str) -> list[saying.Subject]:
    if not review.changes:
        return []
    last = survey.versions.order_by("-number")[0]
    return saying.subjects(review.changes, document.parse(last.document), document.parse(draft), language)
