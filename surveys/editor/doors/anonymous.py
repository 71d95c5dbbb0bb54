"""The results of an anonymous survey: sums, and words in no order, never fewer than five together."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.definition.disclosure import hiding, tallies
from surveys.definition.disclosure.tallies import Answer, Tally, Told
from surveys.definition.questionnaire import Question, QuestionType
from surveys.editor import allowed
from surveys.models import AnonymousAnswer, Survey, UnsealedAnswer
from surveys.rendering import published

OTHER = "other"


@allowed.to(allowed.VIEW)
def results(request: HttpRequest, uuid: UUID) -> HttpResponse:
    survey = get_object_or_404(Survey, uuid=uuid)
    versions = list(survey.versions.order_by("-number"))
    asked = [each for each in versions if published.questionnaire(each.pk).anonymous]
    wanted = request.GET.get("version", "")
    version = next((each for each in asked if str(each.number) == wanted), asked[0] if asked else None)
    context: dict[str, Any] = {"survey": survey, "version": version, "versions": asked, "least": hiding.LEAST}
    if version is not None:
        rows = AnonymousAnswer.objects.filter(version=version).values_list("group", "answers")
        found = tallies.results(published.questionnaire(version.pk), [Answer(*row) for row in rows])
        language = get_language() or "en"
        # Colleagues may be recognised by what they write: words are for those who keep the survey.
        reads_words = request.user.has_perm(allowed.CHANGE)
        context |= {
            "results": found,
            "reads_words": reads_words,
            "waiting": UnsealedAnswer.objects.filter(version=version).aggregate(n=Count("id"))["n"],
            "questions": [_shown(told, language, reads_words=reads_words) for told in found.told],
        }
    return render(request, "surveys/editor/doors/anonymous.html", context)


def _shown(told: Told, language: str, *, reads_words: bool) -> dict[str, Any]:
    question = told.question
    everybody = _bars(question, told.all, language) if told.all else None
    if everybody and not reads_words:
        everybody["words"] = ()
    return {
        "text": _in(question.text, language),
        "is_scale": question.type == QuestionType.SCALE,
        "all": everybody,
        "groups": [
            {"name": name, "n": tally.n, "mean": tally.mean, "words": tally.words if reads_words else ()}
            for name, tally in told.groups.items()
        ],
        "has_means": any(tally.mean is not None for tally in told.groups.values()),
        "hidden_groups": told.hidden_groups,
    }


def _bars(question: Question, tally: Tally, language: str) -> dict[str, Any]:
    """The distribution, each line with its share of those who answered."""
    texts = {option.key: _in(option.text, language) for option in question.options}
    texts |= {"yes": _("Yes"), "no": _("No"), OTHER: _("Other")} if OTHER not in texts else {}
    texts |= _ends(question, language)
    lines = [{"label": texts.get(key, key), "n": n, "share": n / tally.n} for key, n in tally.counts.items()]
    return {
        "n": tally.n,
        "mean": tally.mean,
        "lines": lines,
        "words": tally.words,
        "cannot_judge": tally.cannot_judge,
    }


def _ends(question: Question, language: str) -> dict[str, str]:
    """The numbers at a scale's ends with their words."""
    scale = question.scale
    if scale is None:
        return {}
    if scale.labels:
        named = zip(scale.points, scale.labels, strict=True)
        return {str(point): f"{point} {_in(label, language)}" for point, label in named}
    ends = ((scale.lowest, scale.low), (scale.highest, scale.high))
    return {str(point): f"{point} {_in(words, language)}" for point, words in ends if words}


def _in(texts: Any, language: str) -> str:
    return str(texts.get(language) or next(iter(texts.values()), ""))
