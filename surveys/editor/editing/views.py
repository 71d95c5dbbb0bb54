"""The edit page: shows a survey's draft, takes one edit after another, undoes and redoes."""

from collections.abc import Collection, Sequence
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.actions.drafting import history, presence, saving, starting, undoing
from surveys.actions.drafting.saving import CannotStore, DraftConflict
from surveys.definition.editing import places
from surveys.definition.editing.places import EditError, Part
from surveys.editor import allowed
from surveys.editor.editing import acts, desk, posted, selection
from surveys.editor.editing.acts import Desk, Done
from surveys.editor.editing.desk import Around
from surveys.models import Survey

PAGE, PARTS, CONFLICT = (f"surveys/editor/edit/{name}.html" for name in ("page", "_parts", "conflict"))
TURNS = {"undo": undoing.undo, "redo": undoing.redo}


@require_http_methods(["GET", "HEAD", "POST"])
@allowed.to(allowed.CHANGE)
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    try:
        return _take(request, survey) if request.method == "POST" else _show(request, survey)
    except DraftConflict as conflict:
        context = {"survey": survey, "conflict": conflict, "fields": _fields(request)}
        return render(request, CONFLICT, context, status=409)


@require_POST
@allowed.to(allowed.CHANGE)
def present(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page's heartbeat: who else has the survey open, and whether somebody has changed it."""
    survey = get_object_or_404(Survey, uuid=uuid)
    user, now = cast(AbstractUser, request.user), timezone.now()
    if request.POST.get("left"):
        presence.left(survey=survey, by=user, now=now)
        return HttpResponse(status=204)
    last = survey.draft_revisions.select_related("edited_by").filter(number=survey.draft_revision).first()
    context = {
        "others": presence.seen(survey=survey, by=user, now=now),
        "survey": survey,
        "last": last,
        "is_behind": _revision(request) != survey.draft_revision,
    }
    return render(request, "surveys/editor/edit/_present.html", context)


def _show(request: HttpRequest, survey: Survey) -> HttpResponse:
    user, now = cast(AbstractUser, request.user), timezone.now()
    others = presence.seen(survey=survey, by=user, now=now)
    page = desk.build(survey, saving.open_draft(survey), request.GET.get("at", ""), Around(others=others))
    return render(request, PARTS if _is_script(request) else PAGE, {"page": page})


def _take(request: HttpRequest, survey: Survey) -> HttpResponse:
    act = request.POST.get("act", "save")
    if act == "keep_copy":
        return _keep_copy(request, survey)
    if _revision(request) != survey.draft_revision:
        raise saving.conflict(survey)
    if act in TURNS:
        return _turn(request, survey, act)
    before = dict(history.document_of(survey))
    done, mistakes = _work(before, request.POST, act, used_keys=saving.used_keys(survey))
    if done.document == before:
        return _answer(request, survey, saving.open_draft(survey), done, mistakes=mistakes)
    try:
        draft = saving.save(
            survey=survey,
            document=done.document,
            base_revision=_revision(request),
            what=done.what,
            by=cast(AbstractUser, request.user),
            now=timezone.now(),
        )
    except CannotStore as refused:
        draft, done = saving.open_draft(survey), Done(before, done.at, "")
        mistakes += [
            EditError(each.what, where=places.address_of(before, each.path), mend=each.mend)
            for each in refused.problems
        ]
    return _answer(request, survey, draft, done, mistakes=mistakes)


def _work(
    before: Part, post: QueryDict, act: str, *, used_keys: Collection[str]
) -> tuple[Done, list[EditError]]:
    """The document with the posted fields, then with what the button does; and what did not fit."""
    taken = posted.take(before, post, used_keys)
    kind, _dot, key = post.get("at", "").partition(".")
    at = f"{kind}.{taken.renamed.get(key, key)}" if key else kind
    if act == "save":
        return Done(taken.document, at, taken.what), taken.mistakes
    work = Desk(taken.document, at, post, used_keys, desk.reading_language(before))
    try:
        return acts.perform(work, act), taken.mistakes
    except EditError as error:
        return Done(taken.document, at, taken.what), [*taken.mistakes, error]


def _turn(request: HttpRequest, survey: Survey, act: str) -> HttpResponse:
    try:
        draft = TURNS[act](survey=survey, by=cast(AbstractUser, request.user), now=timezone.now())
        said = _("Undone.") if act == "undo" else _("Done again.")
    except undoing.NothingToUndo:
        draft, said = saving.open_draft(survey), _("There is nothing further.")
    done = Done(dict(draft.document), request.POST.get("at", ""), act, said)
    return _answer(request, survey, draft, done)


def _answer(
    request: HttpRequest,
    survey: Survey,
    draft: saving.Draft,
    done: Done,
    *,
    mistakes: Sequence[EditError] = (),
) -> HttpResponse:
    """A script gets the parts of the page; a plain form goes on by a redirect unless something is refused."""
    if not _is_script(request) and not mistakes:
        if done.said:
            messages.success(request, done.said)
        query = f"?at={done.at}" if done.at else ""
        back = "survey_mail" if request.POST.get("page") == selection.MAIL else "survey_edit"
        return HttpResponseRedirect(reverse(back, args=[survey.uuid]) + query, status=303)
    around = Around(
        others=presence.seen(survey=survey, by=cast(AbstractUser, request.user), now=timezone.now()),
        said=done.said,
        focus=done.focus,
        mistakes=tuple(mistakes),
    )
    page = desk.build(survey, draft, done.at or selection.SURVEY, around)
    status = 200 if _is_script(request) else 422
    return render(request, PARTS if _is_script(request) else PAGE, {"page": page}, status=status)


def _keep_copy(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What was typed, on the draft that it was typed into, as a survey of its own."""
    row = survey.draft_revisions.filter(number=_revision(request)).first()
    base = dict(row.document if row else history.document_of(survey))
    mine = posted.take(base, request.POST, ()).document
    user = cast(AbstractUser, request.user)
    try:
        copy = starting.copy_mine(survey=survey, document=mine, by=user, now=timezone.now())
    except CannotStore as refused:
        messages.error(request, str(refused))
        raise saving.conflict(survey) from refused
    return redirect("survey_edit", uuid=copy.uuid)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _revision(request: HttpRequest) -> int:
    """The revision that was edited. A post that does not say it may have seen any: it is a conflict."""
    given = request.POST.get("base_revision", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again when it is kept as a copy."""
    left_out = {"csrfmiddlewaretoken", "act"}
    return [(n, value) for n in request.POST if n not in left_out for value in request.POST.getlist(n)]
