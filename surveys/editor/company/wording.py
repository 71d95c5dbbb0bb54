"""Our own words on clients' pages and mails: the languages there are, and one beside English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from babel import Locale
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from surveys.actions.company import wording
from surveys.editor import allowed
from surveys.models import Wording
from surveys.rendering import phrasebook
from surveys.rendering.phrasebook import Phrase

GROUPS = {
    "language": lazy("The language itself"),
    "form": lazy("The form"),
    "mistakes": lazy("Mistakes"),
    "thanks": lazy("After sending"),
    "closed": lazy("Closed links"),
    "doors": lazy("Shared links"),
    "anonymous": lazy("Answers without a name"),
    "mail": lazy("Mail"),
    "short": lazy("SMS and chats"),
    "sorry": lazy("When something is in the way"),
    "unsubscribe": lazy("No more mail"),
}
FORMS = {
    "zero": lazy("for none"),
    "one": lazy("for one, and numbers like it"),
    "two": lazy("for two"),
    "few": lazy("for a few"),
    "many": lazy("for many"),
    "other": lazy("for all other numbers"),
}


@dataclass(frozen=True)
class Row:
    """A language and how far our words are written in it."""

    tag: str
    lacking: int
    ours: int  # phrases that staff wrote
    changed: Wording | None


@dataclass(frozen=True)
class Field:
    """One text to write: its name in the form, the English words beside it, what stands there now."""

    name: str
    phrase: str
    english: str
    words: str
    shipped: str
    form: Any  # which grammatical number, in words
    mistake: str


@allowed.to(allowed.CHANGE)
def wordings(request: HttpRequest) -> HttpResponse:
    phrasebook.look_up()
    changed = {row.language: row for row in Wording.objects.select_related("changed_by")}
    rows = [
        Row(
            tag=tag,
            lacking=len(phrasebook.missing(tag)),
            ours=sum(phrase.written is not None for phrase in phrasebook.phrases(tag)),
            changed=changed.get(tag),
        )
        for tag in phrasebook.begun()
    ]
    context = {
        "rows": rows,
        "complete": [row.tag for row in rows if not row.lacking],
        "lacking": [row for row in rows if row.lacking],
        "total": len(phrasebook.phrases(phrasebook.FALLBACK)),
    }
    return render(request, "surveys/editor/wordings.html", context)


@require_POST
@allowed.to(allowed.CHANGE)
def add(request: HttpRequest) -> HttpResponse:
    tag = request.POST.get("tag", "").strip()[:35]
    try:
        wording.begin(language=tag, by=allowed.person(request), now=timezone.now())
    except wording.UnknownLanguage as refused:
        messages.error(request, str(refused))
        return redirect("survey_wording")
    return redirect("survey_wording_language", tag=tag)


@allowed.to(allowed.CHANGE)
def language(request: HttpRequest, tag: str) -> HttpResponse:
    phrasebook.look_up()
    if tag not in phrasebook.begun():
        raise Http404
    if request.method == "POST":
        return _save(request, tag)
    return _show(request, tag, {}, {})


def _save(request: HttpRequest, tag: str) -> HttpResponse:
    seen_at = parse_datetime(request.POST.get("seen", ""))
    try:
        wording.save(
            language=tag,
            phrases=_posted(tag, request.POST),
            seen_at=seen_at,
            by=allowed.person(request),
            now=timezone.now(),
        )
    except wording.WrongWording as wrong:
        return _show(request, tag, request.POST, wrong.mistakes, seen_at=seen_at)
    except wording.WordingConflict as conflict:
        messages.error(request, str(conflict))
        return _show(request, tag, request.POST, {}, seen_at=seen_at)
    messages.success(request, _("Saved. Clients' pages show it from now on; mails made before keep theirs."))
    return redirect(request.get_full_path())


def _show(
    request: HttpRequest,
    tag: str,
    given: Mapping[str, str],
    mistakes: Mapping[str, str],
    *,
    seen_at: datetime | None = None,
) -> HttpResponse:
    missing = set(phrasebook.missing(tag))
    only_missing = request.GET.get("show") == "missing"
    phrases = [p for p in phrasebook.phrases(tag) if not only_missing or p.name in missing]
    fields = [field for phrase in phrases for field in _fields(tag, phrase, given, mistakes)]
    grouped = groupby(fields, key=lambda field: field.phrase.partition(".")[0])
    context = {
        "tag": tag,
        "direction": phrasebook.direction(tag),
        "groups": [(GROUPS.get(name, name), name, list(some)) for name, some in grouped],
        "missing": len(missing),
        "only_missing": only_missing,
        "mistakes": mistakes,
        "seen": seen_at or Wording.objects.filter(language=tag).values_list("changed_at", flat=True).first(),
    }
    status = 422 if mistakes or given else 200
    return render(request, "surveys/editor/wording.html", context, status=status)


def _fields(tag: str, phrase: Phrase, given: Mapping[str, str], mistakes: Mapping[str, str]) -> list[Field]:
    forms = _forms(tag) if phrase.is_counted else [""]
    return [
        Field(
            name=(name := f"{phrase.name}:{form}" if form else phrase.name),
            phrase=phrase.name,
            english=_form(phrase.english, form, otherwise="other"),
            words=given.get(name, _form(phrase.said, form)),
            shipped=_form(phrase.shipped, form),
            form=FORMS.get(form, ""),
            mistake=mistakes.get(phrase.name, ""),
        )
        for form in forms
    ]


def _form(words: Any, form: str, *, otherwise: str = "") -> str:
    if isinstance(words, Mapping):
        return str(words.get(form) or words.get(otherwise, ""))
    return words or ""


def _forms(tag: str) -> list[str]:
    """The grammatical numbers of the language, in their usual order."""
    known = Locale.parse(tag, sep="-").plural_form.tags | {"other"}
    return [form for form in FORMS if form in known]


def _posted(tag: str, post: QueryDict) -> dict[str, Any]:
    """What the form says, and what staff wrote before where the form did not show the phrase."""
    found: dict[str, Any] = {}
    for phrase in phrasebook.phrases(tag):
        names = {form: f"{phrase.name}:{form}" for form in _forms(tag)} if phrase.is_counted else {}
        if names and any(name in post for name in names.values()):
            found[phrase.name] = {form: post.get(name, "") for form, name in names.items()}
        elif not names and phrase.name in post:
            found[phrase.name] = post[phrase.name]
        elif phrase.written is not None:
            found[phrase.name] = phrase.written
    return found
