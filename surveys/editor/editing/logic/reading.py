"""Reads a posted rule: modes, subjects, verbs and values by their place in the tree.

rule:ADDRESS:mode, rule:ADDRESS:parts, then for each part rule:ADDRESS:0:subject, :verb and :value, or for a
group within rule:ADDRESS:1:mode and :parts, and so on down.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from surveys.editor.editing.logic import sentences, subjects
from surveys.editor.editing.logic.sentences import Group, Sentence
from surveys.editor.editing.logic.subjects import Subject

DEEPEST = 6
MOST_PARTS = 60


def group(document: Mapping[str, Any], post: QueryDict, address: str) -> Group:
    """The rule as sentences. A first choice of "if ..." begins with one whole sentence."""
    known = subjects.available(document, pages_before(document, address), "")
    prefix = f"rule:{address}"
    mode = post.get(f"{prefix}:mode", "")
    if mode not in sentences.MODES:
        return Group(sentences.ALWAYS)
    found = _group(post, prefix, known, 0)
    if not found.parts and known:
        return Group(mode, (next(iter(known.values())).begin(),))
    return found


def pages_before(document: Mapping[str, Any], address: str) -> int:
    """How many pages stand before the rule's: all of them before a thank-you text."""
    kind, _, key = address.partition(".")
    pages = document.get("pages", ())
    if kind == "questions":
        for number, page in enumerate(pages):
            if any(question.get("key") == key for question in page.get("questions", ())):
                return number
    return len(pages)


def _group(post: QueryDict, prefix: str, known: Mapping[str, Subject], depth: int) -> Group:
    count = post.get(f"{prefix}:parts", "0")
    numbers = range(min(int(count), MOST_PARTS) if count.isdecimal() else 0)
    parts: list[Sentence | Group] = []
    for number in numbers:
        name = f"{prefix}:{number}"
        if f"{name}:parts" in post and depth < DEEPEST:
            inner = _group(post, name, known, depth + 1)
            parts += [inner] if inner.parts else []
        elif f"{name}:subject" in post:
            parts.append(_sentence(post, name, known))
    mode = post.get(f"{prefix}:mode", "")
    return Group(mode if mode in sentences.MODES else sentences.ALL, tuple(parts))


def _sentence(post: QueryDict, name: str, known: Mapping[str, Subject]) -> Sentence:
    source, _, subject_name = post.get(f"{name}:subject", "").partition(":")
    source = "answer" if source == "answer" else "fact"
    verb = post.get(f"{name}:verb", "given")
    verb = verb if verb in sentences.VERBS else "given"
    values = [value.strip() for value in post.getlist(f"{name}:value")]
    said = Sentence(source, subject_name, verb)
    subject = known.get(said.subject) or subjects.unknown(
        Sentence(source, subject_name, verb, _number(values[-1]) if values and values[-1] else None)
    )
    if verb in sentences.FIXED and verb in subject.verbs:
        return said
    value = _value(subject, verb, values)
    if verb not in subject.verbs or value is None:
        # Another subject was chosen: begin again with what can be said of it.
        return subject.begin(verb)
    return Sentence(source, subject_name, verb, value)


def _value(subject: Subject, verb: str, values: list[str]) -> Any:
    """The value where it suits the subject; None where it does not."""
    if verb in subjects.MANY:
        return _several(subject, values) or None
    given = values[-1] if values else ""
    if subject.options:
        return given if given in [value for value, _ in subject.options] else None
    return _number(given) if subject.compared_as == "number" else given


def _several(subject: Subject, values: list[str]) -> list[str]:
    if subject.options:
        options = {value for value, _ in subject.options}
        return [value for value in values if value in options]
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _number(given: str) -> int | float | None:
    try:
        number = float(given.replace(",", "."))
    except ValueError:
        return None
    if number != number or abs(number) > 1e12:
        return None
    return int(number) if number.is_integer() else number
