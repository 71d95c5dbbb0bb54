"""An unfinished draft as a questionnaire: what is missing is filled in, what contradicts is left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.definition import document as documents
from surveys.definition.editing import places, texts
from surveys.definition.editing.places import Part
from surveys.definition.problems import DocumentError
from surveys.definition.questionnaire import Questionnaire

DOTS = "…"
# What a question can do without; taken away where it contradicts the rest.
OPTIONAL = (
    *("show_if", "least", "most", "earliest", "latest", "formats", "most_mb"),
    *("cannot_judge", "help", "random"),
)
SCALE = {"from": 1, "to": 10, "low": {}, "high": {}}


def questionnaire(draft: Mapping[str, Any], *, with_rules: bool) -> Questionnaire | None:
    """The draft as far as it can be shown; None for one that is beyond help."""
    document = places.copied(draft)
    _fill(document)
    if not with_rules:
        for question in places.questions(document):
            question.pop("show_if", None)
    for mend in (_leave, _shorten, _replace):
        try:
            return documents.parse(document)
        except DocumentError as error:
            for question in _named(document, error):
                mend(question)
            _fill(document)
    try:
        return documents.parse(document)
    except DocumentError:
        return None


def _named(document: Part, error: DocumentError) -> Iterator[Part]:
    """The questions that problems name."""
    found = {places.address_of(document, problem.path) for problem in error.problems}
    keys = {address.split(".")[1] for address in found if address.startswith("questions.")}
    yield from (question for question in places.questions(document) if question["key"] in keys)


def _leave(question: Part) -> None:
    """First try: without what it measures, which nobody sees."""
    for part in (question, *question.get("rows", ())):
        part.pop("measures", None)


def _shorten(question: Part) -> None:
    for name in OPTIONAL:
        question.pop(name, None)


def _replace(question: Part) -> None:
    """Last try: its words alone."""
    kept = {name: question[name] for name in ("key", "text")}
    question.clear()
    question.update(kept, type="statement")


def _fill(document: Part) -> None:
    """Pages without questions, questions without options, texts without words."""
    document.setdefault("minutes", 1)
    known = document.setdefault("scales", {})
    for page in document["pages"]:
        if not page["questions"]:
            page["questions"].append({"key": f"empty_{page['key']}"[:40], "type": "statement", "text": {}})
    for question in places.questions(document):
        _fill_question(question, known)
    if not known:
        del document["scales"]
    languages = document["languages"]
    for text in list(texts.every(document)):
        if text.is_needed or text.words:
            _translate(text, languages)


def _fill_question(question: Part, known: Part) -> None:
    if question["type"] in ("scale", "grid") and question.get("scale") not in known:
        known["preview"] = places.copied(SCALE)
        question["scale"] = "preview"
    if question["type"] in ("choice", "choices", "ranking"):
        parts, least = question.setdefault("options", []), 2
    elif question["type"] == "grid":
        parts, least = question.setdefault("rows", []), 1
    else:
        return
    for number in range(len(parts), least):
        parts.append({"key": f"{question['key'][:30]}_empty{number}", "text": {}})


def _translate(text: texts.Text, languages: list[str]) -> None:
    """What has no words yet in a language is shown in another, or as dots."""
    words: Any = text.words  # of our own copy
    other = next(iter(words.values()), DOTS)
    for language in languages:
        words.setdefault(language, other)
