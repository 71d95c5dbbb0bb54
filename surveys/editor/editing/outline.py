"""The survey at a glance: pages and their questions, what is wrong with each, how far each language is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition.editing import texts
from surveys.editor.editing import labels, selection
from surveys.editor.editing.faults import Faults


@dataclass(frozen=True)
class Row:
    """One question in the outline."""

    at: str
    label: str
    kind: str
    problems: int
    is_current: bool
    has_rule: bool
    is_first: bool  # of all: cannot go up
    is_last: bool


@dataclass(frozen=True)
class PageRow:
    at: str
    key: str
    label: str
    number: int
    rows: tuple[Row, ...]
    problems: int
    is_current: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Part:
    """A part beside the pages: the survey itself, its mails, its thank-you texts."""

    at: str
    problems: int
    is_current: bool


@dataclass(frozen=True)
class Progress:
    """How many texts a language lacks, and where the first of them is."""

    tag: str
    name: str
    missing: int
    first_at: str


@dataclass(frozen=True)
class Outline:
    pages: tuple[PageRow, ...]
    parts: Mapping[str, Part]
    languages: tuple[Progress, ...]
    questions: int

    @property
    def missing(self) -> int:
        return sum(language.missing for language in self.languages)


def build(document: Mapping[str, Any], faults: Faults, at: str, language: str) -> Outline:
    counts = faults.by_part
    pages = document.get("pages", ())
    made = tuple(
        _page(page, number, counts=counts, at=at, language=language, last=len(pages))
        for number, page in enumerate(pages, start=1)
    )
    return Outline(
        pages=made,
        parts={each: Part(each, counts[each], each == at) for each in selection.WHOLE},
        languages=tuple(_progress(document, tag) for tag in document.get("languages", ())),
        questions=sum(len(page.rows) for page in made),
    )


def _page(
    page: Mapping[str, Any], number: int, *, counts: Counter[str], at: str, language: str, last: int
) -> PageRow:
    questions = page.get("questions", ())
    rows = tuple(
        Row(
            at=f"questions.{question['key']}",
            label=labels.of_text(question.get("text"), language),
            kind=str(labels.TYPES.get(question["type"], question["type"])),
            problems=counts[f"questions.{question['key']}"],
            is_current=at == f"questions.{question['key']}",
            has_rule="show_if" in question,
            is_first=number == 1 and place == 0,
            is_last=number == last and place == len(questions) - 1,
        )
        for place, question in enumerate(questions)
    )
    return PageRow(
        at=f"pages.{page['key']}",
        key=page["key"],
        label=labels.of_text(page.get("title"), language),
        number=number,
        rows=rows,
        problems=counts[f"pages.{page['key']}"],
        is_current=at == f"pages.{page['key']}",
        is_first=number == 1,
        is_last=number == last,
    )


def _progress(document: Mapping[str, Any], tag: str) -> Progress:
    lacking = [
        text.address
        for text in texts.every(document)
        if not text.words.get(tag) and (text.is_needed or text.words)
    ]
    first = selection.of_address(document, lacking[0]) if lacking else ""
    return Progress(tag, labels.of_language(tag), len(lacking), first)
