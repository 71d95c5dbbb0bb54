"""Answers that one should look at twice: how many for which reason and manager, and the rules on them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.pages.answers.scoping import scope_of
from csat.reports.answers import flagged
from csat.scores.flags import rules
from surveys.errors import DomainError


@access.require(access.may_read_pressure)
def flags(request: HttpRequest) -> HttpResponse:
    context = {
        "report": flagged.build(scope_of(request), now=timezone.now()),
        "may_set": access.may_set_rules(request.user),
    }
    return render(request, "csat/answers_flagged.html", context)


@require_POST
@access.require(access.may_set_rules)
def set_rules(request: HttpRequest) -> HttpResponse:
    try:
        rules.set_rules(leave_out=frozenset(request.POST.getlist("leave_out")), by=cast(User, request.user))
        messages.success(request, _("It holds from the next answer on."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("answers_flagged")
