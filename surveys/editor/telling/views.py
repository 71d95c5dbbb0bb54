"""Write, look at it as clients will, tell; the list of what was told, and taking it back."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.actions.afterwards import telling
from surveys.actions.afterwards.telling import CannotTell
from surveys.editor import allowed
from surveys.editor.telling import told
from surveys.models import Survey, WhatWeDid
from surveys.rendering.phrasebook import book


@dataclass(frozen=True)
class Written:
    """What was typed into the form."""

    first: date | None
    last: date | None
    texts: dict[str, str]


@require_http_methods(["GET", "POST"])
@allowed.to(allowed.VIEW)
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    if request.method == "POST" and not request.user.has_perm(allowed.CHANGE):
        raise PermissionDenied
    written = _written(request.POST, telling.languages(survey))
    if request.method == "POST" and "tell" in request.POST:
        return _told(request, survey, written)
    return render(request, "surveys/editor/told.html", _context(request, survey, written))


@require_POST
@allowed.to(allowed.CHANGE)
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(WhatWeDid.objects.select_related("survey"), uuid=uuid)
    telling.take_back(told=row, by=cast(User, request.user))
    messages.success(request, _("It is told no more. Who has read it has read it."))
    return redirect("survey_told", uuid=row.survey.uuid)


def _told(request: HttpRequest, survey: Survey, written: Written) -> HttpResponse:
    try:
        telling.tell(
            survey=survey,
            texts=written.texts,
            answered_from=written.first,
            answered_until=written.last,
            by=cast(User, request.user),
            now=timezone.now(),
        )
    except CannotTell as refused:
        context = _context(request, survey, written) | {"problem": refused}
        return render(request, "surveys/editor/told.html", context, status=422)
    messages.success(request, _("It stands on their page from now on, behind the link of their mail."))
    return redirect("survey_told", uuid=survey.uuid)


def _written(post: QueryDict, languages: list[str]) -> Written:
    return Written(
        first=_day(post.get("from", "")),
        last=_day(post.get("until", "")),
        texts={language: post.get(f"text.{language}", "") for language in languages},
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _context(request: HttpRequest, survey: Survey, written: Written) -> dict[str, Any]:
    context: dict[str, Any] = {
        "survey": survey,
        "rows": told.rows(survey),
        "written": written,
        "fields": [
            {"language": language, "name": book(language)("language"), "text": text}
            for language, text in written.texts.items()
        ],
        "may_change": request.user.has_perm(allowed.CHANGE),
    }
    return context | (_preview(survey, written) if request.method == "POST" else {})


def _preview(survey: Survey, written: Written) -> dict[str, Any]:
    """How it will stand on the clients' pages, or what is still missing."""
    try:
        first, last, texts = telling.checked(survey, written.texts, written.first, written.last)
    except CannotTell as refused:
        return {"problem": refused}
    shown = [
        {"language": language, "title": book(language)("thanks.told"), "text": text}
        for language, text in texts.items()
    ]
    return {"preview": shown, "reached": told.reached(survey, first, last)}
