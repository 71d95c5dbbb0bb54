"""A show-if rule as sentences with their choices: who is asked about, what is said, with which value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.editor.editing import labels
from surveys.editor.editing.faults import Fault
from surveys.editor.editing.logic import reading, sentences, subjects
from surveys.editor.editing.logic.sentences import Group, Sentence
from surveys.editor.editing.logic.subjects import Subject
from surveys.editor.editing.panels.fields import Choice, Sheet, as_id, choices

DEEPEST = 3  # groups within groups that people can add; deeper ones are shown all the same


@dataclass(frozen=True)
class Grouped:
    """Choices of a select under a heading."""

    label: Any
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Line:
    """One sentence. `widget`: number, options, several, words, or none where the verb says all."""

    name: str
    path: str
    subjects: tuple[Grouped, ...]
    verbs: tuple[Choice, ...]
    widget: str
    value: Any
    options: tuple[Choice, ...]
    lowest: int | None
    highest: int | None
    said: str
    is_group: bool = False

    @property
    def id(self) -> str:
        return as_id(self.name)


@dataclass(frozen=True)
class Block:
    """A group of sentences. `path` is empty for the rule itself."""

    name: str
    path: str
    modes: tuple[Choice, ...]
    parts: tuple["Line | Block", ...]
    joiner: str  # the word between its parts
    may_nest: bool
    is_group: bool = True

    @property
    def id(self) -> str:
        return as_id(self.name)


@dataclass(frozen=True)
class Rule:
    """`said` is the whole rule in words; empty where the question is always shown."""

    address: str
    block: Block
    said: str
    faults: tuple[Fault, ...]
    can_ask: bool


@dataclass(frozen=True)
class _Builder:
    sheet: Sheet
    address: str
    known: Mapping[str, Subject]

    def block(self, group: Group, path: tuple[int, ...]) -> Block:
        modes = [(mode, label) for mode, label in labels.MODES.items() if mode or not path]
        name = ":".join(["rule", self.address, *map(str, path)])
        parts = tuple(self.part(part, (*path, number)) for number, part in enumerate(group.parts))
        return Block(
            name=name,
            path=":".join(map(str, path)),
            modes=choices(modes, group.mode),
            parts=parts,
            joiner=joiner_of(group),
            may_nest=len(path) < DEEPEST,
        )

    def part(self, part: Sentence | Group, path: tuple[int, ...]) -> Line | Block:
        return self.block(part, path) if isinstance(part, Group) else self.line(part, path)

    def line(self, sentence: Sentence, path: tuple[int, ...]) -> Line:
        subject = self.known.get(sentence.subject) or subjects.unknown(sentence)
        return Line(
            name=":".join(["rule", self.address, *map(str, path)]),
            path=":".join(map(str, path)),
            subjects=self.subjects(sentence, subject),
            verbs=choices([(verb, verb_of(subject, verb)) for verb in subject.verbs], sentence.verb),
            widget=_widget(subject, sentence.verb),
            value=_plain(sentence.value),
            options=_options(subject, sentence.value),
            lowest=subject.lowest,
            highest=subject.highest,
            said=said(subject, sentence),
        )

    def subjects(self, sentence: Sentence, subject: Subject) -> tuple[Grouped, ...]:
        answers = [(each.value, each.label) for each in self.known.values() if each.source == "answer"]
        facts = [(each.value, each.label) for each in self.known.values() if each.source == "fact"]
        chosen = sentence.subject
        groups = [
            Grouped(_("The answer to"), tuple(Choice(v, label, v == chosen) for v, label in answers)),
            Grouped(_("What we know"), tuple(Choice(v, label, v == chosen) for v, label in facts)),
        ]
        if chosen not in self.known:
            gone = _("%(name)s (not asked before this)") % {"name": subject.label}
            groups.insert(0, Grouped(_("Not available here"), (Choice(chosen, gone, True),)))
        return tuple(group for group in groups if group.choices)


def build(sheet: Sheet, address: str, condition: Any) -> Rule:
    before = reading.pages_before(sheet.document, address)
    known = subjects.available(sheet.document, before, sheet.language)
    builder = _Builder(sheet, address, known)
    group = sentences.read(condition)
    return Rule(
        address=address,
        block=builder.block(group, ()),
        said=_in_words(known, group) if group.parts else "",
        faults=sheet.faults.within(f"{address}.show_if"),
        can_ask=bool(known),
    )


def verb_of(subject: Subject, verb: str) -> Any:
    found = labels.ANSWERED.get(verb) if subject.source == "answer" else None
    return found or labels.VERBS.get(verb, verb)


def joiner_of(group: Group) -> str:
    return _("or") if group.mode in (sentences.ANY, sentences.NONE) else _("and")


def _widget(subject: Subject, verb: str) -> str:
    if verb in sentences.FIXED:
        return "none"
    if subject.options:
        return "several" if verb in subjects.MANY else "options"
    return "number" if subject.compared_as == "number" else "words"


def _options(subject: Subject, value: Any) -> tuple[Choice, ...]:
    chosen = value if isinstance(value, list) else [value]
    return tuple(Choice(option, label, option in chosen) for option, label in subject.options)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def said(subject: Subject, sentence: Sentence) -> str:
    """One sentence in words: “Overall satisfaction” is at most 6."""
    name = f"“{subject.label}”" if subject.source == "answer" else subject.label
    verb = str(verb_of(subject, sentence.verb))
    if sentence.verb in sentences.FIXED:
        return f"{name} {verb}"
    words = dict(subject.options)
    values = sentence.value if isinstance(sentence.value, list) else [sentence.value]
    return f"{name} {verb} {', '.join(str(words.get(value, _plain(value))) for value in values)}"


def _in_words(known: Mapping[str, Subject], group: Group) -> str:
    parts = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(f"({_in_words(known, part)})")
        else:
            parts.append(said(known.get(part.subject) or subjects.unknown(part), part))
    joined = f" {joiner_of(group)} ".join(parts)
    if group.mode in (sentences.NONE, sentences.NOT_ALL):
        return _("not (%(rule)s)") % {"rule": joined}
    return joined
