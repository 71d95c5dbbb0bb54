"""The unsubscribe link of every mail (RFC 8058): looking changes nothing, one POST is enough (D12)."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys import queries
from surveys.actions import suppressing
from surveys.models import Invitation, TokenPurpose
from surveys.public import replies
from surveys.public.headers import private
from surveys.public.unsubscribing import wishes
from surveys.public.unsubscribing.wishes import Wishes
from surveys.public.visits import our_look
from surveys.rendering import frame
from surveys.rendering.phrasebook import Phrasebook, book
from surveys.rendering.visitor import Look

CHOOSING = "choose"  # the form of kinds names itself; every other POST means: nothing any more


@private
@csrf_exempt  # mail programs post here by themselves, without cookie or page; the token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    invitation = queries.invitation_for(token, TokenPurpose.UNSUBSCRIBE, now)
    if invitation is None:
        return replies.unknown(request)
    wanted = _chosen(request)
    if request.method == "POST" and invitation.address:
        if wanted is None:
            suppressing.unsubscribe(invitation=invitation, now=now)
        else:
            offered = wishes.of(invitation).offered
            suppressing.choose(invitation=invitation, wanted=wanted, offered=offered, now=now)
    return HttpResponse(_page(invitation, request.path, is_choice=wanted is not None))


def _chosen(request: HttpRequest) -> set[str] | None:
    """The kinds that were ticked, where the form of kinds was sent.

    A post that cannot be read (its charset, its parts) is no choice, but a person's word all the same.
    """
    try:
        given = request.POST
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        return None
    return set(given.getlist("kind")) if CHOOSING in given else None


def _page(invitation: Invitation, path: str, *, is_choice: bool) -> str:
    words, found = book(invitation.language), wishes.of(invitation)
    ours, batch = our_look(), invitation.batch
    supplier = str(invitation.facts.get("supplier") or ours.name)
    title, explanation = _said(found, is_choice=is_choice)
    context = frame.context(
        Look(ours.name, ours.accent, batch.sender_name, batch.reply_to_address),
        words.language,
        words(f"unsubscribe.{title}"),
        supplier=supplier,
    )
    told = {"supplier": supplier, "address": invitation.address, "reply_to": batch.reply_to_address}
    mine = {
        "explanation": words(f"unsubscribe.{explanation}", **told),
        "path": path,
        "is_kept": title == "kept",
        "button": "" if found.is_stopped else words("unsubscribe.button"),
        "choice": _choice(found, words, is_kept=title == "kept", supplier=supplier)
        if found.offered
        else None,
    }
    return render_to_string("surveys/unsubscribe.html", context | mine)


def _said(found: Wishes, *, is_choice: bool) -> tuple[str, str]:
    """The names of the page's title and first words."""
    if found.is_nobody:
        return "done", "done_nobody"
    if found.is_blocked:
        return "blocked", "blocked_words"
    if found.is_stopped:
        return "done", "done_words"
    return ("kept", "kept_words") if is_choice else ("title", "words")


def _choice(found: Wishes, words: Phrasebook, *, is_kept: bool, supplier: str) -> dict[str, object]:
    """The kinds with what is now chosen, to be changed below the one button or taken back after it."""
    names = words.group("unsubscribe")["kinds"]
    places = {kind: place for place, kind in enumerate(names)}
    ordered = sorted(found.offered, key=lambda kind: places.get(kind, len(places)))
    start = "take_back" if found.is_stopped else "choose"
    return {
        "name": CHOOSING,
        "title": words("unsubscribe.chosen" if is_kept else f"unsubscribe.{start}"),
        "words": words(f"unsubscribe.{start}_words"),
        "button": words("unsubscribe.take_back_button" if found.is_stopped else "unsubscribe.keep"),
        "kinds": [
            {"name": kind, "words": _name(kind, words, supplier), "is_wanted": kind in found.wanted}
            for kind in ordered
        ],
    }


def _name(kind: str, words: Phrasebook, supplier: str) -> str:
    names = words.group("unsubscribe")["kinds"]
    if kind in names:
        return str(names[kind])
    return wishes.title_of(kind, words.language, {"supplier": supplier}) or str(names["other"])
