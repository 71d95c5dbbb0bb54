"""One invitation's ledger."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers import queries as customers
from csat.programs.models import Touchpoint
from csat.reports.programs import ledger


@access.require(access.may_see_people)
def invitation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    visible = access.narrowed(Touchpoint.objects.all(), request.user)
    found = ledger.build(uuid, visible, now=now)
    if found is None:
        raise Http404
    context = {"report": found, "our_zone": customers.company().zone, "now": now}
    return render(request, "csat/invitation.html", context)
