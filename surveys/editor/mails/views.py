"""The mail's page: its words as fields of the draft, the mail as it arrives, and one sent to oneself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys.actions.drafting import presence, saving
from surveys.actions.trying import mails as trying
from surveys.editor import allowed
from surveys.editor.editing import desk, labels, selection
from surveys.editor.editing.desk import Around
from surveys.editor.mails import panel
from surveys.editor.mails import wanted as looking
from surveys.editor.preview import framing, sample
from surveys.editor.preview.facts import fields
from surveys.errors import DomainError
from surveys.models import Survey
from surveys.rendering.mails import short, trial


@require_safe
@allowed.to(allowed.VIEW)
def mail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey, now = get_object_or_404(Survey, uuid=uuid), timezone.now()
    draft = saving.open_draft(survey)
    may_change = request.user.has_perm(allowed.CHANGE)
    others = presence.seen(survey=survey, by=allowed.person(request), now=now) if may_change else ()
    found = _wanted(request, survey, looking.nobody_s_links())
    context = {
        "survey": survey,
        "page": desk.build(survey, draft, selection.MAIL, Around(others=tuple(others))),
        "wanted": found,
        "texts": panel.texts(draft, found),
        "own": panel.own(draft),
        "kinds": [(kind, label) for kind, label in looking.KINDS.items()],
        "languages": [(tag, labels.of_language(tag)) for tag in found.languages],
        "facts": fields(sample.known(request.session, found.language or "en", now)),
        "may_change": may_change,
        "me": allowed.person(request).email,
        **_seen(found),
    }
    return render(request, "surveys/editor/mails/page.html", context)


@require_safe
@allowed.to(allowed.VIEW)
def sheet(request: HttpRequest, uuid: UUID, case: str) -> HttpResponse:
    """The mail alone, in a frame. `case`: which one and in which light, as "reminder-dark"."""
    kind, _dash, light = case.partition("-")
    survey = get_object_or_404(Survey, uuid=uuid)
    is_plain = kind in (looking.TEXT, looking.SHORT)
    links = looking.nobody_s_links() if is_plain else looking.NOWHERE
    found = _wanted(request, survey, links, kind=kind)
    if found.trial is None:
        return framing.framed(render_to_string("surveys/editor/preview/nothing.html"), light)
    seen = trial.seen(found.trial, now=timezone.now())
    if is_plain:
        context = {"seen": seen, "is_short": kind == looking.SHORT, "length": short.length(seen.short)}
        context |= {"language": found.language}
        return framing.framed(render_to_string("surveys/editor/mails/plain.html", context), light)
    return framing.framed(seen.html, light, has_style_attributes=True)


@require_POST
@allowed.to(allowed.VIEW)
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The mail to whoever asks for it, by the real mail server."""
    survey, now = get_object_or_404(Survey, uuid=uuid), timezone.now()
    given = {"kind": request.POST.get("which", ""), "language": request.POST.get("lang", "")[:35]}
    found = looking.wanted(request, survey, links=looking.our_links(survey), now=now, **given)
    back = reverse("survey_mail", args=[survey.uuid])
    address = allowed.person(request).email
    try:
        validate_email(address)
        if found.trial is None:
            messages.error(request, _("There is nothing to send yet."))
        else:
            trying.send_to(address=address, wanted=found.trial, now=now)
            messages.success(
                request, _("Sent to %(address)s. Its links lead to the try-out.") % {"address": address}
            )
    except ValidationError:
        messages.error(request, _("Your account has no mail address: ask the administrator to enter it."))
    except DomainError as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(f"{back}?which={found.kind}&lang={found.language}", status=303)


def _wanted(request: HttpRequest, survey: Survey, links: Any, *, kind: str = "") -> looking.Wanted:
    return looking.wanted(
        request,
        survey,
        kind=kind or request.GET.get("which", ""),
        language=request.GET.get("lang", "")[:35],
        links=links,
        now=timezone.now(),
    )


def _seen(found: looking.Wanted) -> dict[str, Any]:
    """The lines that a mailbox shows before a mail is opened."""
    if found.trial is None:
        return {"seen": None}
    seen = trial.seen(found.trial, now=timezone.now())
    return {"seen": seen, "length": short.length(seen.short)}
