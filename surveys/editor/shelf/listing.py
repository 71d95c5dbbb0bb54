"""The list of surveys."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from surveys.editor import allowed
from surveys.editor.shelf import queries, ready

A_PAGE = 50
SHOWN = ("edited", "archived")
FEW = 12  # so many surveys leave room for the library on the same page


@allowed.to(allowed.VIEW)
def surveys(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    language = get_language() or "en"
    shelf = queries.shelf()
    page = Paginator(queries.found(words=words, show=show), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shelf": shelf,
        "rows": queries.rows(page.object_list, language=language),
        "page": page,
        "words": words,
        "show": show,
        "ready": ready.offered(language) if not (words or show) and shelf.used <= FEW else (),
        "may_change": request.user.has_perm(allowed.CHANGE),
    }
    return render(request, "surveys/editor/list.html", context)
