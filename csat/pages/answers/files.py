"""A file that a client gave as an answer, for those who may read the answer; never opened in our pages."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from csat import access
from csat.pages.answers.scoping import scope_of
from csat.reports.answers import found
from surveys.models import Upload

# A document of a stranger's gets no script, no frame, no form and no origin, whatever it claims to be.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
@access.require(access.may_see_people)
def answer_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    upload = Upload.objects.select_related("blob").filter(uuid=uuid).first()
    if upload is None or not _may_read(request, upload):
        raise Http404
    response = HttpResponse(bytes(upload.blob.content), content_type=upload.content_type)
    response["Content-Disposition"] = content_disposition_header(True, upload.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _may_read(request: HttpRequest, upload: Upload) -> bool:
    """Whether the answer that the file belongs to is among those that the reader sees."""
    mine = Q(invitation=upload.invitation_id) if upload.invitation_id else Q(ticket=upload.ticket)
    return found.responses(scope_of(request)).filter(mine).exists()
