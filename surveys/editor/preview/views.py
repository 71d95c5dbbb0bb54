"""The preview: every page of a draft or version, in any language, for somebody with these facts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.editor import allowed
from surveys.editor.editing import desk, labels
from surveys.editor.preview import framing, sample, source
from surveys.editor.preview.facts import fields
from surveys.models import Survey
from surveys.rendering import pages, published


@require_safe
@allowed.to(allowed.VIEW)
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    number = source.number_in(request.GET.get("version", ""))
    shows = source.BY_FACTS if request.GET.get("shows") == source.BY_FACTS else source.ALL
    found = source.find(survey, number, with_rules=False)
    if found.questionnaire is None:
        return render(request, "surveys/editor/preview/unshown.html", {"survey": survey}, status=409)
    here = found.questionnaire
    wanted = request.GET.get("lang", "") or desk.reading_language({"languages": here.languages})
    language = source.language_in(wanted, here)
    context = {
        "survey": survey,
        "source": found,
        "shows": shows,
        "case": f"{shows}-{framing.LIGHT}",
        "language": language,
        "languages": [(tag, labels.of_language(tag)) for tag in here.languages],
        "page": source.page_in(request.GET.get("page", ""), here) + 1,
        "pages": range(1, len(here.pages) + 1),
        "versions": survey.versions.order_by("-number").values_list("number", flat=True),
        "facts": fields(sample.known(request.session, language, timezone.now())),
        "may_edit": request.user.has_perm(allowed.CHANGE),
    }
    return render(request, "surveys/editor/preview/preview.html", context)


@csrf_exempt  # a client's form carries no cookie's token; nothing is changed here but the page that is shown
@require_http_methods(["GET", "HEAD", "POST"])
@allowed.to(allowed.VIEW)
def sheet(request: HttpRequest, uuid: UUID, number: int, case: str) -> HttpResponse:
    """One page as the client sees it, in a frame. Going on shows the next page, whatever was given.

    `case`: which questions and in which light, as "all-light" or "facts-dark".
    """
    shows, _dash, light = case.partition("-")
    survey = get_object_or_404(Survey, uuid=uuid)
    found = source.find(survey, number, with_rules=shows == source.BY_FACTS)
    if found.questionnaire is None:
        return framing.framed(render_to_string("surveys/editor/preview/nothing.html"), light)
    here = found.questionnaire
    if request.method == "POST":
        following = min(source.page_in(request.POST.get("_page", ""), here) + 2, len(here.pages))
        return _to(request, following, request.POST.get("_lang", ""))
    language, now = source.language_in(request.GET.get("lang", ""), here), timezone.now()
    visitor = sample.visitor(request.path, sample.known(request.session, language, now), now)
    with published.drafted(here) as version_id:
        state = pages.State(
            version_id=version_id,
            language=language,
            number=source.page_in(request.GET.get("page", ""), here),
            given={},
            nonce="preview",
            sequence=0,
            submission_id="",
            seed=str(survey.uuid),
            today=timezone.localdate(),
        )
        return framing.framed(pages.render(visitor, state), light)


def _to(request: HttpRequest, page: int, language: str) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?page={page}&lang={language[:35]}", status=303)


@require_POST
@allowed.to(allowed.VIEW)
def change_facts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other facts for this login's previews and try-outs; they are nobody's and are stored nowhere else."""
    survey = get_object_or_404(Survey, uuid=uuid)
    sample.change(request.session, request.POST)
    to = request.POST.get("to", "")
    if to == "try":
        return redirect("survey_try", uuid=survey.uuid)
    page = "survey_mail" if to == "mail" else "survey_preview"
    query = request.POST.get("query", "")[:200]
    return HttpResponseRedirect(f"{reverse(page, args=[survey.uuid])}?{query}", status=303)
