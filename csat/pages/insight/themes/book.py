"""The code book: its themes, one theme's words, and trying it out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from csat import access
from csat.findings.actions import codebook as editing
from csat.findings.codebook import all_themes, codebook
from csat.insight.comments.matching import theme_matches
from csat.pages.insight.themes.forms import ThemeForm, blank, filled

LONGEST_TRIAL = 1_000


@access.require(access.may_ask_again)
def book(request: HttpRequest) -> HttpResponse:
    """The code book, and what it finds in words typed to try it out."""
    trial = request.GET.get("try", "")[:LONGEST_TRIAL]
    current = codebook()
    names = {theme.key: theme.names for theme in current.themes}
    matches = theme_matches(texts=[trial], codebook=current)[0] if trial else ()
    found = [(names[match.theme], trial[match.start : match.end]) for match in matches]
    return render(request, "csat/insight_book.html", {"themes": all_themes(), "trial": trial, "found": found})


@access.require(access.may_ask_again)
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """One theme's names and words; `new` is one that does not exist yet."""
    form = ThemeForm(request.POST or None, initial=blank() if key == "new" else _initial(key))
    if request.method == "POST" and form.is_valid() and form.keep(key, now=timezone.now()):
        messages.success(request, _("The code book is changed; the comments are read again."))
        return redirect("insight_book")
    return render(request, "csat/insight_theme.html", {"form": form, "key": key})


@require_POST
@access.require(access.may_ask_again)
def drop(request: HttpRequest, key: str) -> HttpResponse:
    try:
        editing.drop(key=key, now=timezone.now())
        messages.success(request, _("The theme is gone; the comments are read again."))
    except editing.ThemeRefused as error:
        messages.error(request, str(error))
    return redirect("insight_book")


def _initial(key: str) -> dict[str, Any]:
    found = filled(key)
    if found is None:
        raise Http404
    return found
