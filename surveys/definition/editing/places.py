"""Finds the parts of a document by their keys, and names every place by an address that moves with its part.

An address is dotted and goes by keys: `title`, `pages.words.title`, `questions.overall.text`,
`questions.reason.options.price.text`, `questions.sides.rows.quality.text`, `scales.true.low`,
`scales.true.labels.0`, `thanks.0.text`, `mail.subject`.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition.problems import NOTHING, Said, say

Document = Mapping[str, Any]
Part = dict[str, Any]
RELOAD = say("Reload the editor.")


class EditError(ValueError):
    """The edit does not fit the document: `what` is wrong, `where` (an address), how to `mend` it."""

    code = "wrong_edit"

    def __init__(self, what: Said, *, where: str = "", mend: Said = NOTHING) -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(what, where, mend)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}.{' ' if self.mend else ''}{self.mend}"


@dataclass(frozen=True)
class Made:
    """The new document, and the key of what was added to it."""

    document: Part
    key: str


@dataclass(frozen=True)
class Found:
    """A question within its page; both belong to the new document and may be changed."""

    question: Part
    page: Part
    index: int


def copied(document: Document) -> Part:
    """A copy that shares nothing with the given document."""
    return copy.deepcopy(dict(document))


def questions(document: Document) -> Iterator[Part]:
    """Every question of every page in order; grids as they stand, without their rows."""
    for page in document.get("pages", ()):
        yield from page.get("questions", ())


def question_keys(document: Document) -> list[str]:
    """The keys that answers go by, in order: a grid gives its rows' and theirs with `_importance`."""
    found = []
    for question in questions(document):
        found += keys_of(question)
    return found


def keys_of(question: Mapping[str, Any]) -> list[str]:
    """The keys of answers that one question brings: its own, or a grid's rows'."""
    if question.get("type") != "grid":
        return [question["key"]]
    rows = [row["key"] for row in question.get("rows", ())]
    return rows + ([f"{row}_importance" for row in rows] if question.get("importance") else [])


def all_keys(document: Document) -> set[str]:
    """Every key that a new question or row must not take."""
    return {question["key"] for question in questions(document)} | set(question_keys(document))


def page(document: Document, key: str) -> Part:
    """The page of this key. Raises EditError where there is none."""
    for each in document.get("pages", ()):
        if each.get("key") == key:
            found: Part = each
            return found
    raise EditError(say("there is no page “%(key)s”", key=key), where=f"pages.{key}", mend=RELOAD)


def question(document: Document, key: str) -> Found:
    """The question or grid of this key and where it stands. Raises EditError where there is none."""
    for each in document.get("pages", ()):
        for index, one in enumerate(each.get("questions", ())):
            if one.get("key") == key:
                return Found(one, each, index)
    raise EditError(say("there is no question “%(key)s”", key=key), where=f"questions.{key}", mend=RELOAD)


def part(document: Document, key: str, group: str, part_key: str) -> Part:
    """An option or a grid's row, by its key. Raises EditError where there is none."""
    for each in question(document, key).question.get(group, ()):
        if each["key"] == part_key:
            found: Part = each
            return found
    raise EditError(
        say("there is no “%(key)s”", key=part_key), where=f"questions.{key}.{group}.{part_key}", mend=RELOAD
    )


def thanks(document: Document, number: str) -> Part:
    """A thanking text by its place, counted from 0. Raises EditError where there is none."""
    ends = document.get("thanks", [])
    if not number.isdecimal() or int(number) >= len(ends):
        raise EditError(say("there is no such text"), where=f"thanks.{number}", mend=RELOAD)
    found: Part = ends[int(number)]
    return found


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def address_of(document: Document, path: str) -> str:
    """The address of a problem's JSON path: pages[0].questions[2].text -> questions.overall.text.

    What is not there any more stands as the path gives it.
    """
    names: list[str] = []
    here: Any = document
    for name, number in _STEP.findall(path):
        if number:
            here = here[int(number)] if isinstance(here, list) and int(number) < len(here) else None
            names.append(here["key"] if isinstance(here, dict) and "key" in here else number)
        else:
            here = here.get(name) if isinstance(here, dict) else None
            names.append(name)
    if "questions" in names[:-1]:
        names = names[names.index("questions") :]
    return ".".join(names)
