"""Which answers the reader of a page may see."""

from uuid import UUID

from django.http import Http404, HttpRequest

from csat import access
from csat.programs.models import Touchpoint
from csat.reports.answers import found
from csat.reports.answers.found import Scope
from surveys.models import Response


def scope_of(request: HttpRequest) -> Scope:
    return Scope(
        touchpoints=access.narrowed(Touchpoint.objects.all(), request.user),
        people=access.employees_visible_to(request.user),
        is_whole=access.sees_everything(request.user),
        with_people=access.may_see_people(request.user),
        with_pressure=access.may_read_pressure(request.user),
    )


def visible(request: HttpRequest, uuid: UUID) -> Response:
    """One answer of the reader's; 404 for others'."""
    rows = found.responses(scope_of(request)).select_related("invitation", "collector", "version")
    response = rows.filter(uuid=uuid).first()
    if response is None:
        raise Http404
    return response
