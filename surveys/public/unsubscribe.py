"""The unsubscribe link of every mail (RFC 8058): looking changes nothing, one POST is enough (D12)."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys import queries
from surveys.actions import suppressing
from surveys.models import Invitation, TokenPurpose
from surveys.public import replies
from surveys.public.headers import private
from surveys.public.visits import our_look
from surveys.rendering import frame
from surveys.rendering.phrasebook import book
from surveys.rendering.visitor import Look


@private
@csrf_exempt  # mail programs post here by themselves, without cookie or page; the token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    invitation = queries.invitation_for(token, TokenPurpose.UNSUBSCRIBE, now)
    if invitation is None:
        return replies.unknown(request)
    is_nobody = not invitation.address  # erased: suppressed already, by a code that outlives the address
    if request.method == "POST" and not is_nobody:
        suppressing.unsubscribe(invitation=invitation, now=now)
    return HttpResponse(_page(invitation, request.path, is_done=is_nobody or request.method == "POST"))


def _page(invitation: Invitation, path: str, *, is_done: bool) -> str:
    words = book(invitation.language)
    ours, batch = our_look(), invitation.batch
    supplier = str(invitation.facts.get("supplier") or ours.name)
    done = "unsubscribe.done_words" if invitation.address else "unsubscribe.done_nobody"
    explanation = words(
        done if is_done else "unsubscribe.words",
        supplier=supplier,
        address=invitation.address,
        reply_to=batch.reply_to_address,
    )
    context = frame.context(
        Look(ours.name, ours.accent, batch.sender_name, batch.reply_to_address),
        words.language,
        words("unsubscribe.done" if is_done else "unsubscribe.title"),
        supplier=supplier,
    )
    mine = {
        "explanation": explanation,
        "path": path,
        "button": "" if is_done else words("unsubscribe.button"),
    }
    return render_to_string("surveys/unsubscribe.html", context | mine)
