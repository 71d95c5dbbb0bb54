"""Why a contact is asked or not."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from csat import access
from csat.customers.models import Contact
from csat.reports.programs import person


@access.require(access.may_see_people)
def why_asked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    visible = access.narrowed(Contact.objects.select_related("account"), request.user)
    contact = visible.filter(uuid=uuid).first()
    if contact is None:
        raise Http404
    context = {
        "contact": contact,
        "report": person.build(contact, now=timezone.now()),
        "may_exclude": access.may_ask_to_exclude(request.user, contact.account),
    }
    return render(request, "csat/why_asked.html", context)
