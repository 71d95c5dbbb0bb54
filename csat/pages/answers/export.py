"""Taking answers away as a file: the form, a small file at once, a large one when a worker has made it."""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from csat import access
from csat.pages.answers.scoping import scope_of
from csat.reports.answers import found
from csat.reports.answers.wanted import read
from csat.reports.exporting import actions, files, tasks
from csat.reports.exporting.actions import Allowed, Wish
from csat.reports.exporting.models import Export, ExportForm, ExportState
from surveys.errors import DomainError
from surveys.jobs.hints import hint

RECENT = 10


@access.require(access.may_see_overview)
def export(request: HttpRequest) -> HttpResponseBase:
    _require_may_export(request)
    wanted, refused = read(request.GET.dict()), ""
    if request.method == "POST":
        try:
            asked = _ask(request)
            return _file(asked) if asked.state == ExportState.DONE else _made_later(asked)
        except DomainError as error:
            refused = str(error)
    context = {
        "wanted": wanted,
        "count": found.narrowed(scope_of(request), wanted).count(),
        "with_people": access.may_see_people(request.user),
        "at_once": actions.AT_ONCE,
        "recent": _mine(request)[:RECENT],
        "refused": refused,
    }
    return render(request, "csat/answers_export.html", context, status=422 if refused else 200)


@require_safe
@access.require(access.may_see_overview)
def made(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far a large file is, and the link to it."""
    one = _one(request, uuid)
    is_running = one.state in (ExportState.WAITING, ExportState.RUNNING)
    if request.htmx and not is_running:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    context = {"export": one, "is_running": is_running, "is_kept": one.parts.exists()}
    return render(request, "csat/export.html", context)


@require_safe
@access.require(access.may_see_overview)
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    one = _one(request, uuid)
    if one.state != ExportState.DONE or not one.parts.exists() or not _may_still_read(request, one):
        raise Http404
    parts = one.parts.values_list("content", flat=True)
    return _attachment(one, (bytes(part) for part in parts.iterator(chunk_size=1)))


def _require_may_export(request: HttpRequest) -> None:
    if not access.may_export(request.user):
        raise PermissionDenied(
            _("Account managers read answers here, and do not take lists of contacts away.")
        )


def _ask(request: HttpRequest) -> Export:
    is_whole = access.sees_everything(request.user)
    accounts = access.accounts_visible_to(request.user)
    return actions.ask(
        wish=Wish(
            wanted=read(request.GET.dict()),
            form=request.POST.get("form", ""),
            shape=request.POST.get("shape", ""),
            options={name: request.POST.get(name, "") for name in actions.OPTIONS},
        ),
        allowed=Allowed(
            account_ids=None if is_whole else list(accounts.values_list("id", flat=True)),
            with_people=access.may_see_people(request.user),
            with_pressure=access.may_read_pressure(request.user),
        ),
        language=get_language() or "en",
        by=cast(User, request.user),
        now=timezone.now(),
    )


def _file(asked: Export) -> HttpResponseBase:
    return _attachment(asked, actions.take_at_once(export=asked, clock=timezone.now))


def _made_later(asked: Export) -> HttpResponse:
    hint(tasks.make_export, asked.pk)
    return redirect("export", uuid=asked.uuid)


def _attachment(one: Export, pieces: Iterator[bytes]) -> HttpResponseBase:
    """The file under a name that says the day; it is nobody else's to keep."""
    response = StreamingHttpResponse(pieces, content_type=files.TYPES[ExportForm(one.form)])
    name = f"answers-{timezone.localtime(one.created_at):%Y-%m-%d}.{one.form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _mine(request: HttpRequest) -> QuerySet[Export]:
    """The reader's own files; administrators see who took what."""
    rows = Export.objects.select_related("created_by")
    return rows if access.may_administer(request.user) else rows.filter(created_by=request.user.pk)


def _may_still_read(request: HttpRequest, one: Export) -> bool:
    """Whether the reader may see today what the file was made with."""
    user = request.user
    return (
        (access.sees_everything(user) or one.account_ids is not None)
        and (access.may_see_people(user) or not one.with_people)
        and (access.may_read_pressure(user) or not one.with_pressure)
    )


def _one(request: HttpRequest, uuid: UUID) -> Export:
    _require_may_export(request)
    one = _mine(request).filter(uuid=uuid).first()
    if one is None:
        raise Http404
    return one
