"""What we hold about a person, behind a link of their own: to be seen, taken away, and erased."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from csat.client import erasing, held, person
from csat.client.sheet import context_of
from surveys import queries
from surveys.models import Invitation, TokenPurpose, Upload
from surveys.public import replies
from surveys.public.doorway import kindly
from surveys.public.headers import private
from surveys.rendering.phrasebook import book

NONCE_SECONDS = 3600
signer = signing.TimestampSigner(salt="csat.client")
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A view of the invitation that a link to one's own data opens; unknown ones are all alike."""

    @private
    @csrf_exempt  # no session stands behind the link: the page's own nonce does what the cookie would
    @kindly
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        invitation = queries.invitation_for(token, TokenPurpose.MY_DATA, now)
        if invitation is None:
            return replies.unknown(request)
        return view(request, invitation, now, **kwargs)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def my_data(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    """Looking changes nothing; erasing takes two steps and the page's own nonce."""
    step = request.POST.get("step", "") if _is_ours(request, invitation) else ""
    if step == "erase":
        return _erase(request, invitation, now)
    template = "csat/client/erase.html" if step == "ask" else "csat/client/my_data.html"
    with translation.override(_language(request, invitation)):  # names of months
        return render(request, template, _context(request, invitation, now))


@require_safe
@by_link
def download(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    found = held.build(person.of_invitation(invitation), invitation.language, now=now)
    response = JsonResponse(asdict(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_safe
@by_link
def file(request: HttpRequest, invitation: Invitation, now: datetime, uuid: UUID) -> HttpResponse:
    """A file that the person gave, back to the person."""
    mine = person.of_invitation(invitation).invitations
    upload = Upload.objects.select_related("blob").filter(uuid=uuid, invitation__in=mine).first()
    if upload is None:
        raise Http404
    response = HttpResponse(bytes(upload.blob.content), content_type=upload.content_type)
    response["Content-Disposition"] = content_disposition_header(True, upload.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _erase(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    language = _language(request, invitation)
    # The page is made before: afterwards nobody can say whose it was.
    context = context_of(invitation, language, book(language)("my_data.erased"))
    erasing.erase(person=person.of_invitation(invitation), by=None, now=now)
    return render(request, "csat/client/erased.html", context | {"words": book(language).group("my_data")})


def _context(request: HttpRequest, invitation: Invitation, now: datetime) -> dict[str, Any]:
    language = _language(request, invitation)
    words = book(language)
    return context_of(invitation, language, words("my_data.title")) | {
        "words": {**words.group("form"), **words.group("my_data")},
        "held": held.build(person.of_invitation(invitation), language, now=now),
        "path": request.path,
        "nonce": signer.sign(invitation.uuid.hex),
    }


def _language(request: HttpRequest, invitation: Invitation) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in invitation.version.languages else invitation.language


def _is_ours(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this was posted from our own page, for this person, lately."""
    if request.method != "POST":
        return False
    try:
        subject = signer.unsign(request.POST.get("_nonce", ""), max_age=NONCE_SECONDS)
    except signing.BadSignature:
        return False
    return subject == invitation.uuid.hex
