"""A rule's dry run on the last three closed months."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from csat import access
from csat.customers import queries as customers
from csat.pages.programs.reasons import REASONS
from csat.programs.models import Program
from csat.programs.reasons import Reason
from csat.reports.programs import dry_run


@access.require(access.may_send)
def program_dry_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    program = get_object_or_404(Program.objects.select_related("survey"), uuid=uuid)
    found = dry_run.build(program, access.accounts_visible_to(request.user), now=timezone.now())
    context = {
        "report": found,
        "rule": program,
        "reasons": [(row, REASONS.get(Reason(row.reason), row.reason)) for row in found.reasons],
        "currency": customers.company().base_currency,
    }
    return render(request, "csat/program_dry_run.html", context)
