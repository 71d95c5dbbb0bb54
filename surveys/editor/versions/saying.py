"""Changes between two questionnaires as people read them: whose, what, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from surveys.definition.comparing.changes import Change, ChangeKind
from surveys.definition.questionnaire import Questionnaire, Texts
from surveys.editor.editing import labels
from surveys.editor.versions import rules

KINDS = {
    ChangeKind.ADDED: lazy("new"),
    ChangeKind.REMOVED: lazy("removed"),
    ChangeKind.MOVED: lazy("moved"),
    ChangeKind.RETYPED: lazy("type or scale"),
    ChangeKind.RULE: lazy("shown if"),
}
PARTS = {
    "name": lazy("name"),
    "title": lazy("title"),
    "intro": lazy("introduction"),
    "text": lazy("words"),
    "help": lazy("help"),
    "cannot_judge": lazy("“cannot judge”"),
    "kind": lazy("kind"),
    "minutes": lazy("minutes"),
    "languages": lazy("languages"),
    "anonymous": lazy("answers without a name"),
    "subject": lazy("subject"),
    "lead": lazy("first paragraph"),
    "reminder_subject": lazy("subject of the reminder"),
    "reminder_lead": lazy("first paragraph of the reminder"),
    "required": lazy("must be answered"),
    "other": lazy("“other”"),
    "random": lazy("random order"),
    "least": lazy("at least"),
    "most": lazy("at most"),
    "whole": lazy("whole numbers only"),
    "earliest": lazy("earliest day"),
    "latest": lazy("latest day"),
    "formats": lazy("kinds of files"),
    "most_mb": lazy("megabytes at most"),
    "low": lazy("words at the low end"),
    "high": lazy("words at the high end"),
    "options": lazy("order of the options"),
    "grid": lazy("grid"),
    "show_if": lazy("shown if"),
}


@dataclass(frozen=True)
class Told:
    """One change in words; an empty end says that there was or is nothing."""

    what: str
    before: str
    after: str
    language: str
    breaks_trend: bool


@dataclass(frozen=True)
class Subject:
    """A question, page or another part with everything that changed about it."""

    name: str
    key: str
    told: tuple[Told, ...]

    @property
    def breaks_trend(self) -> bool:
        return any(one.breaks_trend for one in self.told)


@dataclass(frozen=True)
class Line:
    """What happened to one question or part, in a word."""

    kind: str
    name: str
    breaks_trend: bool


SUMMED = KINDS | {
    ChangeKind.REWORDED: lazy("reworded"),
    ChangeKind.OPTIONS: lazy("options"),
    ChangeKind.LIMITS: lazy("settings"),
    ChangeKind.SCALE: lazy("words"),
    ChangeKind.PAGE: lazy("words"),
    ChangeKind.SURVEY: lazy("changed"),
    ChangeKind.THANKS: lazy("changed"),
    ChangeKind.MAIL: lazy("changed"),
}


def lines(changes: Iterable[Change], old: Questionnaire, new: Questionnaire, language: str) -> list[Line]:
    """One line for each question or part and kind of change, in their order."""
    teller = _Teller(old, new, language)
    found: dict[tuple[str, str], Line] = {}
    for change in changes:
        kind, name = str(SUMMED[change.kind]), teller.subject(change)
        before = found.get((kind, name))
        breaks = change.breaks_trend or bool(before and before.breaks_trend)
        found[kind, name] = Line(kind, name, breaks)
    return list(found.values())


def subjects(
    changes: Iterable[Change], old: Questionnaire, new: Questionnaire, language: str
) -> list[Subject]:
    """The changes by what they are about, in their order."""
    teller = _Teller(old, new, language)
    grouped = groupby(changes, key=lambda change: (teller.subject(change), change.key))
    return [
        Subject(name, key, tuple(teller.told(change) for change in some)) for (name, key), some in grouped
    ]


class _Teller:
    """Knows the words of both questionnaires."""

    def __init__(self, old: Questionnaire, new: Questionnaire, language: str) -> None:
        self.language = language
        both = (old, new)
        self.questions = {q.key: self.words(q.text) for one in both for q in one.questions}
        self.questions |= {
            q.grid.key: self.words(q.grid.text) for one in both for q in one.questions if q.grid
        }
        self.options = {
            (q.key, option.key): self.words(option.text)
            for one in both
            for q in one.questions
            for option in q.options
        }
        self.pages = {
            page.key: (number, self.words(page.title))
            for one in both
            for number, page in enumerate(one.pages, start=1)
        }

    def words(self, texts: Texts) -> str:
        return texts.get(self.language) or next(iter(texts.values()), "")

    def subject(self, change: Change) -> str:
        match change.kind:
            case ChangeKind.SURVEY:
                return _("The survey")
            case ChangeKind.MAIL:
                return _("Its mail")
            case ChangeKind.THANKS:
                return _("Thank-you text %(number)s") % {"number": change.key}
            case ChangeKind.SCALE:
                return _("Scale “%(name)s”") % {"name": change.key.replace("_", " ")}
            case ChangeKind.PAGE:
                number, title = self.pages.get(change.key, ("", ""))
                return f"{_('Page %(number)s') % {'number': number}}{': ' if title else ''}{title}"
            case _:
                return self.questions.get(change.key, change.key)

    def told(self, change: Change) -> Told:
        return Told(
            what=self._what(change),
            before=self._end(change, change.before),
            after=self._end(change, change.after),
            language=change.language,
            breaks_trend=change.breaks_trend,
        )

    def _what(self, change: Change) -> str:
        if change.kind in KINDS and change.what in ("", "show_if"):
            return str(KINDS[change.kind])
        group, _dot, rest = change.what.partition(".")
        if group == "options" and rest:
            name = self.options.get((change.key, rest.partition(".")[0]), rest)
            if rest.endswith(".stays"):
                return _("option “%(name)s” keeps its place") % {"name": name}
            return _("option “%(name)s”") % {"name": name}
        if group == "labels":
            return _("words at %(number)s") % {"number": rest}
        return str(PARTS.get(change.what, change.what.replace("_", " ")))

    def _end(self, change: Change, value: Any) -> str:
        if value is None:
            return ""
        if change.what == "show_if":
            return rules.words(value, self.questions, self.options)
        if change.kind == ChangeKind.MOVED:
            return _("page %(number)s, place %(place)s") % value
        if change.kind == ChangeKind.RETYPED and isinstance(value, Mapping):
            return _nature(value)
        if change.what == "languages":
            return ", ".join(labels.of_language(tag) for tag in value)
        if change.what == "options":
            return ", ".join(self.options.get((change.key, key), key) for key in value)
        if change.what == "anonymous":
            return _("yes")
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Mapping):
            return self.words(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)


def _nature(value: Mapping[str, Any]) -> str:
    """Scale, 1 to 10; overall satisfaction."""
    parts = [str(labels.TYPES.get(value["type"], value["type"]))]
    if "from" in value:
        parts.append(
            pgettext("a scale's numbers", "%(low)s to %(high)s") % {"low": value["from"], "high": value["to"]}
        )
    if measure := value.get("measures"):
        parts.append(str(labels.MEASURES.get(measure["kind"], measure["kind"])))
    return ", ".join(parts)
