"""The pages of the import: begin with a file, confirm its columns, check, import, see what came of it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from csat import access
from csat.customers import tasks
from csat.customers.actions import jobs
from csat.customers.columns import COLUMNS
from csat.customers.models import ImportJob
from csat.pages.imports import screen
from csat.pages.imports.forms import UploadForm, chosen
from csat.scores.past import tasks as past
from surveys.errors import DomainError
from surveys.jobs.hints import hint
from surveys.tabular import writing

AT_ONCE_ROWS = 2_000  # about a second; longer files go to a worker, and the page shows how far it is


@access.require(access.may_import)
def imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            job = jobs.start(
                kind=form.cleaned_data["kind"],
                source=form.cleaned_data["source"].strip(),
                incoming=form.incoming(),
                document=form.document(),
                by=cast(User, request.user),
                now=timezone.now(),
            )
            return redirect("import_report", uuid=job.uuid)
        except DomainError as error:
            refused = str(error)
    context = {"form": form, "refused": refused, "recent": screen.recent(), "waiting": screen.unfinished()}
    status = 422 if refused or form.errors else 200
    return render(request, "csat/imports.html", {**context, "kinds": screen.expected()}, status=status)


@require_safe
@access.require(access.may_import)
def import_report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    job = _job(uuid)
    found = screen.of(job)
    if request.htmx and not found.is_running:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    return render(request, "csat/import.html", {"import": found})


@require_POST
@access.require(access.may_import)
def import_act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Check the file or import it, with the columns as chosen where they were sent; or throw it away."""
    job, wish = _job(uuid), request.POST.get("do", "check")
    try:
        if wish == "drop":
            jobs.drop(job=job)
            messages.info(request, _("%(file)s was thrown away.") % {"file": job.file_name})
            return redirect("imports")
        jobs.queue(job=job, document=_document(request, job), is_dry_run=wish != "apply")
    except DomainError as error:
        return render(request, "csat/import.html", {"import": screen.of(job, refused=str(error))}, status=409)
    _hand_over(job)
    return redirect("import_report", uuid=uuid)


@require_safe
@access.require(access.may_import)
def import_example(request: HttpRequest, kind: str) -> HttpResponse:
    """A file with the right columns and one row, to be filled in."""
    if kind not in COLUMNS:
        raise Http404
    columns = COLUMNS[kind]
    body = writing.written([column.name for column in columns], [[column.example for column in columns]])
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def _hand_over(job: ImportJob) -> None:
    """Short files at once, longer ones to a worker."""
    is_answers = job.version_id is not None
    if job.rows_total > AT_ONCE_ROWS:
        hint(past.import_answers if is_answers else tasks.run_import, job.pk)
    elif is_answers:
        past.work_off(job.pk, timezone.now())
    else:
        tasks.work_off(job.pk, timezone.now())


def _job(uuid: UUID) -> ImportJob:
    job = jobs.job_of(uuid)
    if job is None:
        raise Http404
    return job


def _document(request: HttpRequest, job: ImportJob) -> dict:
    """The map as it is kept, or with the columns as they were just chosen on the page."""
    if "columns" not in request.POST:
        return job.mapping
    table = screen.of(job).table
    if table is None:
        return job.mapping
    return chosen(
        request.POST.dict(),
        ours=screen.columns_of(job),
        header=table.header,
        sheet=table.sheet,
        document=job.mapping,
    )
