"""One answer on the screen, also after a refusal, with what was typed still in its form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.reports.answers import one
from surveys.errors import DomainError
from surveys.models import Response


def page(request: HttpRequest, response: Response, *, refused: DomainError | None = None) -> HttpResponse:
    found = one.build(response, with_pressure=access.may_read_pressure(request.user), now=timezone.now())
    context: dict[str, Any] = {
        "report": found,
        "may_review": access.may_edit_surveys(request.user),
        "may_note": access.may_work_cases(request.user),
    }
    if refused is not None:
        context |= {"refused": refused, "typed": request.POST}
    return render(request, "csat/answer.html", context, status=422 if refused else 200)
