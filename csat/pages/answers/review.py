"""Looking over answers: the doubtful ones in a list, judging one or several, a note beside one."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from csat import access
from csat.pages.answers.one import page
from csat.pages.answers.scoping import scope_of, visible
from csat.reports.answers import doubtful as waiting
from csat.reports.answers import found
from surveys.actions import reviewing
from surveys.errors import DomainError

VERBS: dict[str, Callable[..., list[int]]] = {
    "confirm": reviewing.confirm,
    "exclude": reviewing.exclude,
    "restore": reviewing.restore,
}


@access.require(access.may_edit_surveys)
def doubtful(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, *, refused: DomainError | None = None) -> HttpResponse:
    context: dict[str, Any] = {"report": waiting.build(scope_of(request), now=timezone.now())}
    if refused is not None:
        context |= {"refused": refused, "typed": request.POST, "ticked": request.POST.getlist("answer")}
    return render(request, "csat/answers_doubtful.html", context, status=422 if refused else 200)


@require_POST
@access.require(access.may_edit_surveys)
def judge_several(request: HttpRequest) -> HttpResponse:
    """Confirm or exclude the ticked ones of a group with one reason."""
    ticked = [uuid for text in request.POST.getlist("answer") if (uuid := _uuid(text))]
    chosen = found.responses(scope_of(request)).filter(uuid__in=ticked[: waiting.MOST])
    try:
        judged = _judge(request, list(chosen.values_list("id", flat=True)))
    except DomainError as refused:
        return _list(request, refused=refused)
    messages.success(request, _several(request.POST.get("do", ""), len(judged)))
    return redirect("answers_doubtful")


@require_POST
@access.require(access.may_edit_surveys)
def judge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Confirm or exclude one answer, or take its exclusion back, with a reason."""
    response = visible(request, uuid)
    try:
        _judge(request, [response.pk])
    except DomainError as refused:
        return page(request, visible(request, uuid), refused=refused)
    messages.success(request, _one(request.POST.get("do", "")))
    return redirect("answer", uuid=uuid)


@require_POST
@access.require(access.may_work_cases)
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    response = visible(request, uuid)
    try:
        reviewing.note(
            response=response,
            text=request.POST.get("text", ""),
            by=cast(User, request.user),
            now=timezone.now(),
        )
    except DomainError as refused:
        return page(request, response, refused=refused)
    messages.success(request, _("The note is kept."))
    return redirect("answer", uuid=uuid)


def _judge(request: HttpRequest, responses: list[int]) -> list[int]:
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        raise reviewing.NotJudged(_("Choose whether it counts."))
    return verb(
        responses=responses,
        reason=request.POST.get("reason", "").replace("\x00", ""),
        by=cast(User, request.user),
        now=timezone.now(),
    )


def _one(verb: str) -> str:
    return {
        "exclude": _("The answer is left out of scores and cases."),
        "restore": _("The exclusion is taken back."),
    }.get(verb, _("The answer counts."))


def _several(verb: str, count: int) -> str:
    if verb == "exclude":
        words = ngettext("%(n)d answer is left out.", "%(n)d answers are left out.", count)
    else:
        words = ngettext("%(n)d answer counts.", "%(n)d answers count.", count)
    return words % {"n": count}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
