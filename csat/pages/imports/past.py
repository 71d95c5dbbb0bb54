"""Answers of past rounds: begin with a file and the survey it answers; take an import of them back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from csat import access
from csat.customers.actions import jobs
from csat.customers.models import PAST_ANSWERS, ImportJob
from csat.pages.imports import screen
from csat.pages.imports.forms import AnswersForm
from csat.scores import actions
from csat.scores.past import undoing
from csat.scores.past.columns import ABOUT, columns
from surveys.errors import DomainError
from surveys.rendering import published


@access.require(access.may_import)
def imports_past(request: HttpRequest) -> HttpResponse:
    form, refused = AnswersForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import_report", uuid=_started(request, form).uuid)
        except DomainError as error:
            refused = str(error)
    status = 422 if refused or form.errors else 200
    return render(
        request, "csat/imports_past.html", {"form": form, "refused": refused, "about": ABOUT}, status=status
    )


@require_POST
@access.require(access.may_import)
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back what a file of past answers brought."""
    job = jobs.job_of(uuid)
    if job is None or job.batch is None:
        raise Http404
    try:
        count = undoing.undo(batch=job.batch, by=cast(User, request.user), now=timezone.now())
    except DomainError as error:
        return render(request, "csat/import.html", {"import": screen.of(job, refused=str(error))}, status=409)
    actions.merge(now=timezone.now())
    words = ngettext("%(n)d answer was taken back.", "%(n)d answers were taken back.", count)
    messages.success(request, words % {"n": count})
    return redirect("import_report", uuid=uuid)


def _started(request: HttpRequest, form: AnswersForm) -> ImportJob:
    version = form.cleaned_data["version"]
    return jobs.start(
        kind=PAST_ANSWERS,
        source=form.cleaned_data["source"].strip(),
        incoming=form.incoming(),
        document={},
        by=cast(User, request.user),
        now=timezone.now(),
        columns=columns(published.questionnaire(version.pk)),
        version=version,
    )
