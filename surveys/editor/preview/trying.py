"""The try-out run: answered for real, page by page, with every rule and check; nothing is stored anywhere.

What was answered so far stands in the login's session until the run ends or begins again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.definition import answers as judge
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Questionnaire, QuestionType
from surveys.editor import allowed
from surveys.editor.editing import desk, labels
from surveys.editor.preview import framing, outcome, sample, source
from surveys.editor.preview.facts import fields
from surveys.models import Survey
from surveys.rendering import pages, posted, published


@dataclass(frozen=True)
class Run:
    """One try-out: which questionnaire, as whom, what was answered so far."""

    survey: Survey
    number: int
    questionnaire: Questionnaire
    facts: Mapping[str, Any]
    given: dict[str, Any]
    language: str
    light: str
    path: str
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


@require_safe
@allowed.to(allowed.VIEW)
def try_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    number = source.number_in(request.GET.get("version", ""))
    found = source.find(survey, number, with_rules=True)
    if found.questionnaire is None:
        return render(request, "surveys/editor/preview/unshown.html", {"survey": survey}, status=409)
    languages = found.questionnaire.languages
    wanted = request.GET.get("lang", "") or desk.reading_language({"languages": languages})
    language = source.language_in(wanted, found.questionnaire)
    context = {
        "survey": survey,
        "source": found,
        "language": language,
        "languages": [(tag, labels.of_language(tag)) for tag in languages],
        "facts": fields(sample.known(request.session, language, timezone.now())),
        "is_under_way": bool(request.session.get(_key(survey, number))),
        "may_edit": request.user.has_perm(allowed.CHANGE),
    }
    return render(request, "surveys/editor/preview/try.html", context)


@require_POST
@allowed.to(allowed.VIEW)
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forgets what was answered and begins again."""
    survey = get_object_or_404(Survey, uuid=uuid)
    number = source.number_in(request.POST.get("version", ""))
    request.session.pop(_key(survey, number), None)
    query = urlencode({"version": number, "lang": request.POST.get("lang", "")[:35]})
    return redirect(f"{reverse('survey_try', args=[survey.uuid])}?{query}")


@csrf_exempt  # a client's form carries no cookie's token; nothing but this login's own try-out is changed
@require_http_methods(["GET", "HEAD", "POST"])
@allowed.to(allowed.VIEW)
def step(request: HttpRequest, uuid: UUID, number: int, light: str) -> HttpResponse:
    """One page of the run, to stand in a frame; after the last one what would be stored."""
    survey = get_object_or_404(Survey, uuid=uuid)
    here = source.find(survey, number, with_rules=True).questionnaire
    if here is None:
        return framing.framed(render_to_string("surveys/editor/preview/nothing.html"), light)
    now = timezone.now()
    language = source.language_in(request.POST.get("_lang") or request.GET.get("lang", ""), here)
    run = Run(
        survey=survey,
        number=number,
        questionnaire=here,
        facts=sample.known(request.session, language, now),
        given={key: value for key, value in _stored(request, survey, number).items() if key in here.by_key},
        language=language,
        light=light,
        path=request.path,
        now=now,
    )
    if request.method == "POST":
        return _take(request, run)
    if request.GET.get("page") == "end":
        visitor = sample.visitor(run.path, run.facts, now)
        return framing.framed(outcome.render(here, run.given, language, visitor), light)
    reachable = judge.shown_pages(here, run.given, run.facts)
    wanted = source.page_in(request.GET.get("page", ""), here)
    page = max((each for each in reachable if each <= wanted), default=reachable[0] if reachable else 0)
    return _page(run, page, run.given)


def _take(request: HttpRequest, run: Run) -> HttpResponse:
    page = source.page_in(request.POST.get("_page", ""), run.questionnaire)
    here = {question.key for question in run.questionnaire.pages[page].questions}
    earlier = {key: value for key, value in run.given.items() if key not in here}
    given = _read(request, run, page)
    judged = judge.check_page(
        run.questionnaire, page, given, earlier=earlier, facts=run.facts, today=run.today
    )
    if judged.mistakes:
        return _page(run, page, earlier | given, mistakes=judged.mistakes, status=422)
    everything = earlier | dict(judged.answers)
    request.session[_key(run.survey, run.number)] = everything
    following = f"{run.path}?page={_next(run, page, everything)}&lang={run.language}"
    return HttpResponseRedirect(following, status=303)


def _read(request: HttpRequest, run: Run, page: int) -> dict[str, Any]:
    """The page's answers. Of a file its name alone is kept: a try-out stores none."""
    given = posted.answers(run.questionnaire.pages[page], request.POST)
    for question in run.questionnaire.pages[page].questions:
        file = request.FILES.get(question.key)
        given.pop(question.key, None) if question.type == QuestionType.FILE else None
        if question.type == QuestionType.FILE and file:
            given[question.key] = outcome.file_named(file)
        elif question.type == QuestionType.FILE and question.key in run.given:
            given[question.key] = run.given[question.key]
    return given


def _next(run: Run, page: int, everything: Mapping[str, Any]) -> str:
    """The following shown page, an earlier one that lacks something, or the end."""
    here = run.questionnaire
    shown = judge.shown_pages(here, everything, run.facts)
    lacking = [here.page_of[key] for key in judge.missing(here, everything, run.facts)]
    following = [each for each in shown if each > page]
    if not following:
        return str(min(lacking) + 1) if lacking else "end"
    return str(min([following[0], *lacking]) + 1)


def _page(
    run: Run, page: int, given: Mapping[str, Any], *, mistakes: tuple[Mistake, ...] = (), status: int = 200
) -> HttpResponse:
    visitor = sample.visitor(run.path, run.facts, run.now)
    with published.drafted(run.questionnaire) as version_id:
        state = pages.State(
            version_id=version_id,
            language=run.language,
            number=page,
            given=given,
            nonce="try",
            sequence=0,
            submission_id="",
            mistakes=mistakes,
            seed=str(run.survey.uuid),
            today=run.today,
        )
        return framing.framed(pages.render(visitor, state), run.light, status=status)


def _key(survey: Survey, number: int) -> str:
    return f"tried:{survey.uuid}:{number}"


def _stored(request: HttpRequest, survey: Survey, number: int) -> dict[str, Any]:
    found: dict[str, Any] = request.session.get(_key(survey, number), {})
    return found
